/** The data of the demo's page, queried from the demo's Prometheus and Jaeger. */
import { dashboardsOf, type Panel } from '../../charts/dashboards';
import type { Environment } from '../../config/environment';
import { dashboards, healthRoutes } from '../../config/names';
import { seconds } from '../../config/duration';
import { recorded } from '../../config/telemetry';
import { backendOf } from '../platform/environment';
import { variablesOf } from '../previews/dashboard-previews';
import { panelData, type PreviewSeries } from '../previews/panel-data';
import { queryPrometheus, type QueryRange } from '../prometheus/prometheus-query';
import { activeAlerts, type ActiveAlert } from '../tracing/active-alerts';
import { latestTraces, type JaegerTrace } from '../tracing/jaeger-api';

/** One signal and the replicas that it asks for; `undefined` while it publishes none. */
export interface Signal {
  readonly name: string;
  readonly asks: number | undefined;
}

export interface ShownPanel {
  readonly panel: Panel;
  readonly series: readonly PreviewSeries[];
}

export interface PageData {
  /** Seconds since 1970. */
  readonly window: QueryRange;
  readonly panels: readonly ShownPanel[];
  /** The largest first. */
  readonly signals: readonly Signal[];
  /** Newest of each operation, those with the most services first. */
  readonly traces: readonly JaegerTrace[];
  readonly alerts: readonly ActiveAlert[];
}

export interface PageSources {
  readonly environment: Environment;
  readonly prometheus: string;
  readonly jaeger: string;
  /** Seconds since 1970: when the programs had been started. */
  readonly startedAt: number;
}

/** Panels by dashboard, in the order of the page: the same queries that Grafana sends. */
const pagePanels = {
  [dashboards.service]: ['Requests', 'P95', 'Errors', 'Ready pods', 'Requests by operation', 'Failed requests by operation', 'Duration'],
  [dashboards.scaling]: ['Replicas that each signal asks for'],
  [dashboards.dependencies]: ['P95 by edge', 'Service map'],
} as const;

/** Longest time range of charts, in seconds. */
const past = 600;
/** Largest number of points of a chart. */
const points = 120;
const tracesShown = 4;
/** Matches spans of health probes, which the page leaves out. */
const isHealth = new RegExp(`^(?:${healthRoutes.spanNames})$`);

/** @param now seconds since 1970 @throws Error when Prometheus or Jaeger does not answer */
export async function pageData({ environment, prometheus, jaeger, startedAt }: PageSources, now: number): Promise<PageData> {
  const from = Math.max(now - past, Math.min(startedAt, now - 60));
  const window = { from, to: now, step: Math.max(seconds(environment.telemetry.scrapeInterval) / 3, (now - from) / points) };
  const { name } = backendOf(environment);
  const variables = variablesOf(environment);
  const [panels, signals, traces, alerts] = await Promise.all([
    Promise.all(shownPanels(environment).map(async (panel) => ({ panel, series: await panelData(prometheus, panel, { window, variables }) }))),
    signalsOf(prometheus, environment),
    latestTraces(jaeger, { service: name, limit: 60, from, to: now }),
    activeAlerts(prometheus),
  ]);
  return { window, panels, signals, traces: chosen(traces), alerts };
}

/** @throws Error if a dashboard does not have a panel of the page */
export function shownPanels(environment: Environment): readonly Panel[] {
  const all = dashboardsOf(environment);
  return Object.entries(pagePanels).flatMap(([uid, titles]) =>
    titles.map((title) => {
      const found = all.find((dashboard) => dashboard.uid === uid)?.panels.find((panel) => panel.title === title);
      if (found === undefined) throw new Error(`the dashboard ${uid} must have the panel "${title}" that the page shows`);
      return found;
    }),
  );
}

/** Every signal of the policy; unpublished ones are last. */
async function signalsOf(prometheus: string, environment: Environment): Promise<readonly Signal[]> {
  const { name, namespace } = backendOf(environment);
  const answer = await queryPrometheus(
    prometheus,
    `{__name__=~"${recorded.uncappedPrefix}.+|${recorded.desiredPrefix}.+",namespace="${namespace}",deployment="${name}"}`,
  );
  const signal = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): string => labels['__name__']?.split(':').at(-1) ?? '';
  const desired = new Map(answer.filter(({ labels }) => labels['__name__']?.startsWith(recorded.desiredPrefix)).map((one) => [signal(one), one.value]));
  return [...new Set(answer.map(signal))]
    .map((known) => ({ name: known, asks: desired.get(known) }))
    .sort((one, other) => (other.asks ?? -1) - (one.asks ?? -1) || one.name.localeCompare(other.name));
}

/** The most informative of the newest traces of each operation: by number of services, then of spans. */
export function chosen(traces: readonly JaegerTrace[]): readonly JaegerTrace[] {
  const begun = ({ spans }: JaegerTrace): number => Math.min(...spans.map(({ startTime }) => startTime));
  const newest = [...traces].filter(({ spans }) => spans.length > 0).sort((one, other) => begun(other) - begun(one));
  const operations = new Map<string, JaegerTrace>();
  for (const trace of newest) {
    const operation = rootOf(trace)?.operationName ?? '';
    if (!isHealth.test(operation) && !operations.has(operation)) operations.set(operation, trace);
  }
  const services = ({ processes }: JaegerTrace): number => new Set(Object.values(processes).map(({ serviceName }) => serviceName)).size;
  return [...operations.values()].sort((one, other) => services(other) - services(one) || other.spans.length - one.spans.length).slice(0, tracesShown);
}

/** The span that no other span of the trace contains; the first to begin where there are several. */
export function rootOf({ spans }: JaegerTrace): JaegerTrace['spans'][number] | undefined {
  const known = new Set(spans.map(({ spanID }) => spanID));
  const roots = spans.filter(({ references }) => !references.some(({ spanID }) => known.has(spanID)));
  return [...(roots.length > 0 ? roots : spans)].sort((one, other) => one.startTime - other.startTime)[0];
}
