/** The interface of a stage of a tick. */
import type { OptimizerSettings } from '../config';
import type { IncidentBook } from '../incidents/incident-book';
import type { Interventions } from '../interventions/interventions';
import type { Outlook } from '../outlook/outlook';
import type { Clock, InSpan, Log, MetricsSource } from '../ports';
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
  /** What may run out. @default - nothing is watched */
  readonly outlook?: Outlook;
  /** What people said. @default - nobody can say anything */
  readonly interventions?: Interventions;
  /** @default - nothing is traced */
  readonly inSpan?: InSpan;
  /** @default - nobody looks for incidents */
  readonly incidents?: IncidentBook;
  /** Lets waiting HTTP requests be answered. */
  readonly breathe: () => Promise<void>;
}

export interface Stage {
  readonly name: string;
  readonly run: (world: World, states: readonly WorkloadState[]) => Promise<void>;
}
