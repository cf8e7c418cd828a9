import { durationOf, seconds } from '../../config/duration';
import { seedPolicy } from '../../test/fixtures/standard';
import { eventually, holds } from '../waiting/assertions';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { Stopwatch, formatDuration } from '../waiting/stopwatch';
import { shipped } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario } from '../runner/scenario';

/** Scale-in at night, without an error series and although every pod keeps its idle heap. */
export const scenario: Scenario = {
  name: 'night',
  title: 'when users leave, 48 pods become 2 at the shipped pace, without an error series and with every heap idle',
  tags: ['full'],
  needs: PLATFORM_PROGRAMS,
  timeout: '2400s',
  async run(context) {
    const platform = await Platform.start(context, shipped('dev'), 'shipped');
    try {
      platform.traffic.want('backend', { requests: 4760 });
      await eventually('the backend has 48 replicas', () => platform.replicas('backend'), {
        until: (count) => count === 48,
        timeout: '360s',
        interval: '2s',
      });
      context.report('48 replicas');
      platform.traffic.want('backend', {});
      const stopwatch = new Stopwatch();
      const window = seconds(seedPolicy.behavior.down.window);
      await holds('nothing leaves before the stabilization window', () => platform.replicas('backend'), {
        while: (count) => count === 48,
        for: durationOf(window - 15),
        interval: '5s',
      });
      await eventually('the backend has 2 replicas', () => platform.replicas('backend'), {
        until: (count) => count === 2,
        timeout: '1800s',
        interval: '5s',
      });
      context.report(`2 replicas ${formatDuration(stopwatch.elapsed())} after the last user left`);
    } finally {
      await platform.traffic.stop();
    }
  },
};
