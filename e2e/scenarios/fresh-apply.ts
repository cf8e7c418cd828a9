import { eventually, holds } from '../waiting/assertions';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { minutes, seconds } from '../waiting/duration';
import { compressed } from '../platform/compressed';
import { shipped } from '../platform/environment';
import { applyManifests } from '../platform/applied-cluster';
import { comesToLife } from '../platform/coming-to-life';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';

/** Five times faster than shipped; `shipped-apply` shows that the shipped one comes to life within W + 60 s. */
const factor = 5;

/** After an apply the whole chain must come to life by itself; and one in the middle of the day must not send users into two pods. */
export const scenario: Scenario = {
  name: 'fresh-apply',
  title: 'a fresh apply comes to life with every signal in v1beta1 and v1beta2, and a second one leaves 12 pods at 12',
  tags: ['smoke', 'full'],
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, compressed(shipped('dev'), factor));
    try {
      await comesToLife(context, platform);
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
