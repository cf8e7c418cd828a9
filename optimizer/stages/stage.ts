/** The interface of a stage of a tick. */
import type { OptimizerSettings } from '../config';
import type { IncidentBook } from '../incidents/incident-book';
import type { Clock, Log, MetricsSource } from '../ports';
import type { Voice } from '../voice';
import type { TunablesPort } from '../acting/tunables';
import type { WorkloadState } from '../workload-state';

export interface World {
  readonly settings: OptimizerSettings;
  readonly source: MetricsSource;
  readonly clock: Clock;
  readonly log: Log;
  /** @default - it is the only process, and always publishes */
  readonly voice?: Voice;
  /** Where tunables are kept. @default - nothing is tuned */
  readonly tunables?: TunablesPort;
  /** @default - nobody looks for incidents */
  readonly incidents?: IncidentBook;
  /** Lets waiting HTTP requests be answered. */
  readonly breathe: () => Promise<void>;
}

export interface Stage {
  readonly name: string;
  readonly run: (world: World, states: readonly WorkloadState[]) => Promise<void>;
}
