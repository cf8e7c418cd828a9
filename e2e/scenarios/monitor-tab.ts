import { metrics, recorded, spanLabels } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';
import { backendOf, shipped } from '../platform/environment';
import { queryPrometheus, seriesAt } from '../prometheus/prometheus-query';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { findTrace, services } from '../tracing/jaeger-api';
import { minStep, monitored, type MonitorQuery } from '../tracing/jaeger-metrics';
import { operations, send, type ShopRequest } from '../tracing/shop-requests';
import { startSteadyLoad } from '../tracing/steady-load';
import { startTracingChain, type TracingChain } from '../tracing/tracing-chain';

const environment = shipped('dev');
const { name: service } = backendOf(environment);
const labels = `${spanLabels.service}="${service}",${spanLabels.kind}="${spanLabels.server}"`;
/** Range of each rate in seconds, as in the tab's queries. */
const range = 600;

interface Panel {
  readonly query: Pick<MonitorQuery, 'metric' | 'quantile'>;
  readonly unit: string;
  /** PromQL for the expected answer. */
  readonly expression: (by: string) => string;
}

const calls = (by: string, status = ''): string => `sum by (${by}) (rate(${metrics.calls.name}{${labels}${status}}[${range}s]))`;

const panels: readonly Panel[] = [
  {
    query: { metric: 'latencies', quantile: 0.95 },
    unit: 'ms',
    expression: (by) => `histogram_quantile(0.95, sum by (${by}, le) (rate(${recorded.monitorDuration}{${labels}}[${range}s])))`,
  },
  { query: { metric: 'calls' }, unit: 'requests/s', expression: calls },
  {
    query: { metric: 'errors' },
    unit: 'of all requests',
    expression: (by) => `${calls(by, `,${spanLabels.status}="${spanLabels.error}"`)} / ${calls(by)}`,
  },
];

export const scenario: Scenario = {
  name: 'monitor-tab',
  title:
    'Jaeger answers what its Monitor tab asks: P95 in milliseconds, requests a second and error share, of a service and of each operation, as Prometheus has them from the collectors',
  tags: ['smoke', 'full'],
  needs: ['otelcol', 'jaeger', 'prometheus'],
  async run(context) {
    const chain = await startTracingChain({ processes: context.processes, environment, faults: true });
    const load = startSteadyLoad({ url: chain.shop.backend.url, rate: 20, request });
    await filled(chain);
    // a whole second that is not before what was just seen, and of which everything is stored
    const at = Math.ceil(Date.now() / 1000);
    await sleep('3s');
    await load.stop();
    for (const byOperation of [false, true]) await agrees(context, chain, at, byOperation);
    await sameDurations(context, chain);
    await besidesMetrics(context, chain);
  },
};

/** A mix whose 95th percentiles are not at the edge of a delay: every order is slow, and a fifth of the items fail. */
function request(index: number): ShopRequest {
  const item = (index % 50) + 1;
  if (index % 4 === 0) return { kind: 'list' };
  if (index % 4 === 1) return { kind: 'order', item, fault: 'http-delay=0.3' };
  return { kind: 'item', item, ...(index % 10 === 2 || index % 10 === 3 ? { fault: 'error=500' } : {}) };
}

/** Waits until failures are counted and durations have two samples, which a rate needs. */
async function filled({ prometheus }: TracingChain): Promise<void> {
  const failures = `count(rate(${metrics.calls.name}{${labels},${spanLabels.status}="${spanLabels.error}"}[${range}s]) > 0)`;
  const durations = `count(count_over_time(${recorded.monitorDuration}{${labels},${spanLabels.name}="${operations.order}"}[${range}s]) >= 2)`;
  await eventually('failures and durations have a rate', () => queryPrometheus(prometheus.url, `${failures} and ${durations}`), {
    until: ([found]) => found !== undefined,
    timeout: '180s',
    interval: '1s',
  });
}

async function agrees(context: ScenarioContext, { jaeger, prometheus }: TracingChain, at: number, byOperation: boolean): Promise<void> {
  const by = byOperation ? spanLabels.name : spanLabels.service;
  for (const { query, unit, expression } of panels) {
    const answered = await monitored(jaeger.url, { ...query, service, byOperation, at, ratePer: range });
    const wanted = (await seriesAt(prometheus.url, expression(by), at)).map(
      ({ labels: own, points }) => [own[by] ?? '', points[0]?.[1] ?? Number.NaN] as const,
    );
    const names = byOperation ? Object.values(operations) : [service];
    const absent = query.metric === 'errors' && byOperation ? [] : names.filter((name) => !Number.isFinite(answered.get(name) ?? Number.NaN));
    if (absent.length > 0) throw new Error(`${query.metric} must know ${names.join(', ')}, received ${JSON.stringify([...answered])}`);
    const wrong = wanted.filter(([name, value]) => !near(answered.get(name), value));
    if (wrong.length > 0 || answered.size !== wanted.length) {
      throw new Error(`${query.metric} must be ${JSON.stringify(wanted)}, Jaeger answers ${JSON.stringify([...answered])}`);
    }
    const text = [...answered].filter(([, value]) => Number.isFinite(value)).map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`);
    context.report(`${query.metric} (${unit}): ${text.join(', ')}, as Prometheus has them`);
  }
}

/** Equal except for rounding of floating-point sums; a quantile of no requests is NaN on both sides. */
function near(received: number | undefined, wanted: number): boolean {
  if (received === undefined) return false;
  return Number.isNaN(wanted) ? Number.isNaN(received) : Math.abs(received - wanted) <= 1e-9 * Math.abs(wanted);
}

/** Without further requests, every bucket in milliseconds must equal the collectors' bucket in seconds. */
async function sameDurations(context: ScenarioContext, { prometheus }: TracingChain): Promise<void> {
  const quantiles = async (bucket: string, factor: number): Promise<string> => {
    const answer = await queryPrometheus(prometheus.url, `${factor} * histogram_quantile(0.95, sum by (${spanLabels.name}, le) (${bucket}{${labels}}))`);
    return answer
      .map(({ labels: own, value }) => `${own[spanLabels.name] ?? ''} ${value.toFixed(3)}`)
      .sort()
      .join(', ');
  };
  const both = (): Promise<readonly string[]> => Promise.all([quantiles(recorded.monitorDuration, 1), quantiles(metrics.durationBucket.name, 1000)]);
  const [milliseconds = ''] = await eventually('durations in milliseconds are the collectors’ seconds', both, {
    until: ([ours, theirs]) => ours !== '' && ours === theirs,
    timeout: '120s',
    interval: '1s',
  });
  context.report(`P95 of all durations in ms: ${milliseconds}, a thousand times those in the collectors' seconds`);
}

/** The rest of what the user interface would read. The page itself holds none of it in a program built from the Go module, but the settings are put where it looks. */
async function besidesMetrics(context: ScenarioContext, { jaeger, shop }: TracingChain): Promise<void> {
  const { traceId } = await send(shop.backend.url, { kind: 'order', keep: true });
  const trace = await eventually('the trace is stored', () => findTrace(jaeger.url, traceId), { until: (found) => found !== undefined });
  const known = await services(jaeger.url);
  if (!known.includes(service)) throw new Error(`/api/services must name ${service}, received ${known.join(', ')}`);
  const page = await (await fetch(jaeger.url)).text();
  const settings = /JAEGER_CONFIG = (\{.*\});/.exec(page)?.[1] ?? '';
  if (!settings.includes('"monitor":{"menuEnabled":true}')) throw new Error(`the page must be given the settings of the Monitor tab, received ${settings}`);
  context.report(
    `/api/services: ${[...known].sort().join(', ')}; /api/traces/${traceId}: ${trace?.spans.length ?? 0} spans; minstep ${JSON.stringify(await minStep(jaeger.url))}`,
  );
  context.report(
    `/ is ${page.includes('This is not the Jaeger UI') ? 'a placeholder without a user interface' : 'the user interface'}, with the settings ${settings}`,
  );
}
