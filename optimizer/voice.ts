/**
 * Whether this process may speak. Of several the leader does, after it has read what was decided before it, and only of what is written down: so every decision that
 * ever acted can be read, limits count on over restarts, and two processes never say different things.
 */
import { keyOf } from './config';
import type { DecisionStore, Leadership, Log, StoreAnswer } from './ports';
import type { LoggedDecision, WorkloadState } from './workload-state';
import { recall, textOf } from './written-decisions';

export interface VoiceOptions {
  readonly leadership: Leadership;
  readonly store: DecisionStore;
  readonly log: Log;
}

export class Voice {
  /** The term in which it was read what was decided before. */
  private opened: number | undefined;
  private written: string | undefined;
  private refusal: string | undefined = 'nothing was read yet';

  public constructor(private readonly options: VoiceOptions) {}

  public get leads(): boolean {
    return this.options.leadership.term() !== undefined;
  }

  /** Why nothing may be said at this moment. */
  public get silence(): string | undefined {
    const term = this.options.leadership.term();
    if (term === undefined) return 'another process leads, or none that could ask';
    return term === this.opened ? this.refusal : 'what was decided before is not read yet, or was changed by somebody else';
  }

  /**
   * Before anything is decided: what was, by whoever led, or by whoever changed it since. A follower only looks on, and knows as much when its time comes. What cannot be
   * read again stays as it is known: without the API server the lease ends soon.
   */
  public async recall(states: readonly WorkloadState[]): Promise<void> {
    const term = this.options.leadership.term();
    if (term !== this.opened) this.opened = undefined;
    const answer = await this.options.store.read();
    if (answer.kind === 'unavailable') {
      if (term !== undefined) this.options.log({ level: 'warning', message: 'what was decided before could not be read', why: answer.why });
      return;
    }
    const known = this.opened !== undefined && answer.text === this.written;
    if (!known && answer.text !== undefined && !recall(states, answer.text))
      this.options.log({ level: 'warning', message: 'what was decided before is no text of this service, and is begun anew' });
    this.written = answer.text;
    this.opened = term;
  }

  /** After it was decided, and before it is said. */
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
    // somebody else wrote: what he wrote has to be known first
    if (answer.kind === 'taken') this.opened = undefined;
    this.refusal = `what is decided could not be written: ${answer.why}`;
    this.options.log({ level: 'error', message: this.refusal });
  }

  /** Events are for people, and may be missing: what is written is whole. */
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
        this.options.log({ level: 'warning', message: 'an event could not be told', workload: keyOf(state.settings), why: answer.why });
        return;
      }
    }
  }
}
