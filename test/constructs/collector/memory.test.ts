import fc from 'fast-check';
import { goMemoryLimit, memoryLimiter } from '../../../constructs/collector/memory';

const limits = fc.integer({ min: 64, max: 65_536 });

test('worked values: with 768 Mi, GOMEMLIMIT is 614 Mi and new data is refused from 461 Mi', () => {
  expect(goMemoryLimit('768Mi')).toBe('614MiB');
  expect(memoryLimiter('768Mi')).toEqual({ check_interval: '1s', limit_mib: 614, spike_limit_mib: 153 });
});

test('the limits are ordered: garbage collection, then refusal of everything, then the limit of the container', () => {
  fc.assert(
    fc.property(limits, (limit) => {
      const { limit_mib: hard, spike_limit_mib: spike } = memoryLimiter(`${limit}Mi`) as { readonly limit_mib: number; readonly spike_limit_mib: number };
      const runtime = parseInt(goMemoryLimit(`${limit}Mi`), 10);
      expect(runtime).toBeLessThanOrEqual(hard);
      expect(hard).toBeLessThan(limit);
      // the soft limit is above half of the container's limit, or most of the memory would never be used
      expect(hard - spike).toBeGreaterThan(limit / 2);
      expect(spike).toBeGreaterThan(0);
    }),
  );
});
