import fc from 'fast-check';
import { delayBudget, upstreamIntervals, worstDelay } from '../../../config/budgets/delay-budget';
import { environments } from '../../fixtures/environments';

test.each(environments)('$name decides on a request within 43 s at worst and 22.5 s typically, and sees 90 % of a step after 97 s', ({ telemetry }) => {
  const { worst, typical, mostOfTheStep } = delayBudget(telemetry);
  // worst 1 + 5 + 10 + 10 + 15 + 2; typical half of each but the transport, (1 + 5 + 10 + 10 + 15) / 2 + 2; step 43 + 0.9 · 60
  expect({ worst, typical, mostOfTheStep }).toEqual({ worst: 43, typical: 22.5, mostOfTheStep: 97 });
  expect(worst).toBeLessThanOrEqual(worstDelay);
});

test('a chain of upstream defaults takes 202 s at worst', () => {
  // 5 + 60 + 60 + 60 + 15 + 2
  expect(delayBudget(upstreamIntervals).worst).toBe(202);
});

test('a longer interval never shortens the delay, and the typical delay is at most the worst', () => {
  const length = fc.integer({ min: 1, max: 600 }).map((seconds): `${number}s` => `${seconds}s`);
  const intervals = fc.record({ spanBatch: length, flushInterval: length, scrapeInterval: length, ruleInterval: length, syncPeriod: length, window: length });
  fc.assert(
    fc.property(intervals, fc.constantFrom('spanBatch', 'flushInterval', 'scrapeInterval', 'ruleInterval', 'syncPeriod'), (chosen, longer) => {
      const { worst, typical } = delayBudget(chosen);
      const stretched = delayBudget({ ...chosen, [longer]: '601s' });
      expect(stretched.worst).toBeGreaterThan(worst);
      expect(typical).toBeLessThanOrEqual(worst);
    }),
  );
});
