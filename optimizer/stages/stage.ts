/** What a stage of a tick is. */
import type { OptimizerSettings } from '../config';
import type { Clock, Log, MetricsSource } from '../ports';
import type { Voice } from '../voice';
import type { TunablesPort } from '../acting/tunables';
import type { WorkloadState } from '../workload-state';

export interface World {
  readonly settings: OptimizerSettings;
  readonly source: MetricsSource;
  readonly clock: Clock;
  readonly log: Log;
  /** @default - it is alone, and always speaks */
  readonly voice?: Voice;
  /** Where tunables are kept. @default - nothing is tuned */
  readonly tunables?: TunablesPort;
  /** Lets whoever else waits be served. */
  readonly breathe: () => Promise<void>;
}

export interface Stage {
  readonly name: string;
  readonly run: (world: World, states: readonly WorkloadState[]) => Promise<void>;
}
