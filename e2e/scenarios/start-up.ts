import type { Environment } from '../../config/environment';
import { seedLifecycle } from '../../config/lifecycle';
import { namespaces } from '../../config/names';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { minutes, seconds } from '../waiting/duration';
import { holds, settles } from '../waiting/assertions';
import { compressed } from '../platform/compressed';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';
import { seedPolicy } from '../../test/fixtures/standard';

/** Everything five times faster: 5 s here are 25 s. */
const factor = 5;
/** Two cores for the first 25 s of a pod. */
const startUp = { cores: 2, seconds: 25 / factor };
/** Cores that one pod carries at its target of 70 % of 250m, and what keeps a demand clear of the next pod. */
const carried = 0.175;
const worth = (pods: number): number => (pods - 0.3) * carried;
const stated = 'stated';
/** The same application, of which the policy says that it starts at once: what it burns counts, as it did for everybody. */
const unstated = 'unstated';

/** CPU of starting pods starts no pods, in a closed loop: each new pod burns, and what it burns would ask for the next. */
export const scenario: Scenario = {
  name: 'start-up',
  title:
    'a step from 5 to 8 pods’ worth ends at 8 although each start burns two cores for 25 s, which runs on where no start-up is stated; a saturated service still scales',
  tags: ['full'],
  timeout: minutes(12),
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, compressed(environment(), factor), 'shipped');
    const want = (name: string, pods: number): void => platform.traffic.want(name, { cores: worth(pods), startUp });
    const settlesAt = (name: string, pods: number): Promise<void> =>
      settles(`${name} has ${pods} replicas`, () => platform.replicas(name), {
        until: (count) => count === pods,
        for: seconds(15),
        timeout: minutes(4),
        interval: seconds(1),
      });
    try {
      for (const name of [stated, unstated]) await readyAfterStart(platform, name);
      want(stated, 5);
      // without start-ups until the step, or it would never come to rest
      platform.traffic.want(unstated, { cores: worth(5) });
      await Promise.all([settlesAt(stated, 5), settlesAt(unstated, 5)]);
      want(stated, 8);
      want(unstated, 8);
      let most = 0;
      const control = watchMost(platform);
      await holds(`${stated} asks for no more than 8`, () => platform.replicas(stated), {
        while: (count) => (most = Math.max(most, count)) <= 8,
        for: seconds(60),
        interval: seconds(1),
      });
      if (most !== 8) throw new Error(`a step to 8 pods' worth must end at 8, received ${most}`);
      const ran = await control;
      context.report(`need 5, a step to 8: at most ${most} in ${60 * factor} s; where no start-up is stated ${ran}`);
      if (ran <= 8) throw new Error(`start-up CPU that counts must ask for more than 8, received ${ran}: does the scenario burn anything?`);
      want(stated, 14);
      await settlesAt(stated, 14);
      context.report('need 14: 14, starts included');
    } finally {
      await platform.traffic.stop();
    }
  },
};

/** A pod is ready when it has started. What one burns after that is counted by the failsafe, which knows nothing of a policy's start. */
async function readyAfterStart(platform: Platform, name: string): Promise<void> {
  const annotations = { 'pod-ready.stage.kwok.x-k8s.io/delay': `${startUp.seconds + 1}s` };
  await platform.cluster.patch({ kind: 'deployment', name, namespace: namespaces.backend }, { spec: { template: { metadata: { annotations } } } });
}

async function watchMost(platform: Platform): Promise<number> {
  let most = 0;
  await holds('it is watched', () => platform.replicas(unstated), {
    while: (count) => (most = Math.max(most, count)) > 0,
    for: seconds(60),
    interval: seconds(1),
  });
  return most;
}

function environment(): Environment {
  const policy = fastScaleIn(seedPolicy, '600s');
  const copies = withWorkloads(shipped('dev'), { [stated]: policy, [unstated]: policy });
  const start = { usual: '5s', longest: '5s' } as const;
  return {
    ...copies,
    workloads: copies.workloads.map((workload) => (workload.name === unstated ? { ...workload, lifecycle: { ...seedLifecycle, start } } : workload)),
  };
}
