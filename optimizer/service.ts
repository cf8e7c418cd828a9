/** The service without its process: the loop of ticks, and the state that HTTP shows. */
import type { ServiceView } from './http/service-view';
import { learnNext } from './learning/learner';
import type { World } from './stages/stage';
import { tick } from './tick';
import { newState, withdraw, type WorkloadState } from './workload-state';

/** Seconds between two checks for a workload that is due. */
const learningPause = 2;

export interface ServiceOptions {
  readonly world: World;
  /** Seconds of a monotonic clock. */
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

  /** Learns the workloads that are due, one after the other. */
  public async learn(): Promise<void> {
    while (!this.stopping && (await learnNext(this.options.world, this.states))) await this.options.world.breathe();
  }

  /** Runs ticks, and learns beside them, until it is stopped. @param pause waits, and may end early */
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

  /** Nothing more is renewed; the published values expire. */
  public stop(): void {
    this.stopping = true;
  }

  /** Another process publishes from now on: the values of this one are withdrawn at once, and not at its next tick. */
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
      ...(world.incidents === undefined ? {} : { incidents: world.incidents.incidents }),
      ...(world.settings.links === undefined ? {} : { links: world.settings.links }),
      stopping: this.stopping,
      quietFor: elapsed() - this.ended,
    };
  }
}
