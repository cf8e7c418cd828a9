import type { Environment } from '../../config/environment';
import { edgeLabels, spanLabels } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { milliseconds } from '../../config/duration';
import { formatDuration, sleep, Stopwatch } from '../waiting/stopwatch';
import { shipped } from '../platform/environment';
import type { Scenario } from '../runner/scenario';
import { firingAlerts, type AlertLabels } from '../tracing/active-alerts';
import { injectedFaults, type Dependency, type InjectedFault } from '../tracing/injected-faults';
import { operations, type ShopRequest } from '../tracing/shop-requests';
import { startSteadyLoad } from '../tracing/steady-load';
import { startTracingChain } from '../tracing/tracing-chain';

/** Number of faults, of twenty, that alerts must name. */
const enough = 19;
const rate = 15;

export const scenario: Scenario = {
  name: 'injected-faults',
  title: 'of twenty injected delays and errors in SQL, Redis and HTTP calls, alerts name the right operation and the right edge in at least nineteen',
  tags: ['full'],
  needs: ['otelcol', 'jaeger', 'prometheus'],
  timeout: '3600s',
  async run(context) {
    const { shop, prometheus } = await startTracingChain({ processes: context.processes, environment: quick(shipped('dev')), faults: true });
    let current: InjectedFault | undefined;
    const kinds = ['item', 'list', 'order'] as const;
    const load = startSteadyLoad({
      url: shop.backend.url,
      rate,
      request: (index): ShopRequest => {
        const kind = kinds[index % kinds.length] ?? 'item';
        return { kind, item: (index % 20) + 1, ...(current?.kind === kind ? { fault: current.fault } : {}) };
      },
    });
    const firing = async (): Promise<readonly AlertLabels[]> =>
      (await firingAlerts(prometheus.url)).filter(({ alertname = '' }) => /^(Operation|Edge)(Slow|Failing)$/.test(alertname));
    context.report('two minutes without a fault, which is the past that alerts compare with');
    await sleep('120s');
    let named = 0;
    for (const fault of injectedFaults) {
      await eventually('no alert fires any more', firing, { until: (alerts) => alerts.length === 0, timeout: '180s', interval: '2s' });
      await sleep('15s');
      current = fault;
      const verdict = await verdictOn(fault, firing);
      current = undefined;
      if (verdict.right) named += 1;
      context.report(`${verdict.right ? 'named' : 'MISSED'}  ${fault.kind} ${fault.fault}: ${verdict.text}`);
    }
    await load.stop();
    context.report(`${named} of ${injectedFaults.length} named`);
    if (named < enough) throw new Error(`alerts must name at least ${enough} of ${injectedFaults.length} faults, they named ${named}`);
  },
};

interface Verdict {
  readonly right: boolean;
  /** The alerts that fired, and the time of the last expected one. */
  readonly text: string;
}

/** Right: the edge's alert names the edge, the operation's alert names the operation where users feel it, and no alert names another edge. */
async function verdictOn(fault: InjectedFault, firing: () => Promise<readonly AlertLabels[]>): Promise<Verdict> {
  const stopwatch = new Stopwatch();
  let seen: readonly AlertLabels[] = [];
  while (milliseconds(stopwatch.elapsed()) < milliseconds('90s')) {
    seen = await firing();
    if (isNamed(fault, seen)) break;
    await sleep('1s');
  }
  const wrong = seen.filter((alert) => alert['alertname']?.startsWith('Edge') === true && dependencyOf(alert) !== fault.edge);
  const names = seen.map((alert) => `${alert['alertname'] ?? ''}(${nameIn(alert)})`);
  return {
    right: isNamed(fault, seen) && wrong.length === 0,
    text: `${[...new Set(names)].sort().join(', ') || 'no alert'} after ${formatDuration(stopwatch.elapsed())}`,
  };
}

function isNamed({ kind, edge, effect, felt }: InjectedFault, alerts: readonly AlertLabels[]): boolean {
  const suffix = effect === 'slow' ? 'Slow' : 'Failing';
  const edgeNamed = alerts.some((alert) => alert['alertname'] === `Edge${suffix}` && dependencyOf(alert) === edge);
  const operationNamed = alerts.some((alert) => alert['alertname'] === `Operation${suffix}` && alert[spanLabels.name] === operations[kind]);
  return edgeNamed && (operationNamed || !felt);
}

function dependencyOf(alert: AlertLabels): Dependency | undefined {
  const server = alert[edgeLabels.server] ?? '';
  return server === 'redis' || server === 'prices' ? server : server.endsWith('.db') ? 'sql' : undefined;
}

function nameIn(alert: AlertLabels): string {
  return dependencyOf(alert) ?? alert[spanLabels.name] ?? '';
}

/** The shipped rules with windows that are ten times shorter: half a minute for five, ten minutes for a day. */
function quick(environment: Environment): Environment {
  const { telemetry, alerting } = environment;
  const timing = { ...alerting.timing, interval: '5s', recent: '30s', past: '600s', history: '60s', sustained: '10s' } as const;
  return { ...environment, telemetry: { ...telemetry, scrapeInterval: '5s', ruleInterval: '5s' }, alerting: { ...alerting, timing } };
}
