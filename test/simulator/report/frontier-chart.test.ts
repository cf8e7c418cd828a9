import * as fc from 'fast-check';
import { frontierChart } from '../../../simulator/report/frontier-chart';
import { widthOf } from '../../../simulator/report/placed-labels';
import { roundSteps, width } from '../../../simulator/report/svg';
import type { Outcome } from '../../../simulator/simulate';

const plain = [40, 45, 50, 55, 60, 65, 70, 75].map((target) => `HPA CPU ${target} %`);
const names = [...plain, 'static peak', 'our policy', 'clairvoyant', 'HPA CPU and requests', 'another policy'];
const outcome = (name: string, violations: number, costOverOracle: number): Outcome => ({ ...({} as Outcome), name, violations, costOverOracle });
/** Costs that are far apart, close together and equal. */
const costs = fc.oneof(fc.constant(1), fc.double({ min: 1, max: 1.05, noNaN: true }), fc.double({ min: 0.8, max: 12, noNaN: true }));
const violations = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.05, noNaN: true }), fc.double({ min: 0, max: 80, noNaN: true }));

const number = (text: string, attribute: string): number => Number(new RegExp(` ${attribute}="(-?[\\d.]+)"`).exec(text)?.[1]);

test('no text of the frontier overlaps another text or a point, or leaves the image, wherever the points are', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(costs, violations), { minLength: 1, maxLength: names.length }), (points) => {
      const svg = frontierChart(points.map(([cost, violating], index) => outcome(names[index] ?? '', violating, cost)));
      const texts = [...svg.matchAll(/<text[^>]*text-anchor="middle">([^<]+)</g)].map(([found, label = '']) => ({
        label,
        ...{ x: number(found, 'x'), y: number(found, 'y') - 4, width: widthOf(label), height: 13 },
      }));
      const circles = [...svg.matchAll(/<circle[^>]*>/g)].map(([found]) => {
        const size = 2 * number(found, 'r') - 0.2;
        return { label: 'a point', x: number(found, 'cx'), y: number(found, 'cy'), width: size, height: size };
      });
      expect(circles).toHaveLength(points.length);
      const met = texts.flatMap((one, index) =>
        [...texts.slice(index + 1), ...circles]
          .filter(
            (other) => Math.abs(one.x - other.x) < (one.width + other.width) / 2 - 0.2 && Math.abs(one.y - other.y) < (one.height + other.height) / 2 - 0.2,
          )
          .map((other) => `${one.label} over ${other.label}`),
      );
      expect(met).toEqual([]);
      for (const { x, y, width: wide } of texts) expect([x - wide / 2 >= 0, x + wide / 2 <= width + 0.1, y >= 0, y <= 268]).toEqual([true, true, true, true]);
    }),
    { numRuns: 25 },
  );
});

test.each([
  [1, 2.05, ['1.0', '1.5', '2.0'].join(), 6],
  [1, 1, '1.000', 1],
  [0.8, 12, '5,10', 6],
])('steps from %d to %d are round', (low, high, some, most) => {
  const labels = roundSteps(low, high).map(({ label }) => label);
  expect(labels.length).toBeLessThanOrEqual(most);
  for (const wanted of some.split(',')) expect(labels.map(Number)).toContain(Number(wanted));
});

test('steps between any bounds are within them, distinct, and few', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 50, noNaN: true }), fc.double({ min: 0.002, max: 50, noNaN: true }), (low, span) => {
      const steps = roundSteps(low, low + span);
      expect(new Set(steps.map(({ label }) => label)).size).toBe(steps.length);
      expect(steps.length).toBeLessThanOrEqual(6);
      for (const { value } of steps.slice(1)) expect(value).toBeLessThanOrEqual(low + span + 1e-6);
    }),
  );
});
