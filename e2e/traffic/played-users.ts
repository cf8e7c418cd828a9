/** Simulated users of an environment's workloads without a cluster: their requests become counters of one simulated collector gateway. */
import type { Environment } from '../../config/environment';
import { latencyBounds } from '../../config/metrics/latency-bounds';
import { idle, type Demand } from './demand';
import { Gateway, type CounterSource } from './gateway';
import { SpanCounters } from './span-counters';

/** Number of pods with heartbeats. */
const ready = 2;

export class PlayedUsers implements CounterSource {
  private demand: Demand = idle;
  private countedAt = performance.now();
  private living: Gateway | undefined;

  private constructor(private readonly environment: Environment) {}

  public static async start(name: string, environment: Environment): Promise<PlayedUsers> {
    const users = new PlayedUsers(environment);
    users.living = await Gateway.start(name, users);
    return users;
  }

  public get gateway(): Gateway {
    if (this.living === undefined) throw new Error('the gateway must have been started, received none');
    return this.living;
  }

  public fresh(): readonly SpanCounters[] {
    return this.environment.workloads.map((workload) => new SpanCounters(workload, latencyBounds(this.environment)));
  }

  public advance(): void {
    const now = performance.now();
    const seconds = (now - this.countedAt) / 1000;
    this.countedAt = now;
    for (const counters of this.living?.current ?? []) counters.add(this.demand, { ready, seconds, share: 1 });
  }

  /** Sets the load of every workload; fields that are left out are idle. */
  public want(demand: Partial<Demand>): void {
    this.advance();
    this.demand = { ...idle, ...demand };
  }

  public stop(): Promise<void> {
    return this.gateway.kill();
  }
}
