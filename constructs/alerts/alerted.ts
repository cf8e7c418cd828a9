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
  /** Whether its requests are traced: without spans nothing can be said of them, and their absence is no fault. */
  readonly traced: boolean;
  /** Those of this workload. */
  readonly applicationMetrics: readonly ApplicationMetric[];
}

/** Serving certificates of aggregated APIs. */
export interface ServedCertificates {
  /** Names of the Leases that say when each was renewed. */
  readonly leases: readonly string[];
  /** Days for which a renewed one is valid. */
  readonly lifetime: number;
  /** Days before its end at which the alert fires. */
  readonly warning: number;
}

export interface AlertedPlatform extends Alerted {
  readonly telemetry: Telemetry;
  /** Where the platform's own components run. */
  readonly namespace: string;
  /** Deployment that serves custom metrics. */
  readonly metricsAdapter: string;
  readonly certificates: ServedCertificates;
  /** Container of the collectors that hold traces. */
  readonly gateway: string;
  /** Container beside it that guards its queue. */
  readonly queueGuard: string;
  /** Name of the agents' pods before their hash; `undefined` where applications send to the gateway. */
  readonly agent: string | undefined;
  /** Scrape jobs that always have a target. */
  readonly jobs: readonly string[];
  /** Most series that the configuration allows. */
  readonly seriesBudget: number;
  /** Where workloads run. */
  readonly namespacesOfWorkloads: readonly string[];
  /** Those that are traced. */
  readonly workloads: readonly { readonly namespace: string; readonly name: string }[];
}
