import { classPolicies } from '../../config/class-policies';
import { durationOf, seconds } from '../../config/duration';
import type { ScalingPolicy } from '../../config/scaling';
import { recorded } from '../../config/telemetry';
import { seedPolicy } from '../../test/fixtures/standard';
import { compressed } from '../platform/compressed';
import { shipped, withWorkloads } from '../platform/environment';
import { Platform } from '../platform/platform';
import { seriesAt } from '../prometheus/prometheus-query';
import type { Scenario } from '../runner/scenario';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { loopProblems, type LoopLook } from '../traffic/compared-loop';
import { loadAt, recordedLoad } from '../traffic/recorded-load';
import { measuredDelay, type LoadAt } from '../traffic/simulated-curve';
import { eventually } from '../waiting/assertions';
import { sleep } from '../waiting/stopwatch';

/** Everything five times faster, including the recorded hour, with ten times the recorded users. */
const speed = 5;
const scale = 10;
const duration = 3600;

/** The seed policy, and the policy of each class of load; one of them is the shipped one. */
const policies: Readonly<Record<string, ScalingPolicy>> = { backend: seedPolicy, ...classPolicies };

/** Validates the simulator against the real autoscaler. */
export const scenario: Scenario = {
  name: 'replayed-loop',
  title:
    'the simulator makes of a recorded hour the replicas that the real Prometheus, adapter and controller make of it, within a sync and a tenth for 95 % of the time: the policy without tolerance upwards, and that of each class of load',
  tags: ['full'],
  needs: PLATFORM_PROGRAMS,
  timeout: '1800s',
  async run(context) {
    const record = recordedLoad('diurnal');
    context.report(record.source);
    const environment = withWorkloads(shipped('dev'), policies);
    const platform = await Platform.start(context, compressed(environment, speed));
    const elapsedLoad = (elapsed: number): number => loadAt(record, elapsed, { speed, scale });
    const load: LoadAt = (at) => elapsedLoad(at / speed);
    try {
      const looks = await played(platform, elapsedLoad);
      const problems: string[] = [];
      for (const [name, policy] of Object.entries(policies)) {
        const { window, ruleInterval, syncPeriod } = environment.telemetry;
        const loop = { name, load, policy, duration, window: seconds(window), syncPeriod: seconds(syncPeriod) };
        const rate = await rateBehind(platform, { name, load, from: looks.from, window: loop.window });
        // a value waits for the autoscaler until the next evaluation, half a period on average
        const delay = rate + seconds(ruleInterval) / 2;
        problems.push(...loopProblems((line) => context.report(line), { ...loop, delay, looks: looks.of(name) }));
      }
      if (problems.length > 0) throw new Error(problems.join('\n'));
    } finally {
      await platform.traffic.stop();
    }
  },
};

interface Looks {
  /** Seconds since 1970 at which the record began. */
  readonly from: number;
  of(name: string): readonly LoopLook[];
}

async function played(platform: Platform, requests: (elapsed: number) => number): Promise<Looks> {
  const names = Object.keys(policies);
  for (const name of names) platform.traffic.want(name, { requests: requests(0) });
  for (const [name, { signals }] of Object.entries(policies)) {
    await eventually(`${name} carries the first minute`, () => platform.readyReplicas(name), {
      until: (ready) => ready * (signals.requestRate?.perPod ?? 100) >= requests(0),
      timeout: '180s',
    });
  }
  // longer than any stabilization window, so that both begin in a steady state
  await sleep(durationOf(400 / speed));
  const looks: Record<string, LoopLook[]> = Object.fromEntries(names.map((name) => [name, []]));
  const from = Date.now() / 1000;
  for (const name of names) platform.traffic.want(name, (elapsed) => ({ requests: requests(elapsed) }));
  for (let at = 0; at < duration; at = (Date.now() / 1000 - from) * speed) {
    await Promise.all(
      names.map(async (name) => {
        const [replicas, ready] = await Promise.all([platform.replicas(name), platform.readyReplicas(name)]);
        looks[name]?.push({ at, replicas, ready });
      }),
    );
    await sleep('1s');
  }
  return { from, of: (name) => looks[name] ?? [] };
}

/** Delay of the recorded rate behind the load, in seconds of the record. */
async function rateBehind(
  platform: Platform,
  { name, load, from, window }: { readonly name: string; readonly load: LoadAt; readonly from: number; readonly window: number },
): Promise<number> {
  const series = await seriesAt(platform.prometheus.url, `sum(${recorded.requestRate}{deployment="${name}"})[30m:2s]`);
  const samples = series.flatMap(({ points }) => points).map(([at, rate]): [number, number] => [(at - from) * speed, rate]);
  return measuredDelay(
    samples.filter(([at]) => at >= 2 * window && at < duration),
    load,
    window,
  );
}
