/**
 * Who of several processes speaks: the one that holds a Lease. Times are those of a clock that nobody sets; what the Lease says of times is for people. A holder gives
 * up sooner than anybody may take the lease from it, so there are never two.
 */
import { z } from 'zod';
import type { Leadership, Log } from '../ports';
import { refusalText, type ApiAnswer, type ApiServer } from './api-server';

const lease = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  spec: z
    .object({
      holderIdentity: z.string().nullish(),
      leaseDurationSeconds: z.number().nullish(),
      leaseTransitions: z.number().nullish(),
      acquireTime: z.string().nullish(),
    })
    .optional(),
});
type Lease = z.infer<typeof lease>;

export interface LeaseOptions {
  readonly api: ApiServer;
  readonly namespace: string;
  readonly name: string;
  /** No other process has it. */
  readonly identity: string;
  /** Seconds for which it holds without being renewed. */
  readonly duration: number;
  /** Seconds since 1970, for people. */
  readonly clock: () => number;
  /** Seconds by a clock that nobody sets. */
  readonly elapsed: () => number;
  readonly log: Log;
  /** Called when this process does not lead any more. */
  readonly onLost: () => void;
}

/** Share of the duration after which a holder that could not renew believes itself no longer. */
const believed = 2 / 3;

export class LeaseHolder implements Leadership {
  private terms = 0;
  /** When the request was sent that renewed it last; undefined while another holds it. */
  private renewed: number | undefined;
  /** What was seen of another's, and since when it is as it is. */
  private seen: { readonly version: string; readonly since: number } | undefined;

  public constructor(private readonly options: LeaseOptions) {}

  /** Seconds between two steps: a third of what is believed, so that one lost answer costs nothing. */
  public get pace(): number {
    return (this.options.duration * believed) / 4;
  }

  public term(): number | undefined {
    const { elapsed, duration } = this.options;
    return this.renewed !== undefined && elapsed() - this.renewed < duration * believed ? this.terms : undefined;
  }

  /** Renews it, takes it where nobody holds it any more, or looks on. */
  public async step(): Promise<void> {
    const led = this.renewed !== undefined;
    const began = this.options.elapsed();
    const held = await this.attempt();
    if (held) {
      if (!led) this.began();
      this.renewed = began;
    } else if (held === undefined && this.term() !== undefined) {
      // no answer is no news: it is held until it is over
      return;
    } else if (led) this.lost();
  }

  /** Gives it back, so that the next one need not wait. */
  public async release(): Promise<void> {
    if (this.renewed === undefined) return;
    this.lost();
    const found = await this.read();
    if (found === undefined || found === 'none' || found.spec?.holderIdentity !== this.options.identity) return;
    await this.write(found, { ...found.spec, holderIdentity: '', leaseDurationSeconds: 1 });
  }

  /** @returns whether it is this process's now; undefined where nobody answered */
  private async attempt(): Promise<boolean | undefined> {
    const found = await this.read();
    if (found === undefined) return undefined;
    if (found === 'none') return this.make();
    const { spec } = found;
    const mine = spec?.holderIdentity === this.options.identity;
    return mine || this.isOver(found) ? this.write(found, this.ownSpec(spec, mine)) : false;
  }

  private ownSpec(spec: Lease['spec'], mine: boolean): object {
    const { identity, duration } = this.options;
    const now = this.time();
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(duration),
      acquireTime: mine ? (spec?.acquireTime ?? now) : now,
      renewTime: now,
      leaseTransitions: (spec?.leaseTransitions ?? 0) + (mine ? 0 : 1),
    };
  }

  /** Another's is over when it was seen unchanged for as long as it holds, by this process's own clock. */
  private isOver({ metadata: { resourceVersion }, spec }: Lease): boolean {
    if ((spec?.holderIdentity ?? '') === '') return true;
    const now = this.options.elapsed();
    if (this.seen?.version !== resourceVersion) this.seen = { version: resourceVersion, since: now };
    return now - this.seen.since >= Math.max(spec?.leaseDurationSeconds ?? 0, this.options.duration);
  }

  private async read(): Promise<Lease | 'none' | undefined> {
    const answer = await this.options.api({ method: 'GET', path: this.path });
    if (answer.kind === 'answer' && answer.status === 404) return 'none';
    const parsed = answer.kind === 'answer' && answer.status === 200 ? lease.safeParse(answer.body).data : undefined;
    if (parsed === undefined) this.unanswered(answer);
    return parsed;
  }

  private async make(): Promise<boolean | undefined> {
    const { namespace, name } = this.options;
    const spec = this.ownSpec(undefined, true);
    return this.accepted({
      method: 'POST',
      path: `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`,
      body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec },
    });
  }

  /** By the version that was read: whoever came between has won. */
  private write({ metadata: { resourceVersion } }: Lease, spec: object): Promise<boolean | undefined> {
    const { namespace, name } = this.options;
    const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace, resourceVersion }, spec };
    return this.accepted({ method: 'PUT', path: this.path, body });
  }

  private async accepted(request: Parameters<ApiServer>[0]): Promise<boolean | undefined> {
    const answer = await this.options.api(request);
    const status = answer.kind === 'answer' ? answer.status : 0;
    if (status === 200 || status === 201) return true;
    if (status === 409) return false;
    this.unanswered(answer);
    return undefined;
  }

  private unanswered(answer: ApiAnswer): void {
    const why = answer.kind === 'unavailable' ? answer.why : refusalText(answer);
    this.options.log({ level: 'warning', message: 'the lease could not be asked for', why });
  }

  private began(): void {
    this.terms += 1;
    this.options.log({ level: 'info', message: 'leads', identity: this.options.identity, term: this.terms });
  }

  private lost(): void {
    this.renewed = undefined;
    this.seen = undefined;
    this.options.log({ level: 'warning', message: 'leads no longer', identity: this.options.identity });
    this.options.onLost();
  }

  private get path(): string {
    return `/apis/coordination.k8s.io/v1/namespaces/${this.options.namespace}/leases/${this.options.name}`;
  }

  /** As Kubernetes writes it, with microseconds. */
  private time(): string {
    return new Date(this.options.clock() * 1000).toISOString().replace('Z', '000Z');
  }
}
