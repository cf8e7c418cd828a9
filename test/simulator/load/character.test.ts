import { characterOf, characterText } from '../../../simulator/load/character';
import { generatedLoad } from '../../../simulator/load/generators';
import type { Load } from '../../../simulator/load/load';

const load = (values: readonly number[], step = 60): Load => ({ name: 'load.csv', step, values, gaps: [] });
/** A load that alternates every five minutes between 100 and `high`, so that half of the steps have no change and more than a twentieth have a rise. */
const alternating = (high: number, size = 1): Load => load(Array.from({ length: 600 }, (_, minute) => size * (minute % 10 < 5 ? 100 : high)));

test.each([
  ['a day', generatedLoad('diurnal', 1)!, 'smooth'],
  ['a ramp', generatedLoad('ramp', 1)!, 'smooth'],
  ['one crowd in half a day', generatedLoad('flash-crowd', 1)!, 'smooth'],
  ['what never changes', load([5, 5, 5, 5, 5, 5]), 'smooth'],
  ['nothing but zeros', load([0, 0, 0, 0, 0, 0]), 'smooth'],
  ['two values', load([1, 100]), 'smooth'],
  ['changes by a tenth', alternating(110), 'smooth'],
  ['changes by a quarter', alternating(125), 'noisy'],
  ['changes by the half', alternating(150), 'bursty'],
  ['chance from minute to minute', generatedLoad('noise', 1)!, 'bursty'],
])('%s is classified by its growth during the start of a pod', (_, one, expected) => expect(characterOf(one).class).toBe(expected));

test('the class depends neither on the size of a load nor on its step', () => {
  const { growth } = characterOf(alternating(125));
  expect(characterOf(alternating(125, 1000)).growth).toBeCloseTo(growth, 9);
  const finer = load(
    alternating(125).values.flatMap((value, index, all) => [value, (value + (all[index + 1] ?? value)) / 2]),
    30,
  );
  expect(characterOf(finer).growth).toBeCloseTo(growth, 9);
});

test('a doubling below a tenth of the peak is no burst', () => {
  const quiet = Array.from({ length: 600 }, (_, minute) => (minute < 20 ? 1000 : minute % 10 < 5 ? 1 : 2));
  expect(characterOf(load(quiet)).class).toBe('smooth');
});

test('the text has the class, the growth and the bounds', () => {
  expect(characterText('load.csv', characterOf(alternating(125)))).toMatch(
    /^load\.csv: noisy; within 90 s it grows by at most 25 % .*smooth to 12 %, noisy to 40 %/,
  );
});
