import { phases } from '../../../e2e/waiting/phases';

test('the same seed gives the same moments, another seed others', () => {
  expect(phases(1, 8, 30)).toEqual(phases(1, 8, 30));
  expect(phases(2, 8, 30)).not.toEqual(phases(1, 8, 30));
});

test('moments fill the whole stretch and none is beyond it', () => {
  const moments = phases(7, 3000, 30);
  expect(Math.min(...moments)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...moments)).toBeLessThan(30);
  // ten stretches of 3 s: 300 each on average, and a fair draw strays from that by more than 100 in less than one of a million runs
  const counts = Array.from({ length: 10 }, (_, stretch) => moments.filter((moment) => Math.floor(moment / 3) === stretch).length);
  expect(counts.every((count) => count > 200 && count < 400)).toBe(true);
});

test('eight steps of the scenario fall into each third of the stretch', () => {
  const thirds = phases(20_260_824, 8, 30).map((moment) => Math.floor(moment / 10));
  expect(new Set(thirds)).toEqual(new Set([0, 1, 2]));
});
