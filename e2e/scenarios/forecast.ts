import { metrics, recorded } from '../../config/telemetry';
import { seedPolicy } from '../../test/fixtures/standard';
import { seenWorkload, startOptimizer, type SeenWorkload } from '../optimizer/optimizer-process';
import { playRush, rush, rushRate, rushSettings } from '../optimizer/rush';
import { ReplicaWatch, spent, type ComparedSpan, type ReplicaLook, type Spent } from '../optimizer/replica-watch';
import { SpoiledMetrics, type Spoiling } from '../optimizer/spoiled-metrics';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { outages } from '../platform/outage';
import { Platform } from '../platform/platform';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { eventually, holds } from '../waiting/assertions';
import { milliseconds } from '../../config/duration';
import { formatDuration, Stopwatch } from '../waiting/stopwatch';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const name = 'backend';
const policy = fastScaleIn(seedPolicy, '60s');
/** A copy of the workload with the same users, whose autoscaler has no forecast. */
const without = 'without';
const { forecast: _, ...reactiveSignals } = policy.signals;
const reactive = { ...policy, signals: reactiveSignals };
/** Seconds before and after the begin of the rush that are compared. */
const compared = { before: 150, after: 300 };
/** Pods that the quiet load needs, pods that must run before the rush, and pods that the autoscaler wants without a forecast for half as many users again. */
const pods = { quiet: 3, ahead: 6, alone: 15 };
const alone = { requests: 1480 };
const most = '90s';

export const scenario: Scenario = {
  name: 'forecast',
  title:
    'the optimizer, a real process beside the real Prometheus and autoscaler, adds pods before a rush that comes daily, compared with the same rush without it; killed, hanging, without numbers or blind, its forecast ends within 90 s and the autoscaler goes on alone',
  tags: ['full'],
  needs: [...PLATFORM_PROGRAMS, 'promtool'],
  timeout: '1800s',
  async run(context) {
    const port = await freePort();
    const spoiled = await SpoiledMetrics.start(`http://127.0.0.1:${port}`);
    const platform = await Platform.start(context, withWorkloads(shipped('dev'), { [name]: policy, [without]: reactive }), 'quick', {
      optimizer: spoiled.address,
    });
    try {
      const { at: rushAt, load } = await playRush(platform, context, [name, without]);
      const optimizer = await startOptimizer(context.processes, port, rushSettings(platform, name, policy));
      const watch = new ReplicaWatch((workload) => platform.replicas(workload), [name, without]);
      await isAhead(context, platform, optimizer, rushAt);
      await rushes(platform);
      await sleepUntil(rushAt + compared.after);
      isBetter(context, await watch.stop(), { load, from: rushAt - compared.before, until: rushAt + compared.after });
      for (const how of ['frozen', 'not a number'] as const) await isSpoiled(context, platform, spoiled, how);
      await isKilled(context, platform, optimizer);
      await isBlind(context, platform, optimizer);
    } finally {
      await platform.traffic.stop();
      await spoiled.stop();
    }
  },
};

/** Outages during which the load is unknown. */
const blinding: readonly string[] = ['agents cut off from living gateways', 'Prometheus killed'];

const now = (): number => Date.now() / 1000;

async function sleepUntil(at: number): Promise<void> {
  await eventually('the compared time is over', () => Promise.resolve(now()), { until: (moment) => moment >= at, timeout: '600s', interval: '1s' });
}

/** Compares both workloads; they had the same users at the same time, so the load of the machine affects both equally. */
function isBetter(context: ScenarioContext, seen: ReadonlyMap<string, readonly ReplicaLook[]>, span: ComparedSpan): void {
  const [withIt, alone] = [name, without].map((workload) => spent(seen.get(workload) ?? [], span, rush));
  if (withIt === undefined || alone === undefined) throw new Error('both must have been watched');
  const percent = (share: number): string => `${(100 * share).toFixed(2).padStart(6)} %`;
  const row = ({ slow, beyond, podHours }: Spent): string =>
    `${percent(slow)} of requests too slow, ${percent(beyond)} more than pods could carry, ${podHours.toFixed(3)} pod-hours`;
  context.report(`${compared.before} s before to ${compared.after} s after the rush began, start-up 60 s:`);
  context.report(`  with the optimizer     ${row(withIt)}`);
  context.report(`  without it             ${row(alone)}`);
  if (withIt.beyond > alone.beyond) throw new Error('no more may be asked of the pods than they can carry with the forecast than without');
}

async function isAhead(context: ScenarioContext, platform: Platform, optimizer: Running, rushAt: number): Promise<void> {
  const seen = await eventually('the forecast is trusted', () => seenWorkload(optimizer), {
    until: ({ learned }) => learned?.trust.trusted === true,
    timeout: '240s',
    interval: '2s',
  });
  context.report(`trusted ${(rushAt - now()).toFixed(0)} s before the rush: ${seen.learned?.trust.why ?? ''}`);
  if (now() > rushAt - 90) throw new Error('this machine is too busy: the rush came before anything could be learned');
  await eventually(`${pods.quiet} replicas carry the quiet load`, () => platform.replicas(name), {
    until: (count) => count <= pods.quiet + 1,
    timeout: '180s',
    interval: '1s',
  });
  const before = await eventually('pods are added', () => platform.replicas(name), {
    until: (count) => count >= pods.ahead,
    timeout: '360s',
    interval: '1s',
  });
  const lead = rushAt - now();
  context.report(`${before} replicas ${lead.toFixed(0)} s before the load needs more than ${pods.quiet}`);
  if (lead < 30) throw new Error(`pods must be there at least 30 s before the rush, were ${lead.toFixed(0)} s before`);
}

const forecastSignal = async (platform: Platform): Promise<number> =>
  (await platform.query(`max(${recorded.desiredPrefix}forecast{deployment="${name}"})`))[0]?.value ?? Number.NaN;

async function rushes(platform: Platform): Promise<void> {
  await eventually('the rush is there', () => platform.query(`${recorded.requestRate}{deployment="${name}"}`), {
    until: ([rate]) => (rate?.value ?? 0) > 0.95 * rushRate,
    timeout: '420s',
  });
  await eventually('the forecast asks for pods', () => forecastSignal(platform), { until: (value) => value >= pods.ahead, timeout: '120s' });
}

/** Resolves when neither gauge is in force any more. @throws Error if that takes too long */
async function expires(context: ScenarioContext, platform: Platform, what: string): Promise<void> {
  const stopwatch = new Stopwatch();
  await eventually(`${what}: the forecast is 0`, () => forecastSignal(platform), { until: (value) => value === 0, timeout: most, interval: '1s' });
  await eventually(`${what}: the headroom is 1`, () => platform.query(`${recorded.headroom}{deployment="${name}"}`), {
    until: ([value]) => value?.value === 1,
    interval: '1s',
  });
  const after = stopwatch.elapsed();
  if (milliseconds(after) > milliseconds(most)) throw new Error(`${what}: the forecast must end within 90 s, took ${formatDuration(after)}`);
  const active = await platform.autoscalerCondition(name, 'ScalingActive');
  if (!active.startsWith('True')) throw new Error(`${what}: the autoscaler must be active, is ${active}`);
  context.report(
    `${what}: forecast and headroom out of force after ${formatDuration(after)}, the autoscaler is active with ${await platform.replicas(name)} replicas`,
  );
}

/** Tests stale gauges of a hanging process, and gauges without numbers. */
async function isSpoiled(context: ScenarioContext, platform: Platform, spoiled: SpoiledMetrics, how: Spoiling): Promise<void> {
  spoiled.spoil(how);
  await expires(context, platform, how);
  spoiled.spoil('whole');
  await eventually(`${how}, mended: the forecast asks for pods again`, () => forecastSignal(platform), {
    until: (value) => value > 0,
    timeout: '120s',
    interval: '1s',
  });
}

async function isKilled(context: ScenarioContext, platform: Platform, optimizer: Running): Promise<void> {
  await optimizer.kill();
  await expires(context, platform, 'killed');
  // with the reactive signals alone: half as many users again
  platform.traffic.want(name, alone);
  await eventually('the autoscaler goes on alone', () => platform.replicas(name), {
    until: (count) => count === pods.alone,
    timeout: '180s',
    interval: '1s',
  });
  context.report(`the autoscaler alone: ${pods.alone} replicas for ${alone.requests} requests/s`);
  await optimizer.restart();
  await eventually('restarted, with nothing of its own: Prometheus reads it again', () => platform.query(`${metrics.validUntil.name} > time()`), {
    until: (found) => found.length === 1,
    timeout: '180s',
  });
}

/** The optimizer must publish nothing that is based on missing measurements. */
async function isBlind(context: ScenarioContext, platform: Platform, optimizer: Running): Promise<void> {
  for (const { name: title, begin, end } of outages) {
    if (!blinding.includes(title)) continue;
    await begin(platform);
    const stopwatch = new Stopwatch();
    const blind = await eventually(`${title}: it says nothing any more`, () => seenWorkload(optimizer), {
      until: isSilent,
      timeout: most,
      interval: '1s',
    });
    const after = stopwatch.elapsed();
    if (milliseconds(after) > milliseconds(most)) throw new Error(`${title}: it must say nothing after 90 s, took ${formatDuration(after)}`);
    await scalesOutOnCpu(platform, title);
    await holds('it stays silent', () => seenWorkload(optimizer), { while: isSilent, for: '10s', interval: '2s' });
    await end(platform);
    await eventually(`${title}, mended: it speaks again`, () => seenWorkload(optimizer), {
      until: ({ inForce }) => inForce,
      timeout: '300s',
      interval: '2s',
    });
    context.report(
      `${title}: out of force after ${formatDuration(after)} (${blind.blind ?? ''}), scaled out on CPU alone, and in force again when it was mended`,
    );
  }
}

/** Adds load for two more pods by the failsafe, which does not need Prometheus: 90 % of 250m each. */
async function scalesOutOnCpu(platform: Platform, title: string): Promise<void> {
  const wanted = (await platform.replicas(name)) + 2;
  platform.traffic.want(name, { ...alone, cores: 0.9 * 0.25 * (wanted - 0.4) });
  await eventually(`${title}: CPU still scales out`, () => platform.replicas(name), {
    until: (count) => count >= wanted,
    timeout: most,
    interval: '1s',
  });
  platform.traffic.want(name, alone);
}

function isSilent({ inForce, blind }: SeenWorkload): boolean {
  return !inForce && blind !== undefined;
}
