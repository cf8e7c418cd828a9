/**
 * Whether this process may publish. Of several only the leader may, after it has read the earlier decisions, and only for decisions that are stored: so every decision that
 * ever acted can be read, limits keep counting across restarts, and two processes never publish different values.
 */
import { keyOf } from './config';
import type { DecisionStore, Leadership, Log, StoreAnswer, Told } from './ports';
import type { LoggedDecision, WorkloadState } from './workload-state';
import { recall, textOf } from './written-decisions';

export interface VoiceOptions {
  readonly leadership: Leadership;
  readonly store: DecisionStore;
  readonly log: Log;
}

export class Voice {
  /** The term in which earlier decisions were read. */
  private opened: number | undefined;
  private written: string | undefined;
  private refusal: string | undefined = 'nothing has been read yet';

  public constructor(private readonly options: VoiceOptions) {}

  public get leads(): boolean {
    return this.options.leadership.term() !== undefined;
  }

  /** Why nothing may be published at this moment. */
  public get silence(): string | undefined {
    const term = this.options.leadership.term();
    if (term === undefined) return 'another process leads, or this one could not ask who does';
    return term === this.opened ? this.refusal : 'earlier decisions have not been read yet, or another writer changed them';
  }

  /**
   * Runs before any decision: reads the earlier ones, whichever process wrote them. A follower only reads, so it knows the same when it becomes the leader. When they cannot
   * be read again, the known ones stay: without the API server the lease ends soon.
   */
  public async recall(states: readonly WorkloadState[]): Promise<void> {
    const term = this.options.leadership.term();
    if (term !== this.opened) this.opened = undefined;
    const answer = await this.options.store.read();
    if (answer.kind === 'unavailable') {
      if (term !== undefined) this.options.log({ level: 'warning', message: 'earlier decisions could not be read', why: answer.why });
      return;
    }
    const known = this.opened !== undefined && answer.text === this.written;
    if (!known && answer.text !== undefined && !recall(states, answer.text))
      this.options.log({ level: 'warning', message: 'the stored decisions are not a text of this service; the record starts again' });
    this.written = answer.text;
    this.opened = term;
  }

  /** Runs after decisions are made, and before they are published. */
  public async write(states: readonly WorkloadState[], made: readonly LoggedDecision[]): Promise<void> {
    if (this.options.leadership.term() === undefined || this.options.leadership.term() !== this.opened) return;
    const text = textOf(states);
    if (text === this.written) {
      this.refusal = undefined;
      return;
    }
    const answer = await this.options.store.write(text);
    if (answer.kind === 'written') {
      this.written = text;
      this.refusal = undefined;
      await this.tell(states, made);
      return;
    }
    // another process wrote: its text must be read first
    if (answer.kind === 'taken') this.opened = undefined;
    this.refusal = `decisions could not be written: ${answer.why}`;
    this.options.log({ level: 'error', message: this.refusal });
  }

  /** Tells people something that is no decision, where this process may publish. */
  public async announce(told: Told): Promise<void> {
    if (this.silence !== undefined) return;
    const answer = await this.options.store.tell(told);
    if (answer.kind !== 'written') this.options.log({ level: 'warning', message: 'an Event could not be written', workload: told.deployment, why: answer.why });
  }

  /** Events are for people, and may be missing: the stored text is complete. */
  private async tell(states: readonly WorkloadState[], made: readonly LoggedDecision[]): Promise<void> {
    const told = states.flatMap((state) => made.filter((one) => state.decisions.includes(one)).map((one) => ({ state, outcome: one.outcome })));
    for (const { state, outcome } of told) {
      if (outcome.kind !== 'decision' && outcome.because === 'off') continue;
      const { namespace, deployment } = state.settings;
      const note =
        outcome.kind === 'decision'
          ? `${outcome.policy} ${outcome.acts ? '' : '(advice) '}${outcome.value}: ${outcome.reasons.join('; ')}`
          : `${outcome.policy}: ${outcome.why}`;
      const answer: StoreAnswer = await this.options.store.tell({ namespace, deployment, reason: outcome.kind === 'decision' ? 'Decided' : 'Refused', note });
      if (answer.kind !== 'written') {
        this.options.log({ level: 'warning', message: 'an Event could not be written', workload: keyOf(state.settings), why: answer.why });
        return;
      }
    }
  }
}
