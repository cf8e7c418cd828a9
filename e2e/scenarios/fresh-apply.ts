import { seconds as wholeSeconds } from '../../config/quantities';
import { eventually, holds } from '../assertions';
import { formatDuration, minutes, seconds, Stopwatch } from '../duration';
import { compressed } from '../platform/compressed';
import { shipped } from '../platform/environment';
import { applyManifests } from '../platform/applied-cluster';
import { Platform } from '../platform/platform';
import type { Scenario } from '../scenario';

/** After an apply the whole chain must come to life by itself; and one in the middle of the day must not send users into two pods. */
export const scenario: Scenario = {
  name: 'fresh-apply',
  title: 'a fresh apply comes to life within W + 60 s with every signal in v1beta1 and v1beta2, and a second one leaves 12 pods at 12',
  tags: ['smoke', 'full'],
  async run(context) {
    // five times faster than shipped, so W is 12 s
    const environment = compressed(shipped('dev'), 5);
    const platform = await Platform.start(context, environment);
    try {
      const stopwatch = new Stopwatch();
      const limit = seconds(wholeSeconds(environment.telemetry.window) + 60);
      const conditions = async (): Promise<readonly string[]> =>
        Promise.all(['ScalingActive', 'AbleToScale'].map((type) => platform.autoscalerCondition('backend', type)));
      await eventually('ScalingActive and AbleToScale are True', conditions, { until: (all) => all.every((one) => one.startsWith('True ')), timeout: limit });
      context.report(`the autoscaler is active ${formatDuration(stopwatch.elapsed())} after the last component started`);
      for (const version of ['v1beta1', 'v1beta2']) {
        for (const signal of ['cpu', 'memory', 'request_rate', 'latency', 'errors', 'forecast']) {
          const path = `/apis/custom.metrics.k8s.io/${version}/namespaces/lyo-backend/deployments.apps/backend/lyo_desired_replicas_${signal}`;
          await eventually(`${version} serves ${signal}`, () => platform.cluster.kubectl(['get', '--raw', path]), {
            until: (answer) => answer.includes('"value":'),
            timeout: limit,
          });
        }
      }
      context.report('six signals served in both versions');
      platform.traffic.want('backend', { requests: 1150 });
      await has12(platform);
      // the adapter's Service leads to a process of this machine here, so its file is left alone
      await applyManifests(platform.cluster, platform.manifests, ['prometheus-adapter.yaml']);
      await holds('the backend stays at 12 replicas', () => platform.replicas('backend'), { while: (count) => count === 12, for: seconds(10) });
      context.report('12 replicas before and after a second apply');
    } finally {
      await platform.traffic.stop();
    }
  },
};

async function has12(platform: Platform): Promise<void> {
  await eventually('the backend has 12 replicas', () => platform.replicas('backend'), { until: (count) => count === 12, timeout: minutes(2) });
}
