import { metrics } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { exemplarsOf } from '../prometheus/prometheus-exemplars';
import { shipped } from '../platform/environment';
import type { Scenario } from '../runner/scenario';
import { findTrace } from '../tracing/jaeger-api';
import { startSteadyLoad } from '../tracing/steady-load';
import { startTracingChain } from '../tracing/tracing-chain';

const wanted = 100;

/** Trace ids of the exemplars that Prometheus has stored of any metric. */
async function exemplarsIn(url: string): Promise<readonly string[]> {
  const now = Date.now() / 1000;
  // all metrics, because an exemplar of a metric of unsampled spans would point to a trace that was not kept
  const found = await exemplarsOf(url, '{__name__=~".+"}', { from: now - 3600, to: now });
  return [...new Set(found.map(({ traceId }) => traceId))];
}

export const scenario: Scenario = {
  name: 'exemplars',
  title: 'every exemplar in Prometheus leads to a trace in Jaeger: 100 of 100',
  tags: ['full'],
  needs: ['otelcol', 'jaeger', 'prometheus'],
  async run(context) {
    const { shop, jaeger, prometheus } = await startTracingChain({ processes: context.processes, environment: shipped('dev'), faults: true });
    const load = startSteadyLoad({ url: shop.backend.url, rate: 20 });
    const ids = await eventually(`Prometheus has ${wanted} exemplars`, () => exemplarsIn(prometheus.url), {
      until: (seen) => seen.length >= wanted,
      timeout: '360s',
      interval: '5s',
    });
    await load.stop();
    context.report(`${ids.length} exemplars after ${load.answered()} requests, of ${metrics.sampledDurationBucket.name}`);
    const lost = await eventually(
      'every exemplar has its trace',
      async () => {
        const traces = await Promise.all(ids.map((id) => findTrace(jaeger.url, id)));
        return ids.filter((_, index) => traces[index] === undefined);
      },
      // a sampled trace is counted and queued at the same moment
      { until: (missing) => missing.length === 0, timeout: '30s', interval: '2s' },
    );
    context.report(`Jaeger has ${ids.length - lost.length} of ${ids.length}`);
  },
};
