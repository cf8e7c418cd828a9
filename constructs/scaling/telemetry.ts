/** The telemetry contract as an argument of constructs: names and intervals. */
import type { servedVersionPrefix } from '../../config/guarded-workloads';
import type { HealthRoutes } from '../../config/health-routes';
import type { recordedSignals } from '../../config/signals';
import type { edgeLabels, jobs, metrics, recorded, servedPrefix, spanLabels, TelemetrySettings } from '../../config/telemetry';

export interface Telemetry {
  readonly settings: TelemetrySettings;
  readonly metrics: typeof metrics;
  readonly jobs: typeof jobs;
  readonly spanLabels: typeof spanLabels;
  readonly edgeLabels: typeof edgeLabels;
  readonly recorded: typeof recorded;
  readonly servedPrefix: typeof servedPrefix;
  readonly servedVersionPrefix: typeof servedVersionPrefix;
  readonly recordedSignals: typeof recordedSignals;
  /** Names of the spans of probes, and of the heartbeat among them. */
  readonly healthRoutes: Pick<HealthRoutes, 'spanNames' | 'heartbeatSpan'>;
  /** Prefixes of the names of the collectors' pods. */
  readonly collectors: {
    readonly gateway: string;
    /** `undefined` where applications send to the gateway. */
    readonly agent: string | undefined;
  };
}
