import type { Environment } from '../../config/environment';
import { namespaces } from '../../config/names';
import { eventually, settles } from '../waiting/assertions';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { sleep } from '../waiting/stopwatch';
import { numberAt } from '../cluster/kubernetes-object';
import { compressed } from '../platform/compressed';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { seedPolicy } from '../../test/fixtures/standard';

/** 63 characters; pods of both have the same 58 before the last five. */
const long = (last: string): string => `${'very-long-name-of-a-service-that-nobody-abbreviates-ever-at-all'.slice(0, 62)}${last}`;
/** Replicas that each workload must keep: one scales on requests, two with similar names on CPU. */
const wanted: Readonly<Record<string, number>> = { 'on-requests': 20, [long('a')]: 10, [long('b')]: 5 };
/**
 * Distance of the CPU load from the next whole pod: `rate` extrapolates a pod's usage by half a scrape at its end, a twelfth of a pod for each that was replaced
 * within W, and the simulated kubelets report usage some seconds late.
 */
const spare = 0.7;
/** Cores that one pod carries at its target. */
const carried = 0.175;

export const scenario: Scenario = {
  name: 'release-replicas',
  title: 'a release with a surge leaves the replicas where the signals want them, names of 63 characters included; the controller’s own tolerance would not',
  tags: ['full'],
  timeout: '900s',
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, compressed(environment(), 5), 'shipped');
    try {
      // load of 19.25 pods: a scrape half a second late on a busy machine is 4 % of a window of 12 s
      platform.traffic.want('on-requests', { requests: 1925 });
      for (const last of ['a', 'b']) platform.traffic.want(long(last), { cores: ((wanted[long(last)] ?? 0) - spare) * carried });
      await Promise.all(
        Object.entries(wanted).map(([name, replicas]) =>
          settles(`${name} has ${replicas} replicas`, () => platform.replicas(name), {
            until: (count) => count === replicas,
            for: '20s',
            timeout: '300s',
            interval: '1s',
          }),
        ),
      );
      context.report(`before: ${Object.values(wanted).join(', ')} replicas`);
      const decisions = Object.keys(wanted).map((name) => platform.decisionsOn(name));
      const released = await Promise.all(Object.keys(wanted).map(async (each) => [each, await mostDuringRelease(platform, each, 'new')] as const));
      // a change would be a fault; its signals are reported
      for (const line of (await Promise.all(decisions.map((each) => each.stop()))).flat()) context.report(line);
      for (const [name, most] of released) {
        context.report(`${name.slice(0, 12)} (${name.length} characters): at most ${most} wanted replicas during a release`);
        if (most !== wanted[name]) throw new Error(`a release must leave ${wanted[name] ?? 0} replicas, received ${most} for ${name}`);
      }
      await controllersOwn(context, platform);
    } finally {
      await platform.traffic.stop();
    }
  },
};

function environment(): Environment {
  const copies = withWorkloads(shipped('dev'), Object.fromEntries(Object.keys(wanted).map((name) => [name, fastScaleIn(seedPolicy, '600s')])));
  return { ...copies, workloads: copies.workloads.map((workload) => ({ ...workload, rollout: { surge: 10, settle: '5s' } })) };
}

/** The same release with the tolerance in the controller, for comparison. */
async function controllersOwn(context: ScenarioContext, platform: Platform): Promise<void> {
  const name = 'on-requests';
  const tolerance = { spec: { behavior: { scaleDown: { tolerance: '100m' } } } };
  await platform.cluster.patch({ kind: 'hpa', name, namespace: namespaces.backend }, tolerance);
  const most = await mostDuringRelease(platform, name, 'tolerant');
  context.report(`with the controller’s own tolerance of 0.1: ${most} wanted replicas`);
  if (most <= (wanted[name] ?? 0))
    throw new Error(`the controller must count the extra pods inside its own tolerance, received ${most}: is the rule still needed?`);
}

/** The most wanted replicas from the change of the template until every pod is new. */
async function mostDuringRelease(platform: Platform, name: string, version: string): Promise<number> {
  const about = { kind: 'deployment', name, namespace: namespaces.backend };
  await platform.cluster.patch(about, { spec: { template: { metadata: { annotations: { version } } } } });
  let most = 0;
  await eventually(
    `${name} is released`,
    async () => {
      const deployment = await platform.cluster.get(about);
      const [spec = 0, total, updated, observed, generation] = [
        ['spec', 'replicas'],
        ['status', 'replicas'],
        ['status', 'updatedReplicas'],
        ['status', 'observedGeneration'],
        ['metadata', 'generation'],
      ].map((path) => numberAt(deployment, path));
      most = Math.max(most, spec);
      return observed === generation && total === spec && updated === spec;
    },
    { until: (done) => done, timeout: '360s', interval: '1s' },
  );
  // after effects of the last surge
  await sleep('10s');
  return Math.max(most, await platform.replicas(name));
}
