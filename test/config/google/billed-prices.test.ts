/** Prices in the currency that is paid: each amount by the rate of the table, and nothing else. */
import { billOf } from '../../../checks/cost/bill';
import { billText, rangeText } from '../../../checks/cost/bill-text';
import { inBilledCurrency } from '../../../config/google/billed-prices';
import { listPrices, type Prices } from '../../../config/google/prices';
import { environments } from '../../fixtures/environments';
import { parseObjects } from '../../../checks/read-manifests';
import { synthesize } from '../../../charts/synthesis';

const rate = 0.5;
const euros = inBilledCurrency({ ...listPrices, billed: { currency: 'EUR', rate, asOf: '2026-08-01', source: 'the invoice of August' } });

/** Numbers of a table by their paths. */
function numbers(value: unknown, path = ''): readonly (readonly [string, number])[] {
  if (typeof value === 'number') return [[path, value]];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => numbers(inner, `${path}.${key}`)) : [];
}

test('every amount of the table is converted, and shares, counts, free quantities and assumptions are not', () => {
  const kept = /^\.(assumptions|commitment)\.|\.spot$|\.mostMachines$|\.freeGib$/;
  const before = numbers(listPrices);
  expect(before.length).toBeGreaterThan(100);
  expect(numbers(euros)).toEqual(before.map(([path, amount]) => [path, kept.test(path) ? amount : amount * rate]));
});

test('a table without another currency stays as it is', () => {
  expect(inBilledCurrency(listPrices)).toBe(listPrices);
  const own: Prices = { ...listPrices, currency: 'EUR' };
  expect(inBilledCurrency(own)).toBe(own);
});

test.each(environments.map((environment) => [environment.name, environment] as const))('the bill of %s is in the currency that is paid', (_, environment) => {
  const objects = synthesize(environment).flatMap(({ name, yaml }) => parseObjects(yaml, name));
  const manifests = { environment: environment.name, objects };
  const [dollars, paid] = [listPrices, euros].map((prices) => billOf({ environment, manifests, prices }));
  expect(paid?.platform.expected).toBeCloseTo(rate * (dollars?.platform.expected ?? 0), 6);
  expect(paid?.traffic.expected).toBeCloseTo(rate * (dollars?.traffic.expected ?? 0), 6);
  expect(billText(paid!)).toMatch(new RegExp(`^${environment.name}, EUR a month `));
  expect(rangeText(paid!)).toMatch(/^EUR \d+ to EUR \d+ a month, about EUR \d+ expected, and EUR \d+ for traffic$/);
});
