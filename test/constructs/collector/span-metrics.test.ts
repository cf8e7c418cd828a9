import fc from 'fast-check';
import { valueAt } from '../../../config/record';
import { serviceGraph, spanMetrics, type SpanMetricsProps } from '../../../constructs/collector/span-metrics';

const props: SpanMetricsProps = {
  namespace: 'traces.span.metrics',
  buckets: [0.005, 1.5, 2],
  flushInterval: '5s',
  dimensions: ['k8s.namespace.name', 'k8s.deployment.name'],
  cardinalityLimit: 200,
  exemplars: false,
};

test('bounds are exact in Go’s notation, because an objective between two bounds could not be counted', () => {
  expect(valueAt(spanMetrics(props), 'histogram.explicit.buckets')).toEqual(['5ms', '1500ms', '2s']);
  const milliseconds = (text: string): number => (text.endsWith('ms') ? Number(text.slice(0, -2)) : 1000 * Number(text.slice(0, -1)));
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 120_000 }), { minLength: 1 }), (bounds) => {
      const settings = serviceGraph({ buckets: bounds.map((bound) => bound / 1000), flushInterval: '5s', openEdges: 1000, pairWait: 10, look: 2 });
      expect((settings['latency_histogram_buckets'] as readonly string[]).map(milliseconds)).toEqual(bounds);
    }),
  );
});

test('durations are seconds, whatever the default of the connector becomes', () => {
  expect(valueAt(spanMetrics(props), 'histogram.unit')).toBe('s');
});

test('a service has at most the given number of series, and a restarted gateway starts new ones', () => {
  const settings = spanMetrics(props);
  expect(settings['aggregation_cardinality_limit']).toBe(200);
  expect(settings['dimensions']).toEqual([{ name: 'k8s.namespace.name' }, { name: 'k8s.deployment.name' }]);
  expect(settings['resource_metrics_key_attributes']).toEqual(['service.name', ...props.dimensions]);
  expect(settings['exclude_dimensions']).toEqual(['collector.instance.id']);
});

test('a cache without a database name is an edge too, under either naming convention', () => {
  const names = serviceGraph({ buckets: [1, 2], flushInterval: '5s', openEdges: 1000, pairWait: 10, look: 2 })['database_name_attributes'];
  expect(names).toEqual(['db.namespace', 'db.name', 'db.system.name', 'db.system']);
});

test('the store of waiting span pairs has the given size', () => {
  expect(valueAt(serviceGraph({ buckets: [1, 2], flushInterval: '5s', openEdges: 5000, pairWait: 10, look: 2 }), 'store.max_items')).toBe(5000);
});
