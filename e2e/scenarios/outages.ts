import { seedPolicy } from '../../test/fixtures/standard';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { compressed } from '../platform/compressed';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { outages, survives, underLoad } from '../platform/outage';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';

/** An outage of a metrics source must not look like no traffic. */
export const scenario: Scenario = {
  name: 'outages',
  title: 'Prometheus, adapter, a gateway or the agents dead under load: nothing scales in, CPU still scales out, and it heals by itself',
  tags: ['smoke', 'full'],
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    // five times faster than shipped; stabilization 15 s, hardly longer than W (12 s), and each outage longer than both
    const platform = await Platform.start(context, compressed(withWorkloads(shipped('dev'), { backend: fastScaleIn(seedPolicy, '75s') }), 5));
    try {
      await underLoad(platform);
      context.report('8 replicas under load');
      for (const outage of outages) await survives(context, platform, { outage, length: '18s' });
    } finally {
      await platform.traffic.stop();
    }
  },
  timeout: '720s',
};
