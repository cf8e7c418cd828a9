/** The workload of a scaling policy, as input of all its rules. */
import type { ForecastLoad } from '../../config/forecast-load';
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
  /** Whether the workload serves requests that are traced. */
  readonly answers: boolean;
  /** The load that is forecast. @default - there is no forecast */
  readonly forecastLoad?: ForecastLoad | undefined;
  /** Largest headroom that the signals may use. @default - no limit besides the optimizer's own */
  readonly mostHeadroom?: number | undefined;
  readonly lifecycle: Lifecycle;
  readonly sizing: Sizing;
  readonly telemetry: Telemetry;
  /** Versions are compared by their answers within `bake`. @default - rollouts are not guarded */
  readonly guard?: { readonly bake: Duration } | undefined;
  /** Regular expression over the names of server spans that are not judged by latency. @default - all are judged */
  readonly unjudged?: string | undefined;
}
