/** The service without its process: ticks again and again, and what HTTP shows of it. */
import type { ServiceView } from './http/service-view';
import { learnNext } from './learning/learner';
import type { World } from './stages/stage';
import { tick } from './tick';
import { newState, withdraw, type WorkloadState } from './workload-state';

/** Seconds between two looks for who is due. */
const learningPause = 2;

export interface ServiceOptions {
  readonly world: World;
  /** Seconds by a clock that nobody sets. */
  readonly elapsed: () => number;
}

export class Service {
  private readonly states: readonly WorkloadState[];
  private counts: ServiceView['counts'] = { whole: 0, broken: 0 };
  private ended: number;
  private stopping = false;

  public constructor(private readonly options: ServiceOptions) {
    this.states = options.world.settings.workloads.map(newState);
    this.ended = options.elapsed();
  }

  public async tick(): Promise<void> {
    const { world, elapsed } = this.options;
    const last = await tick(world, this.states, elapsed);
    const { whole, broken } = this.counts;
    this.counts = last.fault === undefined ? { whole: whole + 1, broken, last } : { whole, broken: broken + 1, last };
    this.ended = elapsed();
  }

  /** Learns whoever is due, one after the other. */
  public async learn(): Promise<void> {
    while (!this.stopping && (await learnNext(this.options.world, this.states))) await this.options.world.breathe();
  }

  /** Ticks, and learns beside the ticks, until it is stopped. @param pause waits, and may be cut short */
  public async run(pause: (seconds: number) => Promise<void>): Promise<void> {
    await Promise.all([this.tickOn(pause), this.learnOn(pause)]);
  }

  private async tickOn(pause: (seconds: number) => Promise<void>): Promise<void> {
    while (!this.stopping) {
      const began = this.options.elapsed();
      await this.tick();
      await pause(Math.max(this.options.world.settings.tick - (this.options.elapsed() - began), 0));
    }
  }

  private async learnOn(pause: (seconds: number) => Promise<void>): Promise<void> {
    while (!this.stopping) {
      await this.learn();
      await pause(learningPause);
    }
  }

  /** Nothing more is renewed; what is published runs out. */
  public stop(): void {
    this.stopping = true;
  }

  /** Another process speaks from now on: whatever this one said is taken back at once, and not at its next tick. */
  public withdraw(): void {
    for (const state of this.states) withdraw(state, this.options.world.clock());
  }

  public view(): ServiceView {
    const { world, elapsed } = this.options;
    return {
      states: this.states,
      counts: this.counts,
      now: world.clock(),
      tick: world.settings.tick,
      leads: world.voice?.leads ?? true,
      stopping: this.stopping,
      quietFor: elapsed() - this.ended,
    };
  }
}
