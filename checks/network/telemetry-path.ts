import { components, namespaces, ports } from '../../config/names';
import { metrics, spanLabels } from '../../config/telemetry';
import type { Manifests } from '../manifest';
import { selectorsIn } from '../objects/promql';
import { recordedSeries } from '../objects/recording-rules';
import { findWorkload, type Workload } from '../objects/workload';
import { check, type Finding } from '../check';
import { blockedPath } from './blocked';

export const telemetryPath = check({
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

/** The collectors that applications send to: the agents, or the gateway where there are none. */
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

const spanMetrics: ReadonlySet<string> = new Set([metrics.calls.name, metrics.durationBucket.name]);

/** Workloads whose calls or durations a rule reads. */
function tracedWorkloads(manifests: Manifests): readonly Workload[] {
  const selectors = recordedSeries(manifests).flatMap(({ expression }) =>
    selectorsIn(expression).filter(({ name }) => name !== undefined && spanMetrics.has(name)),
  );
  const found = selectors.flatMap(({ matchers }) => {
    const labels = Object.fromEntries(matchers.flatMap(({ label, operator, value }) => (operator === '=' ? [[label, value]] : [])));
    return findWorkload(manifests, { kind: 'Deployment', namespace: labels[spanLabels.namespace], name: labels[spanLabels.deployment] ?? '' }) ?? [];
  });
  return [...new Set(found)];
}
