import { characterOf, characterText } from '../../../simulator/load/character';
import { generatedLoad } from '../../../simulator/load/generators';
import type { Load } from '../../../simulator/load/load';

const load = (values: readonly number[], step = 60): Load => ({ name: 'load.csv', step, values, gaps: [] });
/** A load that alternates every five minutes between 100 and what is asked for: half of the time nothing changes, and a rise lasts for more than a twentieth. */
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
])('%s is told by how it grows while pods start', (_, one, expected) => expect(characterOf(one).class).toBe(expected));

test('neither its size nor how finely it was recorded changes what a load is', () => {
  const { growth } = characterOf(alternating(125));
  expect(characterOf(alternating(125, 1000)).growth).toBeCloseTo(growth, 9);
  const finer = load(
    alternating(125).values.flatMap((value, index, all) => [value, (value + (all[index + 1] ?? value)) / 2]),
    30,
  );
  expect(characterOf(finer).growth).toBeCloseTo(growth, 9);
});

test('below a tenth of the peak a doubling is no burst', () => {
  const quiet = Array.from({ length: 600 }, (_, minute) => (minute < 20 ? 1000 : minute % 10 < 5 ? 1 : 2));
  expect(characterOf(load(quiet)).class).toBe('smooth');
});

test('the text says the class, the number and where the bounds are', () => {
  expect(characterText('load.csv', characterOf(alternating(125)))).toMatch(
    /^load\.csv: noisy; within 90 s it grows by at most 25 % .*smooth to 12 %, noisy to 40 %/,
  );
});
