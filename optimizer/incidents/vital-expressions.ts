/** PromQL of the vitals, over the telemetry contract; each has one series a service or edge. */
import { edgeLabels, metrics, spanLabels } from '../../config/telemetry';
import type { Subject, VitalKind } from './vital';

export interface VitalQuery {
  readonly of: VitalKind;
  readonly expression: string;
  /** What a series is about, by its labels; undefined where they do not say. */
  readonly subject: (labels: Readonly<Record<string, string>>) => Subject | undefined;
}

const ofService =
  (label: string) =>
  (labels: Readonly<Record<string, string>>): Subject | undefined => {
    const name = labels[label];
    return name === undefined || name === '' ? undefined : { name };
  };

function ofEdge(labels: Readonly<Record<string, string>>): Subject | undefined {
  const [client, name] = [labels[edgeLabels.client], labels[edgeLabels.server]];
  return client === undefined || client === '' || name === undefined || name === '' ? undefined : { client, name };
}

/** Seconds that rates of vitals look back, of the telemetry's window: half of it, which has two scrapes at least. Samples half a minute apart share no request then. */
export const lookBack = (window: number): number => Math.ceil(window / 2);

/** @param window seconds that rates look back */
export function vitalQueries(namespaces: readonly string[], window: number): readonly VitalQuery[] {
  const inside = namespaces.join('|');
  const by = spanLabels.service;
  const served = (metric: string, more = ''): string =>
    `sum by (${by}) (rate(${metric}{${spanLabels.namespace}=~"${inside}",${spanLabels.kind}="${spanLabels.server}"${more}}[${window}s]))`;
  const called = (metric: string): string => `sum by (${edgeLabels.client}, ${edgeLabels.server}) (rate(${metric}[${window}s]))`;
  /** What it has of its callees together, under its own name. */
  const below = (metric: string): string =>
    `label_replace(sum by (${edgeLabels.client}) (rate(${metric}[${window}s])), "${by}", "$1", "${edgeLabels.client}", "(.+)")`;
  const [calls, failed, spent] = [
    served(metrics.calls.name),
    served(metrics.calls.name, `,${spanLabels.status}="${spanLabels.error}"`),
    served(metrics.durationSum.name),
  ];
  const [edges, edgeFailed] = [called(metrics.edgeRequests.name), called(metrics.edgeFailures.name)];
  const without = (all: string, metric: string): string => `clamp_min(${all} - on (${by}) group_left() (sum by (${by}) (${below(metric)}) or 0 * ${calls}), 0)`;
  const pods = (metric: string): string => `${metric}{namespace=~"${inside}",container!=""}`;
  const containers = `sum by (container) (rate(${pods(metrics.cpuUsage.name)}[${window}s]))`;
  const service = ofService(by);
  const container = ofService('container');
  return [
    { of: 'requests', expression: calls, subject: service },
    { of: 'errors', expression: `(${failed} or 0 * ${calls}) / (${calls} > 0)`, subject: service },
    { of: 'latency', expression: `${spent} / (${served(metrics.durationCount.name)} > 0)`, subject: service },
    { of: 'own time', expression: `${without(spent, metrics.edgeClientSum.name)} / (${calls} > 0)`, subject: service },
    { of: 'own errors', expression: `${without(`(${failed} or 0 * ${calls})`, metrics.edgeFailures.name)} / (${calls} > 0)`, subject: service },
    { of: 'requests', expression: edges, subject: ofEdge },
    { of: 'errors', expression: `(${edgeFailed} or 0 * ${edges}) / (${edges} > 0)`, subject: ofEdge },
    { of: 'latency', expression: `${called(metrics.edgeClientSum.name)} / (${called(metrics.edgeClientCount.name)} > 0)`, subject: ofEdge },
    { of: 'CPU', expression: `${containers} / count by (container) (${pods(metrics.cpuUsage.name)})`, subject: container },
    { of: 'memory', expression: `avg by (container) (${pods(metrics.workingSet.name)}) / 1048576`, subject: container },
  ];
}

/** Callees that answer as databases do, caches among them: their names. */
export const databaseCallees = `count by (${edgeLabels.server}) (${metrics.edgeRequests.name}{${edgeLabels.type}="${edgeLabels.database}"})`;

/** Alerts that fire, with what they are about. */
export const firingAlerts = 'ALERTS{alertstate="firing"}';
