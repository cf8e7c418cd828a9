/** What every part of a scaling policy needs to know of the workload it scales. */
import type { ScalingPolicy } from '../../config/scaling';
import type { Sizing } from '../../config/sizing';
import type { Duration } from '../../config/quantities';
import type { Lifecycle } from '../../config/lifecycle';
import type { Telemetry } from './telemetry';

export interface ScaledWorkload {
  readonly namespace: string;
  /** Name of the Deployment; also of its container and its autoscaler. */
  readonly name: string;
  readonly policy: ScalingPolicy;
  /** Whether it serves requests that are traced. */
  readonly answers: boolean;
  /** Largest headroom that the signals may use. @default - every one that the optimizer publishes */
  readonly mostHeadroom?: number | undefined;
  readonly lifecycle: Lifecycle;
  readonly sizing: Sizing;
  readonly telemetry: Telemetry;
  /** Its versions are compared by what they answered within `bake`. @default - its rollouts are not guarded */
  readonly guard?: { readonly bake: Duration } | undefined;
  /** Names of server spans that are not judged by their latency, as a regular expression. @default - all are judged */
  readonly unjudged?: string | undefined;
}
