import { components, namespaces, ports } from '../../config/names';
import { metrics, spanLabels } from '../../config/telemetry';
import type { Manifests } from '../manifest';
import { recordedSeries } from '../objects/recording-rules';
import { parseMatchers } from '../objects/series-selector';
import { findWorkload, type Workload } from '../objects/workload';
import { rule, type Finding } from '../rule';
import { blockedPath } from './blocked';

export const telemetryPath = rule({
  id: 'network/telemetry-path',
  title: 'a workload whose spans a rule reads may send them to the collectors, and these take them',
  why: 'Spans that cannot leave the pod are dropped without an error, and the signals that are made of them never appear.',
  find: (manifests) => {
    const to = entrance(manifests);
    return tracedWorkloads(manifests).flatMap((workload) => {
      if (to === undefined) return [noEntrance(workload)];
      return [ports.otlpGrpc, ports.otlpHttp].flatMap((number) => blockedPath(manifests, { purpose: 'tracing', from: workload, to, port: { number } }));
    });
  },
});

/** The collectors that applications send to: the agents, or where there are none the gateway itself. */
function entrance(manifests: Manifests): Workload | undefined {
  const find = (kind: string, name: string): Workload | undefined => findWorkload(manifests, { kind, namespace: namespaces.observability, name });
  return find('Deployment', components.collectorAgent) ?? find('StatefulSet', components.collectorGateway);
}

function noEntrance({ object }: Workload): Finding {
  return {
    subject: object,
    problem: `nothing takes its spans: neither Deployment ${components.collectorAgent} nor StatefulSet ${components.collectorGateway} exists in ${namespaces.observability}`,
    fix: 'keep the collectors chart (charts/collectors.ts), or take the span signals from its scaling policy',
  };
}

/** `traces_span_metrics_calls_total{…}`: the first of an expression is enough, because a rule is about one workload. */
const spanSelector = new RegExp(`(?:${metrics.calls.name}|${metrics.durationBucket.name})\\{((?:[^{}"]|"(?:[^"\\\\]|\\\\.)*")*)\\}`);

function tracedWorkloads(manifests: Manifests): readonly Workload[] {
  const selectors = new Set(recordedSeries(manifests).flatMap(({ expression }) => spanSelector.exec(expression)?.[1] ?? []));
  const found = [...selectors].flatMap((text) => {
    const labels = Object.fromEntries(parseMatchers(text).flatMap(({ label, operator, value }) => (operator === '=' ? [[label, value]] : [])));
    return findWorkload(manifests, { kind: 'Deployment', namespace: labels[spanLabels.namespace], name: labels[spanLabels.deployment] ?? '' }) ?? [];
  });
  return [...new Set(found)];
}
