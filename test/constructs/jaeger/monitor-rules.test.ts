import { valueAt } from '../../../config/record';
import { monitorRules } from '../../../constructs/jaeger/monitor-rules';
import { telemetryOf } from '../../../charts/platform-charts';
import { spanMetricsPrefix, jaegerOf } from '../../../charts/jaeger-config';
import { recorded } from '../../../config/telemetry';
import { environmentWith } from '../../environment-with';

const environment = environmentWith();

test('each bucket of the requests is recorded with its bound in milliseconds, and the last one with +Inf', () => {
  const [rule] = monitorRules(telemetryOf(environment), { interval: '30s', bounds: [0.005, 0.25, 2] }).rules;
  const bucket = (bound: string): string => `traces_span_metrics_duration_seconds_bucket{span_kind="SPAN_KIND_SERVER",le=~"${bound}"}`;
  expect(rule?.expr.split('\nor\n')).toEqual([
    `label_replace(${bucket('0\\\\.005')}, "le", "5", "", "")`,
    `label_replace(${bucket('0\\\\.25')}, "le", "250", "", "")`,
    `label_replace(${bucket('2|2\\\\.0')}, "le", "2000", "", "")`,
    bucket('\\\\+Inf'),
  ]);
});

test('they have the name that Jaeger queries', () => {
  const metrics = valueAt(jaegerOf(environmentWith(), 'both').extensions['jaeger_storage'], 'metric_backends.monitor.prometheus');
  expect(metrics).toMatchObject({ metric_namespace: spanMetricsPrefix, latency_unit: 'ms', normalize_duration: true });
  // <namespace>_duration_<unit>_bucket, from the Prometheus reader of jaegertracing/jaeger
  expect(recorded.monitorDuration).toBe(`${spanMetricsPrefix}_duration_milliseconds_bucket`);
});
