import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { comesToLife } from '../platform/coming-to-life';
import { shipped } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';

/** `fresh-apply` at the shipped intervals. */
export const scenario: Scenario = {
  name: 'shipped-apply',
  title: 'at the shipped intervals a fresh apply comes to life within W + 60 s, with every signal in v1beta1 and v1beta2',
  tags: ['full'],
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, shipped('dev'), 'shipped');
    try {
      await comesToLife(context, platform);
    } finally {
      await platform.traffic.stop();
    }
  },
};
