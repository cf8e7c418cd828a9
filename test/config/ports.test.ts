/** Default ports of third-party programs, and ports that must differ within a pod. */
import { ports } from '../../config/names';

test('programs listen at the default ports of their manuals', () => {
  expect(ports).toMatchObject({
    // opentelemetry.io/docs/specs/otlp
    ...{ otlpGrpc: 4317, otlpHttp: 4318 },
    // opentelemetry.io/docs/collector: the exporter for Prometheus, its own metrics, health_check
    ...{ collectorMetrics: 8889, selfMetrics: 8888, health: 13133 },
    // jaegertracing.io/docs/2.13/deployment
    ...{ jaegerQuery: 16686, jaegerSampling: 5778 },
    ...{ prometheus: 9090, alertmanager: 9093, alertmanagerCluster: 9094, grafana: 3000, stateMetrics: 8080 },
    // oauth2-proxy's --http-address, the adapter's --secure-port, and the kubelet's own
    ...{ oauthProxy: 4180, adapter: 6443, kubelet: 10250 },
  });
});

test('no two names are the same port within one container', () => {
  for (const together of [
    [ports.otlpGrpc, ports.otlpHttp, ports.collectorMetrics, ports.selfMetrics, ports.health],
    [ports.jaegerQuery, ports.jaegerSampling, ports.otlpGrpc, ports.selfMetrics, ports.health],
    [ports.alertmanager, ports.alertmanagerCluster],
  ])
    expect(new Set(together).size).toBe(together.length);
});
