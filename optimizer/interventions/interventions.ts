/** What people said, as this process knows it: read again at each tick, and changed only over what was read. */
import { keyOf } from '../config';
import type { Log } from '../ports';
import type { StoreAnswer } from '../ports';
import type { WorkloadState } from '../workload-state';
import { freezeOf, freezeText, nothingSaid, type InterventionRecord } from './record';

/** Where it is kept: one text, replaced as a whole over the revision that was read. `unreadable` is a text that is no record. */
export interface InterventionStore {
  read(): Promise<
    | { readonly kind: 'record'; readonly record: InterventionRecord; readonly revision: string | undefined }
    | { readonly kind: 'unreadable' | 'unavailable'; readonly why: string }
  >;
  write(record: InterventionRecord, revision: string | undefined): Promise<StoreAnswer>;
}

/** `undefined` of an edit refuses the change. */
export type Edit = (record: InterventionRecord) => InterventionRecord | undefined;
export type Edited = { readonly kind: 'written' } | { readonly kind: 'refused' } | { readonly kind: 'unavailable'; readonly why: string };

/** Attempts to write, each over what was just read. */
const attempts = 4;

export class Interventions {
  private known: InterventionRecord | undefined;
  private unknown: string | undefined = 'what people said has not been read yet';

  public constructor(
    private readonly store: InterventionStore,
    private readonly log: Log,
  ) {}

  public get record(): InterventionRecord {
    return this.known ?? nothingSaid;
  }

  /** Without an answer the last known record holds: without the API server the lease ends soon. */
  public async refresh(): Promise<void> {
    const answer = await this.store.read();
    if (answer.kind === 'record') [this.known, this.unknown] = [answer.record, undefined];
    else {
      this.log({ level: 'warning', message: 'what people said could not be read', why: answer.why });
      if (answer.kind === 'unreadable' || this.known === undefined) this.unknown = `what people said could not be read: ${answer.why}`;
    }
  }

  /** Why nothing of a workload may be changed: somebody froze it, or nobody knows whether somebody did. */
  public heldBack({ settings }: Pick<WorkloadState, 'settings'>, now: number): string | undefined {
    if (this.unknown !== undefined) return this.unknown;
    const freeze = freezeOf(this.record, keyOf(settings), now);
    return freeze === undefined ? undefined : freezeText(freeze);
  }

  public async change(edit: Edit): Promise<Edited> {
    let why = '';
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const answer = await this.store.read();
      if (answer.kind !== 'record') return { kind: 'unavailable', why: answer.why };
      const record = edit(answer.record);
      if (record === undefined) return { kind: 'refused' };
      const written = await this.store.write(record, answer.revision);
      if (written.kind === 'written') {
        [this.known, this.unknown] = [record, undefined];
        return { kind: 'written' };
      }
      why = written.why;
      if (written.kind === 'unavailable') break;
    }
    return { kind: 'unavailable', why };
  }
}
