/** Outages of parts of the telemetry chain under load, and the behaviour required meanwhile. */
import { type Duration, durationOf, seconds } from '../../config/duration';
import { recordedSignals } from '../../config/signals';
import { eventually, holds } from '../waiting/assertions';
import { Stopwatch, formatDuration } from '../waiting/stopwatch';
import type { ScenarioContext } from '../runner/scenario';
import type { Platform } from './platform';
import { webWorkloads } from '../../config/workload';

export interface Outage {
  readonly name: string;
  readonly begin: (platform: Platform) => Promise<void>;
  readonly end: (platform: Platform) => Promise<void>;
}

export const outages: readonly Outage[] = [
  { name: 'Prometheus killed', begin: ({ prometheus }) => prometheus.kill(), end: ({ prometheus }) => prometheus.restart() },
  { name: 'adapter killed', begin: ({ adapter }) => adapter.kill(), end: ({ adapter }) => adapter.restart() },
  {
    name: 'one gateway killed',
    begin: async ({ traffic }) => traffic.gateways[0]?.kill(),
    end: async ({ traffic }) => traffic.gateways[0]?.restart(),
  },
  {
    name: 'agents cut off from living gateways',
    begin: ({ traffic }) =>
      Promise.resolve().then(() => {
        traffic.cutAgentsOff();
      }),
    end: ({ traffic }) =>
      Promise.resolve().then(() => {
        traffic.connectAgents();
      }),
  },
];

/** Load of the backend, and the pods that it needs. */
const load = { requests: 760, replicas: 8 };
/** CPU for which the failsafe asks for 12 pods while other signals are absent: 90 % of 250m in 11.6 pods. */
const hot = { cores: 0.9 * 0.25 * 11.6, replicas: 12 };

/** Brings the backend to its load before the first outage. */
export async function underLoad(platform: Platform): Promise<void> {
  platform.traffic.want('backend', { requests: load.requests });
  await normal(platform, '180s');
  await eventually(`the backend has ${load.replicas} replicas`, () => platform.readyReplicas('backend'), { until: (count) => count >= load.replicas });
}

export interface OutagePlan {
  readonly outage: Outage;
  readonly length: Duration;
}

/** Runs one outage: no scale-in while it lasts, the failsafe scales out when CPU rises, and one window and a minute after its end the chain is whole. */
export async function survives(context: ScenarioContext, platform: Platform, plan: OutagePlan): Promise<void> {
  const { outage, length } = plan;
  await outage.begin(platform);
  await holds(`${outage.name}: no scale-in`, () => platform.replicas('backend'), {
    while: (count) => count >= load.replicas,
    for: length,
    interval: '1s',
  });
  await scalesOutOnCpu(platform, outage);
  await outage.end(platform);
  const stopwatch = new Stopwatch();
  await normal(platform, durationOf(seconds(platform.environment.telemetry.window) + 60));
  context.report(`${outage.name} for ${formatDuration(length)}: held, scaled out on CPU, and normal ${formatDuration(stopwatch.elapsed())} after its end`);
}

async function scalesOutOnCpu(platform: Platform, outage: Outage): Promise<void> {
  platform.traffic.want('backend', { requests: load.requests, cores: hot.cores });
  await eventually(`${outage.name}: CPU still scales out`, () => platform.replicas('backend'), {
    until: (count) => count >= hot.replicas,
    timeout: '90s',
    interval: '1s',
  });
  platform.traffic.want('backend', { requests: load.requests });
}

/** Every signal is served again with its own value, and the autoscaler reads them: after an incomplete reading it would not scale in. */
async function normal(platform: Platform, timeout: Duration): Promise<void> {
  const interval = '1s';
  const served = async (): Promise<string> => Promise.all(signals.map((signal) => platform.servedReplicas('backend', signal))).then((all) => all.join(' '));
  const wanted = `${load.replicas} 0 0`;
  await eventually(`the signals ${signals.join(', ')} are ${wanted}`, served, { until: (values) => values === wanted, timeout, interval });
  await eventually('the autoscaler is active', () => platform.autoscalerCondition('backend', 'ScalingActive'), {
    until: (seen) => seen.startsWith('True '),
    timeout,
    interval,
  });
  if (seconds(webWorkloads(platform.environment)[0]?.scaling.behavior.down.window ?? '0s') > 60) return;
  await eventually(`the backend has ${load.replicas} replicas`, () => platform.replicas('backend'), {
    until: (count) => count === load.replicas,
    timeout,
    interval,
  });
}

const signals = Object.values(recordedSignals).flatMap(({ series, source }) => (source === 'spans' ? [series] : []));
