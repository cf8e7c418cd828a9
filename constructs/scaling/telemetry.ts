/** The telemetry contract as constructs receive it: names and intervals, never written down a second time. */
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
  /** Spans that are questions of probes, and the one of them that is the heartbeat. */
  readonly healthRoutes: Pick<HealthRoutes, 'spanNames' | 'heartbeatSpan'>;
  /** What the names of the collectors' pods begin with. */
  readonly collectors: {
    readonly gateway: string;
    /** `undefined` where applications send to the gateway. */
    readonly agent: string | undefined;
  };
}
