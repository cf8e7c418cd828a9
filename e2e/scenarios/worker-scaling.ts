import type { Environment } from '../../config/environment';
import { recorded } from '../../config/telemetry';
import { isScaled } from '../../config/workload';
import { devOfEveryKind } from '../../test/fixtures/every-kind';
import { seedPolicy } from '../../test/fixtures/standard';
import { compressed } from '../platform/compressed';
import { fastScaleIn } from '../platform/environment';
import { PublishedForecast } from '../optimizer/published-forecast';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { settles } from '../waiting/assertions';

const worker = 'fulfilment';

/** The worker of the fixture beside a web service, with one order at 20 a pod as its only metric beside CPU and a forecast of it; scale-in at once. */
function environment(): Environment {
  const { failsafe, behavior } = seedPolicy;
  const all = devOfEveryKind({
    [worker]: {
      scaling: {
        minReplicas: 1,
        maxReplicas: 4,
        signals: { cpu: { utilization: 70, cap: 3 }, forecast: { of: 'orders_waiting', cap: 3 } },
        failsafe,
        behavior,
      },
    },
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
  title:
    'a worker that nobody calls is scaled by its own metric from one pod to its maximum and back, and by a forecast to its cap while it is valid, on the real controller, adapter and Prometheus',
  tags: ['full'],
  timeout: '900s',
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const forecast = await PublishedForecast.start({ namespace: 'lyo-backend', deployment: worker });
    const platform = await Platform.start(context, compressed(environment(), 5), 'quick', { optimizer: forecast.address });
    const settlesAt = (what: string, replicas: number): Promise<void> =>
      settles(what, () => platform.replicas(worker), { until: (count) => count === replicas, for: '10s', timeout: '240s', interval: '1s' });
    const reaches = async (orders: number, replicas: number): Promise<void> => {
      // a pod without memory usage has no sample, and without samples nothing scales in
      platform.traffic.want(worker, { own: orders, cores: 0.05, mebibytes: 200 });
      await settlesAt(`${orders} waiting orders are ${replicas} pods`, replicas);
      context.report(`${orders} waiting orders: ${replicas} ${replicas === 1 ? 'pod' : 'pods'}`);
    };
    try {
      await reaches(0, 1);
      await reaches(50, 3);
      const [load] = await platform.query(`${recorded.forecastLoad}{deployment="${worker}"} and on () ${recorded.forecastLoadAlive}{deployment="${worker}"}`);
      if (load === undefined || Math.abs(load.value - 50) > 1) throw new Error(`the load that is forecast must be 50 orders, was ${String(load?.value)}`);
      await reaches(500, 4);
      // samples of removed pods count for one more scrape: 22.5 still needs two pods
      await reaches(22, 2);
      await reaches(0, 1);
      // longer than Prometheus, the rules and the autoscaler need on a busy machine
      forecast.publish(9, 120);
      await settlesAt('a forecast of 9 pods is its cap', 3);
      context.report('a forecast of 9 pods: 3 pods, its cap');
      await settlesAt('a forecast that has expired is none', 1);
      context.report('the same forecast, no longer valid: 1 pod');
    } finally {
      await platform.traffic.stop();
      await forecast.stop();
    }
  },
};
