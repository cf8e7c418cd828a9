import { components, namespaces, ports } from '../../config/names';
import { metrics, spanLabels } from '../../config/telemetry';
import type { Manifests } from '../manifest';
import { recordedSeries } from '../objects/recording-rules';
import { parseMatchers } from '../objects/series-selector';
import { findWorkload, type Workload } from '../objects/workload';
import { rule } from '../rule';
import { blockedEnd } from './blocked';

/** The agents are not part of the program yet, so only the sender's end can be looked at. */
const agents = { namespace: namespaces.observability, labels: { 'app.kubernetes.io/name': components.collectorAgent } };

export const telemetryPath = rule({
  id: 'network/telemetry-path',
  title: 'a workload whose spans a rule reads may send them to the collector agents',
  why: 'Spans that cannot leave the pod are dropped without an error, and the signals that are made of them never appear.',
  find: (manifests) =>
    tracedWorkloads(manifests).flatMap((workload) =>
      [ports.otlpGrpc, ports.otlpHttp].flatMap((number) =>
        blockedEnd(manifests, { purpose: 'tracing', workload, direction: 'Egress', peer: agents, port: { number } }),
      ),
    ),
});

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
