import { phases } from '../../../e2e/waiting/phases';

test('the same seed gives the same times, another seed different ones', () => {
  expect(phases(1, 8, 30)).toEqual(phases(1, 8, 30));
  expect(phases(2, 8, 30)).not.toEqual(phases(1, 8, 30));
});

test('times fill the whole range and none is outside', () => {
  const moments = phases(7, 3000, 30);
  expect(Math.min(...moments)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...moments)).toBeLessThan(30);
  // ten bins of 3 s with 300 each on average; a uniform draw deviates by more than 100 in less than one of a million runs
  const counts = Array.from({ length: 10 }, (_, stretch) => moments.filter((moment) => Math.floor(moment / 3) === stretch).length);
  expect(counts.every((count) => count > 200 && count < 400)).toBe(true);
});

test('eight steps of the scenario fall into each third of the range', () => {
  const thirds = phases(20_260_824, 8, 30).map((moment) => Math.floor(moment / 10));
  expect(new Set(thirds)).toEqual(new Set([0, 1, 2]));
});
