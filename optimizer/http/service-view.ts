/** The state of the service at one moment, from which answers are made. */
import type { Incident } from '../incidents/incident';
import type { ConsoleLinks } from '../incidents/links';
import type { ServiceCounts } from '../samples';
import type { WorkloadState } from '../workload-state';

export interface ServiceView {
  readonly states: readonly WorkloadState[];
  readonly counts: ServiceCounts;
  /** Seconds since 1970. */
  readonly now: number;
  /** Seconds between two ticks. */
  readonly tick: number;
  /** Whether this process is the one that publishes. @default true */
  readonly leads?: boolean;
  /** The newest last. @default - nobody looks for any */
  readonly incidents?: readonly Incident[];
  /** @default - incidents have no links */
  readonly links?: ConsoleLinks;
  readonly stopping: boolean;
  /** Seconds since the last tick ended, or since the start. */
  readonly quietFor: number;
}
