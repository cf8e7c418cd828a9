import { metrics, recorded } from '../../config/telemetry';
import { seedPolicy } from '../../test/fixtures/standard';
import { seenWorkload, startOptimizer, type SeenWorkload } from '../optimizer/optimizer-process';
import { playRush, rushRate, rushSettings } from '../optimizer/rush';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { outages } from '../platform/outage';
import { Platform } from '../platform/platform';
import { freePort } from '../processes/free-ports';
import type { Running } from '../processes/process';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { eventually, holds } from '../waiting/assertions';
import { minutes, seconds, Stopwatch } from '../waiting/duration';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const name = 'backend';
const policy = fastScaleIn(seedPolicy, '60s');
const pods = { quiet: 3, rush: 9 };

export const scenario: Scenario = {
  name: 'forecast',
  title:
    'the optimizer, a real process beside the real Prometheus and autoscaler, adds pods before a rush that comes daily; killed, blind or restarted, its forecast ends within 90 s and the autoscaler goes on alone',
  tags: ['full'],
  needs: [...PLATFORM_PROGRAMS, 'promtool'],
  timeout: minutes(30),
  async run(context) {
    const port = await freePort();
    const platform = await Platform.start(context, withWorkloads(shipped('dev'), { [name]: policy }), 'quick', { optimizer: `127.0.0.1:${port}` });
    try {
      const rushAt = await playRush(platform, context, name);
      const optimizer = await startOptimizer(context.processes, port, rushSettings(platform, name, policy));
      await isAhead(context, platform, optimizer, rushAt);
      await expires(context, platform, optimizer);
      await returns(context, platform, optimizer);
      await isBlind(context, platform, optimizer);
    } finally {
      await platform.traffic.stop();
    }
  },
};

/** Outages after which nobody knows the load. */
const blinding: readonly string[] = ['agents cut off from living gateways', 'Prometheus killed'];

const now = (): number => Date.now() / 1000;

async function isAhead(context: ScenarioContext, platform: Platform, optimizer: Running, rushAt: number): Promise<void> {
  const seen = await eventually('the forecast is trusted', () => seenWorkload(optimizer), {
    until: ({ learned }) => learned?.trust.trusted === true,
    timeout: minutes(4),
    interval: seconds(2),
  });
  context.report(`trusted ${(rushAt - now()).toFixed(0)} s before the rush: ${seen.learned?.trust.why ?? ''}`);
  if (now() > rushAt - 90) throw new Error('this machine is too busy: the rush came before anything could be learned');
  await eventually(`${pods.quiet} replicas carry the quiet load`, () => platform.replicas(name), {
    until: (count) => count <= pods.quiet + 1,
    timeout: minutes(3),
    interval: seconds(1),
  });
  // eight tenths of the rush in place of all: a headroom of 1.1 is eight pods
  const most = await eventually('pods are added', () => platform.replicas(name), {
    until: (count) => count >= pods.rush - 1,
    timeout: minutes(6),
    interval: seconds(1),
  });
  const lead = rushAt - now();
  context.report(`${most} replicas ${lead.toFixed(0)} s before the load needs them`);
  if (lead < 30) throw new Error(`pods must be there at least 30 s before the rush, were ${lead.toFixed(0)} s before`);
}

const forecastSignal = async (platform: Platform): Promise<number> =>
  (await platform.query(`max(${recorded.desiredPrefix}forecast{deployment="${name}"})`))[0]?.value ?? Number.NaN;

async function expires(context: ScenarioContext, platform: Platform, optimizer: Running): Promise<void> {
  await eventually('the rush is there', () => platform.query(`${recorded.requestRate}{deployment="${name}"}`), {
    until: ([rate]) => (rate?.value ?? 0) > 0.95 * rushRate,
    timeout: minutes(7),
  });
  await optimizer.kill();
  const stopwatch = new Stopwatch();
  await eventually('the forecast is 0', () => forecastSignal(platform), { until: (value) => value === 0, timeout: seconds(90), interval: seconds(1) });
  await eventually('the headroom is 1', () => platform.query(`${recorded.headroom}{deployment="${name}"}`), {
    until: ([value]) => value?.value === 1,
    interval: seconds(1),
  });
  const after = stopwatch.elapsed().milliseconds / 1000;
  context.report(`killed: forecast and headroom out of force after ${after.toFixed(0)} s`);
  if (after > 90) throw new Error(`the forecast must end within 90 s, took ${after.toFixed(0)} s`);
  // on with the reactive signals: half as many users again
  platform.traffic.want(name, { requests: 1480 });
  await eventually('the autoscaler goes on alone', () => platform.replicas(name), { until: (count) => count >= 15, timeout: minutes(3), interval: seconds(1) });
  context.report('the autoscaler alone: 15 replicas for 1480 requests/s');
  const active = await platform.autoscalerCondition(name, 'ScalingActive');
  if (!active.startsWith('True')) throw new Error(`the autoscaler must be active, is ${active}`);
}

async function returns(context: ScenarioContext, platform: Platform, optimizer: Running): Promise<void> {
  await optimizer.restart();
  const stopwatch = new Stopwatch();
  const seen = await eventually('it has learned again', () => seenWorkload(optimizer), {
    until: ({ inForce, learned }) => inForce && learned !== undefined,
    timeout: minutes(4),
    interval: seconds(2),
  });
  context.report(
    `restarted, with nothing of its own: speaks and has learned again after ${(stopwatch.elapsed().milliseconds / 1000).toFixed(0)} s (trusted: ${String(seen.learned?.trust.trusted)})`,
  );
  await eventually('Prometheus reads it again', () => platform.query(`${metrics.validUntil.name} > time()`), {
    until: (found) => found.length === 1,
    timeout: minutes(2),
  });
}

/** Nothing that it publishes may follow from what nobody measures any more. */
async function isBlind(context: ScenarioContext, platform: Platform, optimizer: Running): Promise<void> {
  for (const { name: title, begin, end } of outages.filter((outage) => blinding.includes(outage.name))) {
    await begin(platform);
    const stopwatch = new Stopwatch();
    const blind = await eventually(`${title}: it says nothing any more`, () => seenWorkload(optimizer), {
      until: isSilent,
      timeout: seconds(150),
      interval: seconds(1),
    });
    const after = stopwatch.elapsed().milliseconds / 1000;
    await holds('it stays silent', () => seenWorkload(optimizer), { while: isSilent, for: seconds(35), interval: seconds(5) });
    await end(platform);
    await eventually(`${title}, mended: it speaks again`, () => seenWorkload(optimizer), {
      until: ({ inForce }) => inForce,
      timeout: minutes(5),
      interval: seconds(2),
    });
    context.report(`${title}: out of force after ${after.toFixed(0)} s (${blind.blind ?? ''}), and in force again when it was mended`);
  }
}

function isSilent({ inForce, blind }: SeenWorkload): boolean {
  return !inForce && blind !== undefined;
}
