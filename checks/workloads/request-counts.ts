import { metrics } from '../../config/telemetry';
import type { Manifests } from '../manifest';
import { collectorFiles, connectorsOf, feeding, passed, typeOf, type CollectorFile } from '../objects/collector-config';
import { textAt, textsAt } from '../plan-value';
import { check, type Finding } from '../check';

export const requestCounts = check({
  id: 'workloads/request-counts',
  title: 'requests are counted apart from all other spans, so that no name of another span takes a place below their limit',
  why: 'A pipeline of Redis commands has a new name for each combination: below one limit they fill every place, requests are counted without a name, and the load looks like none.',
  find: (manifests: Manifests) => collectorFiles(manifests).flatMap(counting),
});

function counting(collector: CollectorFile): readonly Finding[] {
  const counters = connectorsOf(collector, 'span_metrics').filter((name) => makesCalls(collector.connectors[name]) && feeding(collector, name).length > 0);
  if (counters.length === 0) return [];
  const fix = 'put a filter on span.kind in front of each span_metrics connector (constructs/collector/gateway-config.ts)';
  const kinds = counters.map((name) => ({ name, kind: kindOf(collector, name) }));
  return [
    ...kinds
      .filter(({ kind }) => kind === 'mixed')
      .map(({ name }) => ({ subject: collector.object, problem: `${name} counts requests and other spans below one limit`, fix })),
    ...(kinds.filter(({ kind }) => kind === 'requests').length === 1
      ? []
      : [{ subject: collector.object, problem: `requests must be counted by one connector that counts nothing else, of ${counters.join(', ')}`, fix }]),
  ];
}

function makesCalls(settings: unknown): boolean {
  return `${(textAt(settings, 'namespace') ?? '').replaceAll('.', '_')}_calls_total` === metrics.calls.name;
}

/** Kind of the spans that reach a connector, judged by the conditions of the filters before it, which drop matching spans. */
function kindOf(collector: CollectorFile, connector: string): 'requests' | 'others' | 'mixed' {
  const kinds = feeding(collector, connector).map((pipeline) => {
    const filters = passed(collector, pipeline).filter((name) => typeOf(name) === 'filter');
    const dropped = filters.flatMap((name) => textsAt(collector.processors[name], 'trace_conditions'));
    if (dropped.includes('span.kind != SPAN_KIND_SERVER')) return 'requests';
    return dropped.includes('span.kind == SPAN_KIND_SERVER') ? 'others' : 'mixed';
  });
  const [first = 'mixed'] = kinds;
  return kinds.every((kind) => kind === first) ? first : 'mixed';
}
