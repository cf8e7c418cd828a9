import { seedPolicy } from '../../config/scaling';
import { minutes, seconds } from '../duration';
import { compressed } from '../platform/compressed';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { outages, survives, underLoad } from '../platform/outage';
import { Platform } from '../platform/platform';
import type { Scenario } from '../scenario';

/** A dead source must not look like no traffic. */
export const scenario: Scenario = {
  name: 'outages',
  title: 'Prometheus, adapter, a gateway or the agents dead under load: nothing scales in, CPU still scales out, and it heals by itself',
  tags: ['smoke', 'full'],
  async run(context) {
    // five times faster than shipped, and a stabilization of 3 s instead of 60 s: one wrong zero would scale in at once
    const platform = await Platform.start(context, compressed(withWorkloads(shipped('dev'), { backend: fastScaleIn(seedPolicy) }), 5));
    try {
      await underLoad(platform);
      context.report('8 replicas under load');
      for (const outage of outages) await survives(context, platform, { outage, length: seconds(12) });
    } finally {
      await platform.traffic.stop();
    }
  },
  timeout: minutes(12),
};
