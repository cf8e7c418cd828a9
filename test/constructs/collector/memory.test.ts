import fc from 'fast-check';
import { collectorMemoryLimit, goMemoryLimit, memoryLimiter } from '../../../constructs/collector/memory';

const limits = fc.integer({ min: 64, max: 65_536 });

test('worked values: of 768 Mi the runtime aims at 460, new data is refused from 461 on; without a limiter it aims at 614', () => {
  expect(collectorMemoryLimit('768Mi')).toBe('460MiB');
  expect(goMemoryLimit('768Mi')).toBe('614MiB');
  expect(memoryLimiter('768Mi')).toEqual({ check_interval: '1s', limit_mib: 614, spike_limit_mib: 153 });
});

test('the runtime collects before the limiter refuses anything, and both before the kernel kills', () => {
  fc.assert(
    fc.property(limits, (limit) => {
      const { limit_mib: hard, spike_limit_mib: spike } = memoryLimiter(`${limit}Mi`) as { readonly limit_mib: number; readonly spike_limit_mib: number };
      const runtime = parseInt(collectorMemoryLimit(`${limit}Mi`), 10);
      expect(runtime).toBeLessThanOrEqual(hard - spike);
      // all but a rounding of what the limiter takes is used
      expect(runtime).toBeGreaterThanOrEqual(hard - spike - 1);
      expect(parseInt(goMemoryLimit(`${limit}Mi`), 10)).toBeLessThan(limit);
      expect(hard).toBeLessThan(limit);
      // the soft limit is above half of the container's, or most of what is paid for would never be used
      expect(hard - spike).toBeGreaterThan(limit / 2);
      expect(spike).toBeGreaterThan(0);
    }),
  );
});
