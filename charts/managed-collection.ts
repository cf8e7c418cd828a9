import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { copiedNames, copiedSeries } from '../config/budgets/copied-series';
import { mainPort } from '../config/further-ports';
import { components, ports } from '../config/names';
import { jobs, recorded, type Job } from '../config/telemetry';
import { clusterScoped } from '../constructs/cluster-scoped';
import { nameLabel } from '../constructs/labels';
import type { PlatformChart } from '../constructs/platform-chart';
import {
  ClusterNodeMonitoring,
  ClusterNodeMonitoringSpecEndpointsScheme as Scheme,
  ClusterPodMonitoring,
  ClusterPodMonitoringSpecEndpointsPort as ClusterPort,
  PodMonitoring,
  PodMonitoringSpecEndpointsPort as Port,
  PodMonitoringSpecTargetLabelsMetadata as TargetLabel,
  type PodMonitoringSpecEndpointsMetricRelabeling,
  type PodMonitoringSpecSelector,
} from '../imports/monitoring.googleapis.com';
import { alertFiles } from './alert-rules';
import { keptApplicationMetrics } from './application-scrape';
import { type ComponentJob, type KubeletJob, measuredWorkloads, metricsPortOf, scrapeJobsOf } from './scrape-jobs';
import { platformChart } from './platform-charts';

/** The chart, and what all of its objects share. */
interface Copy {
  readonly chart: PlatformChart;
  readonly interval: string;
  /** Limit of samples per scrape: those that the whole environment may have. A target with more is broken, and each sample would be billed. */
  readonly limits: { readonly samples: number };
}

/**
 * The objects that configure GKE's collectors for Google Managed Prometheus: every scrape job of Prometheus, with only the metrics of the contract. An object's
 * name becomes the label `job`. Other labels are those in Prometheus, except that `instance` contains the port and `namespace` is the component's own.
 */
export function managedCollection(scope: Construct, environment: Environment): void {
  const { managedPrometheus } = environment.cluster;
  if (managedPrometheus.kind === 'off') return;
  const chart = platformChart(scope, 'managed-collection', { file: 'managed-collection' });
  const copy: Copy = { chart, interval: managedPrometheus.interval, limits: { samples: copiedSeries(environment) } };
  for (const job of scrapeJobsOf(environment)) {
    switch (job.kind) {
      case 'components':
        if (job.copied === false) break;
        if (job.honorLabels === true) ofOthers(copy, job);
        else ofThemselves(copy, job);
        break;
      // an aggregated server authorizes scrapes through the API server, and Google's collectors have no such right; the contract has no metric from there
      case 'aggregated server':
        break;
      case 'kubelets':
        ofKubelets(copy, job);
        break;
      case 'applications':
        ofApplications(copy, environment);
    }
  }
  ofRecorded(copy, environment);
}

type Pods = Pick<ComponentJob, 'job' | 'names' | 'port'>;

/** Metrics of components about themselves. */
function ofThemselves(copy: Copy, { job, names, port }: Pods): void {
  new PodMonitoring(copy.chart, job, {
    metadata: { name: job },
    spec: { ...selected(copy, names), endpoints: [{ port: Port.fromNumber(port), interval: copy.interval, metricRelabeling: keep(job) }] },
  });
}

/** Metrics of components about other objects. A PodMonitoring would overwrite `namespace` with its own; a ClusterPodMonitoring leaves it. */
function ofOthers(copy: Copy, { job, names, port }: Pods): void {
  clusterScoped(
    new ClusterPodMonitoring(copy.chart, job, {
      metadata: { name: job },
      spec: { ...selected(copy, names), endpoints: [{ port: ClusterPort.fromNumber(port), interval: copy.interval, metricRelabeling: keep(job) }] },
    }),
  );
}

function ofKubelets({ chart, interval, limits }: Copy, { job, path }: KubeletJob): void {
  clusterScoped(
    new ClusterNodeMonitoring(chart, job, {
      metadata: { name: job },
      spec: { endpoints: [{ scheme: Scheme.HTTPS, path, interval, metricRelabeling: keep(job) }], limits },
    }),
  );
}

/** One object per namespace and port name: an endpoint of an object is scraped on all pods that have a port of that name. */
function ofApplications(copy: Copy, environment: Environment): void {
  const measured = measuredWorkloads(environment).map((workload) => ({ ...workload, port: metricsPortOf(workload).name }));
  for (const namespace of new Set(measured.map((workload) => workload.namespace))) {
    const near = measured.filter((workload) => workload.namespace === namespace);
    for (const port of new Set(near.map((workload) => workload.port))) {
      const isMain = port === mainPort;
      new PodMonitoring(copy.chart, [jobs.application, namespace, ...(isMain ? [] : [port])].join('-'), {
        metadata: { name: isMain ? jobs.application : `${jobs.application}-${port}`, namespace },
        spec: {
          ...selected(
            copy,
            near.filter((workload) => workload.port === port).map(({ name }) => name),
          ),
          endpoints: [{ port: Port.fromString(port), interval: copy.interval, metricRelabeling: [{ ...keptApplicationMetrics(environment), action: 'keep' }] }],
          targetLabels: { metadata: [TargetLabel.POD], fromPod: [{ from: nameLabel, to: 'workload' }] },
        },
      });
    }
  }
}

/**
 * The recorded trends, at the interval at which Prometheus records them. Rules in Google's service would have to read the raw series
 * again, and each series read is billed.
 */
function ofRecorded(copy: Copy, environment: Environment): void {
  const name = `${jobs.prometheus}-recorded`;
  const { trends = [] } = alertFiles(environment);
  const records = trends.flatMap(({ rules }) => rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
  // dashboards fill their variables from `ready`
  const names = [...new Set([recorded.ready, ...records])];
  const { interval } = environment.alerting.timing.trend;
  clusterScoped(
    new ClusterPodMonitoring(copy.chart, name, {
      metadata: { name },
      spec: {
        ...selected(copy, [components.prometheus]),
        endpoints: [
          { port: ClusterPort.fromNumber(ports.prometheus), path: '/federate', params: { 'match[]': [`{__name__=~"${names.join('|')}"}`] }, interval },
        ],
      },
    }),
  );
}

interface Selected {
  readonly selector: PodMonitoringSpecSelector;
  readonly targetLabels: { readonly metadata: never[] };
  readonly limits: Copy['limits'];
}

/** The list of target labels is stated and empty: without it Google adds labels that Prometheus does not have. */
function selected({ limits }: Copy, names: readonly string[]): Selected {
  return { selector: { matchExpressions: [{ key: nameLabel, operator: 'In', values: [...names] }] }, targetLabels: { metadata: [] }, limits };
}

/** Keeps the metrics of a job that are copied. The list is never empty: an empty expression would keep everything. */
function keep(job: Job): PodMonitoringSpecEndpointsMetricRelabeling[] {
  return [{ sourceLabels: ['__name__'], regex: copiedNames(job).join('|'), action: 'keep' }];
}
