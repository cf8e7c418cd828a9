/** One tick: every stage, in order and timed. A stage that fails ends the tick, so that nothing is published that does not follow from all stages. */
import { inSpanOf } from './in-span';
import type { Stage, World } from './stages/stage';
import { stages } from './stages/stages';
import type { WorkloadState } from './workload-state';

export interface TickReport {
  /** Seconds since 1970 of the end. */
  readonly at: number;
  /** Seconds by stage, of those that ran. */
  readonly seconds: ReadonlyMap<string, number>;
  /** Why the tick did not end. */
  readonly fault?: string;
}

/** @param elapsed seconds of a monotonic clock */
export function tick(world: World, states: readonly WorkloadState[], elapsed: () => number, order: readonly Stage[] = stages): Promise<TickReport> {
  return inSpanOf(world)('tick', () => staged(world, states, { elapsed, order }), { workloads: states.length });
}

interface Staged {
  readonly elapsed: () => number;
  readonly order: readonly Stage[];
}

async function staged(world: World, states: readonly WorkloadState[], { elapsed, order }: Staged): Promise<TickReport> {
  const seconds = new Map<string, number>();
  for (const { name, run } of order) {
    const began = elapsed();
    try {
      await inSpanOf(world)(name, () => run(world, states));
    } catch (error) {
      const fault = `${name}: ${error instanceof Error ? error.message : String(error)}`;
      world.log({
        level: 'error',
        message: 'a tick failed',
        stage: name,
        why: fault,
        stack: error instanceof Error ? error.stack : undefined,
      });
      return { at: world.clock(), seconds, fault };
    } finally {
      seconds.set(name, elapsed() - began);
    }
    await world.breathe();
  }
  return { at: world.clock(), seconds };
}
