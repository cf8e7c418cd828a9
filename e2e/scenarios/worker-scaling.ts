import type { Environment } from '../../config/environment';
import { isScaled } from '../../config/workload';
import { devOfEveryKind } from '../../test/fixtures/every-kind';
import { seedPolicy } from '../../test/fixtures/standard';
import { compressed } from '../platform/compressed';
import { fastScaleIn } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { settles } from '../waiting/assertions';

const worker = 'fulfilment';

/** The worker of the fixture beside a web service, with one order at 20 a pod as its only metric beside CPU; scale-in at once. */
function environment(): Environment {
  const { failsafe, behavior } = seedPolicy;
  const all = devOfEveryKind({
    [worker]: { scaling: { minReplicas: 1, maxReplicas: 4, signals: { cpu: { utilization: 70, cap: 3 } }, failsafe, behavior } },
  });
  // faster than validation allows, because other scenarios test its speed
  const fast = fastScaleIn(seedPolicy).behavior;
  return {
    ...all,
    workloads: all.workloads
      .filter(isScaled)
      .map((workload) => (workload.kind === 'worker' ? { ...workload, scaling: { ...workload.scaling, behavior: fast } } : workload)),
  };
}

export const scenario: Scenario = {
  name: 'worker-scaling',
  title: 'a worker that nobody calls is scaled by its own metric from one pod to its maximum and back, on the real controller, adapter and Prometheus',
  tags: ['full'],
  timeout: '900s',
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, compressed(environment(), 5));
    const reaches = async (orders: number, replicas: number): Promise<void> => {
      // a pod without memory usage has no sample, and without samples nothing scales in
      platform.traffic.want(worker, { own: orders, cores: 0.05, mebibytes: 200 });
      await settles(`${orders} waiting orders are ${replicas} pods`, () => platform.replicas(worker), {
        until: (count) => count === replicas,
        for: '10s',
        timeout: '240s',
        interval: '1s',
      });
      context.report(`${orders} waiting orders: ${replicas} ${replicas === 1 ? 'pod' : 'pods'}`);
    };
    try {
      await reaches(0, 1);
      await reaches(50, 3);
      await reaches(500, 4);
      // samples of removed pods count for one more scrape: 22.5 still needs two pods
      await reaches(22, 2);
      await reaches(0, 1);
    } finally {
      await platform.traffic.stop();
    }
  },
};
