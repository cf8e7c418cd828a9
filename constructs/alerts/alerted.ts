/** Input of the alerts: facts about the workloads and components that they watch. */
import type { Alerting } from '../../config/alerting';
import type { AlertTiming } from '../../config/alert-timing';
import type { ApplicationMetric } from '../../config/telemetry';
import type { ScaledWorkload } from '../scaling/scaled-workload';
import type { Telemetry } from '../scaling/telemetry';
import type { Links } from './links';

/** Identifiers of dashboards by topic. */
export interface Dashboards {
  readonly service: string;
  readonly scaling: string;
  readonly dependencies: string;
  readonly bottlenecks: string;
  readonly optimizer: string;
  readonly cluster: string;
  readonly trends: string;
}

export interface Alerted {
  readonly timing: AlertTiming;
  readonly links: Links;
  readonly dashboards: Dashboards;
}

export interface AlertedWorkload extends ScaledWorkload, Alerted {
  readonly objectives: Alerting['objectives'];
  /** Whether the workload's requests are traced. If not, it gets no alerts on spans, and missing spans are no fault. */
  readonly traced: boolean;
  /** The entries of `telemetry.applicationMetrics` for this workload. */
  readonly applicationMetrics: readonly ApplicationMetric[];
}

/** Serving certificates of aggregated APIs. */
export interface ServedCertificates {
  /** Names of the Leases that record when each certificate was renewed. */
  readonly leases: readonly string[];
  /** Days for which a renewed certificate is valid. */
  readonly lifetime: number;
  /** Days before the expiry at which the alert fires. */
  readonly warning: number;
}

export interface AlertedPlatform extends Alerted {
  readonly telemetry: Telemetry;
  /** Namespace of the platform's own components. */
  readonly namespace: string;
  /** Deployment that serves custom metrics. */
  readonly metricsAdapter: string;
  readonly certificates: ServedCertificates;
  /** Container name of the gateway collectors. */
  readonly gateway: string;
  /** Name of the gateway's sidecar that guards its queue. */
  readonly queueGuard: string;
  /** Prefix of the agents' pod names, before the hash; `undefined` where applications send to the gateway. */
  readonly agent: string | undefined;
  /** Scrape jobs that always have a target. */
  readonly jobs: readonly string[];
  /** The most series that the configuration allows (cardinality budget). */
  readonly seriesBudget: number;
  /** Namespaces in which workloads run. */
  readonly namespacesOfWorkloads: readonly string[];
  /** The workloads that are traced. */
  readonly workloads: readonly { readonly namespace: string; readonly name: string }[];
}
