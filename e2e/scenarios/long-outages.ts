import { durationOf, seconds } from '../../config/duration';
import { seedPolicy } from '../../test/fixtures/standard';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { shipped } from '../platform/environment';
import { outages, survives, underLoad } from '../platform/outage';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';

/** The same as `outages` in real time: each lasts longer than the shipped stabilization window. */
export const scenario: Scenario = {
  name: 'long-outages',
  title: 'at the shipped intervals each outage lasts longer than the stabilization window, and still nothing scales in',
  tags: ['full'],
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, shipped('dev'), 'shipped');
    try {
      await underLoad(platform);
      context.report('8 replicas under load');
      const length = durationOf(seconds(seedPolicy.behavior.down.window) + 30);
      for (const outage of outages) await survives(context, platform, { outage, length });
    } finally {
      await platform.traffic.stop();
    }
  },
  timeout: '3600s',
};
