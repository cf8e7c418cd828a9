/** The dashboards of an environment. Grafana's files, the queries that tests run and the preview pictures are made from them. */
import type { Environment } from '../config/environment';
import { isKnown } from '../config/google/machine-price';
import { listPrices } from '../config/google/prices';
import { dashboards } from '../config/names';
import { recorded } from '../config/telemetry';
import { unjudgedSpanNames } from '../config/unjudged-routes';
import { schedulesOf, webWorkloads } from '../config/workload';
import { bottlenecksDashboard } from '../constructs/dashboards/bottlenecks';
import { clusterDashboard } from '../constructs/dashboards/cluster';
import type { Dashboard } from '../constructs/dashboards/dashboard';
import { dependenciesDashboard } from '../constructs/dashboards/dependencies';
import { grafanaModel } from '../constructs/dashboards/grafana-model';
import { optimizerDashboard } from '../constructs/dashboards/optimizer';
import { scalingDashboard } from '../constructs/dashboards/scaling';
import { serviceDashboard } from '../constructs/dashboards/service';
import { trendsDashboard } from '../constructs/dashboards/trends';
import { withFoldableLines } from '../constructs/folded-yaml';
import { alertedWorkload, linksOf, nodeHourOf } from './alert-rules';
import { telemetryOf } from './platform-charts';

export type { Dashboard, Axis, MapPanel, Panel, SeriesPanel, TablePanel, Unit } from '../constructs/dashboards/dashboard';

/** @throws Error when the environment has no web service: there would be nothing to show */
export function dashboardsOf(environment: Environment): readonly Dashboard[] {
  const services = webWorkloads(environment);
  const unjudged = unjudgedSpanNames(services.flatMap(({ unjudgedRoutes = [] }) => unjudgedRoutes));
  // a panel shows whichever workload is selected, so it excludes the unjudged routes of all workloads
  const [first, ...others] = services.map((workload) => ({ ...alertedWorkload(environment, workload), unjudged }));
  if (first === undefined) throw new Error('dashboards need at least one web service, received none');
  const workloads = [first, ...others] as const;
  const { applicationMetrics } = environment.telemetry;
  const node = nodeHourOf(environment);
  const unpriced = isKnown(node) ? undefined : node.unknown;
  const common = { telemetry: telemetryOf(environment) };
  return [
    serviceDashboard({ ...first, applicationMetrics }),
    scalingDashboard(workloads),
    dependenciesDashboard({ ...common, uid: dashboards.dependencies, links: linksOf(environment) }),
    bottlenecksDashboard(workloads),
    optimizerDashboard(workloads),
    clusterDashboard({ ...common, uid: dashboards.cluster, unpriced, currency: listPrices.currency, schedules: schedulesOf(environment).length > 0 }),
    trendsDashboard(first, listPrices.currency, unpriced),
  ];
}

/** Grafana's JSON by file name, for provisioning. */
export function dashboardFiles(environment: Environment): Readonly<Record<string, string>> {
  const [workload] = webWorkloads(environment);
  if (workload === undefined) throw new Error('dashboards need at least one web service, received none');
  const all = dashboardsOf(environment);
  const model = (dashboard: Dashboard) => grafanaModel(dashboard, { workload, known: recorded.ready, others: all.filter(({ uid }) => uid !== dashboard.uid) });
  return Object.fromEntries(all.map((dashboard) => [`${dashboard.uid}.json`, withFoldableLines(JSON.stringify(model(dashboard), undefined, 1))]));
}
