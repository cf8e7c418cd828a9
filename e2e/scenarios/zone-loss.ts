import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recorded, servedPrefix } from '../../config/telemetry';
import { seedPolicy } from '../../test/fixtures/standard';
import { eventually, holds } from '../waiting/assertions';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { Stopwatch, formatDuration } from '../waiting/stopwatch';
import { compressed } from '../platform/compressed';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { Platform } from '../platform/platform';
import { queryPrometheus, seriesAt } from '../prometheus/prometheus-query';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const policy = fastScaleIn(seedPolicy, '75s');

/** dev with two replicas of each component, five times faster than shipped. */
function world(perPod: number): ReturnType<typeof shipped> {
  const scaling = { ...policy, signals: { ...policy.signals, requestRate: { perPod, cap: 50 } } };
  return compressed({ ...withWorkloads(shipped('dev'), { backend: scaling }), monitoring: { replicas: 2 } }, 5);
}

export const scenario: Scenario = {
  name: 'zone-loss',
  title:
    'two Prometheus and two kube-state-metrics: with either pair killed the request rate still scales out and nothing scales in, both publish the same, and changed rules come into force without a restart',
  tags: ['full'],
  needs: PLATFORM_PROGRAMS,
  timeout: '900s',
  async run(context) {
    const platform = await Platform.start(context, world(100));
    try {
      await scalesTo(platform, { requests: 740, replicas: 8 });
      context.report('8 replicas under load');
      await agree(context, platform);
      await loses(context, platform, { lost: 0, requests: 1140, replicas: 12 });
      await loses(context, platform, { lost: 1, requests: 1540, replicas: 16 });
      await drained(context, platform, 16);
      await changesRules(context, platform);
    } finally {
      await platform.traffic.stop();
    }
  },
};

interface Load {
  readonly requests: number;
  readonly replicas: number;
}

async function scalesTo(platform: Platform, { requests, replicas }: Load): Promise<void> {
  platform.traffic.want('backend', { requests });
  await eventually(`the backend has ${replicas} replicas`, () => platform.replicas('backend'), {
    until: (count) => count === replicas,
    timeout: '180s',
    interval: '1s',
  });
  await eventually(`${replicas} are ready`, () => platform.readyReplicas('backend'), { until: (count) => count === replicas, timeout: '60s' });
}

const signals = ['cpu', 'memory', 'request_rate', 'latency', 'errors'];

/** Values that the adapter would serve from each Prometheus. */
async function published({ prometheuses }: Platform): Promise<readonly string[]> {
  return Promise.all(
    prometheuses.map(async ({ process }) => {
      const values = await Promise.all(signals.map((signal) => queryPrometheus(process.url, `${recorded.desiredPrefix}${signal}{deployment="backend"}`)));
      return values.map((samples, index) => `${signals[index] ?? ''} ${samples.map(({ value }) => value).join('+') || 'absent'}`).join(', ');
    }),
  );
}

async function agree(context: ScenarioContext, platform: Platform): Promise<void> {
  const [first] = await eventually('both publish the same, every signal once', () => published(platform), {
    until: ([one, other]) => one === other && one?.includes('absent') === false && !one.includes('+'),
    timeout: '60s',
    interval: '1s',
  });
  context.report(`both publish ${first ?? ''}`);
}

interface Loss extends Load {
  readonly lost: number;
}

/** Loss of a zone: SIGKILL of its Prometheus and its kube-state-metrics at once, while the load rises. */
async function loses(context: ScenarioContext, platform: Platform, { lost, requests, replicas }: Loss): Promise<void> {
  const before = await platform.replicas('backend');
  const dying = [platform.prometheuses[lost]?.process, platform.stateMetrics[lost]];
  await Promise.all(dying.map(async (process) => process?.kill()));
  const stopwatch = new Stopwatch();
  platform.traffic.want('backend', { requests });
  let least = before;
  await eventually(`the request rate scales out to ${replicas} with Prometheus ${lost} dead`, () => platform.replicas('backend'), {
    until: (count) => {
      least = Math.min(least, count);
      return count >= replicas;
    },
    timeout: '120s',
    interval: '1s',
  });
  if (least < before) throw new Error(`nothing may scale in when a zone is lost, ${before} replicas became ${least}`);
  const took = formatDuration(stopwatch.elapsed());
  await holds('nothing scales in', () => platform.replicas('backend'), { while: (count) => count >= replicas, for: '20s', interval: '1s' });
  await Promise.all(dying.map(async (process) => process?.restart()));
  // a Prometheus that has just started must publish nothing until its windows are full, not a load of zero
  await holds('nothing scales in when it is back', () => platform.replicas('backend'), {
    while: (count) => count >= replicas,
    for: '30s',
    interval: '1s',
  });
  context.report(
    `Prometheus and kube-state-metrics ${lost} killed: ${before} to ${replicas} replicas by request rate in ${took}; none fewer, then or when they were back`,
  );
  await agree(context, platform);
}

/**
 * Orderly restarts, as when a node is drained or a vertical autoscaler moves a pod: one restarts, then the other.
 * @param asked replicas that the load asks for; one more, from a late scrape on a busy machine, may disappear again
 */
async function drained(context: ScenarioContext, platform: Platform, asked: number): Promise<void> {
  for (const { process } of platform.prometheuses) {
    await process.stop();
    await holds('nothing scales in while it is away', () => platform.replicas('backend'), {
      while: (count) => count >= asked,
      for: '10s',
      interval: '1s',
    });
    await process.restart();
    await agree(context, platform);
  }
  await holds('nothing scaled in', () => platform.replicas('backend'), { while: (count) => count >= asked, for: '20s', interval: '1s' });
  context.report(`one after the other stopped and started: never fewer than ${asked} replicas`);
}

/** Writes rules of a stricter policy, as a kubelet updates a mounted ConfigMap. */
async function changesRules(context: ScenarioContext, platform: Platform): Promise<void> {
  const before = await platform.replicas('backend');
  const since = Date.now() / 1000;
  const pids = platform.prometheuses.map(({ process }) => process.pid);
  const rules = Manifests.of(world(80)).configFiles(/^prometheus-rules-scaling-/);
  await Promise.all(platform.prometheuses.flatMap(({ folder }) => Object.entries(rules).map(([file, text]) => writeFile(join(folder, file), text))));
  // 1540 requests/s at 80 a pod
  await eventually('the new rules ask for 20 replicas', () => platform.replicas('backend'), {
    until: (count) => count >= 20,
    timeout: '120s',
    interval: '1s',
  });
  // until after the changed rule group has replaced the old one
  await holds('20 replicas stay', () => platform.replicas('backend'), { while: (count) => count >= 20, for: '20s', interval: '1s' });
  const after = platform.prometheuses.map(({ process }) => process.pid);
  if (after.join() !== pids.join()) throw new Error(`Prometheus must not restart for a rule, processes ${pids.join()} became ${after.join()}`);
  const gaps = await Promise.all(platform.prometheuses.map(({ process }) => longestGap(process.url, since)));
  if (Math.max(...gaps) > 6) throw new Error(`signals must go on while rules change, their longest gap was ${Math.max(...gaps)} s`);
  const served = await platform.servedReplicas('backend', 'request_rate');
  context.report(
    `rules changed from 100 to 80 requests/s a pod: ${before} to 20 replicas, ${servedPrefix}request_rate ${served}, same processes, longest gap of the signal ${gaps.map((gap) => gap.toFixed(1)).join(' and ')} s of 2 s`,
  );
}

/** Longest time between two samples of the request rate's signal, from the last sample before `since`; earlier gaps do not count. */
async function longestGap(url: string, since: number): Promise<number> {
  const [series] = await seriesAt(url, `${recorded.desiredPrefix}request_rate{deployment="backend"}[120s]`);
  const times = (series?.points ?? []).map(([at]) => at).filter((at) => at > since - 3);
  if (times.length < 5) throw new Error(`there must be samples since the change, received ${times.length}`);
  return Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at)));
}
