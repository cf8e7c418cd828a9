import { eventually, holds } from '../waiting/assertions';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { compressed } from '../platform/compressed';
import { shipped } from '../platform/environment';
import { applyManifests } from '../platform/applied-cluster';
import { comesToLife } from '../platform/coming-to-life';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';

/** Five times faster than shipped; `shipped-apply` shows that the shipped one comes to life within W + 60 s. */
const factor = 5;

/** After an apply the whole chain must become active without help, and an apply during load must not scale the workload down to two pods. */
export const scenario: Scenario = {
  name: 'fresh-apply',
  title: 'a fresh apply comes to life with every signal in v1beta1 and v1beta2, and a second one leaves 7 pods at 7',
  tags: ['smoke', 'full'],
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, compressed(shipped('dev'), factor));
    try {
      await comesToLife(context, platform);
      platform.traffic.want('backend', { requests: 650 });
      await has7(platform);
      // the adapter's Service leads to a process of this machine here, so its file is left alone
      const decisions = platform.decisionsOn('backend');
      try {
        await applyManifests(platform.cluster, platform.manifests, ['prometheus-adapter.yaml']);
        await holds('the backend stays at 7 replicas', () => platform.replicas('backend'), { while: (count) => count === 7, for: '20s' });
      } finally {
        // a change would be a fault; its signals are reported
        for (const line of await decisions.stop()) context.report(line);
      }
      context.report('7 replicas before and after a second apply');
    } finally {
      await platform.traffic.stop();
    }
  },
};

/** Load of 6.5 pods: a scrape half a second late on a busy machine is 5 % of a window of 12 s, which at a load of 11.5 pods would be half a pod. */
async function has7(platform: Platform): Promise<void> {
  await eventually('the backend has 7 replicas', () => platform.replicas('backend'), { until: (count) => count === 7, timeout: '120s' });
}
