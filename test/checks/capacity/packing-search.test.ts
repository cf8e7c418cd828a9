import fc from 'fast-check';
import { firstFitDecreasing } from '../../../checks/capacity/first-fit';
import type { NodeCapacity, Resources } from '../../../checks/capacity/resources';
import { fitsBySearch } from '../../../checks/capacity/packing-search';

const node: NodeCapacity = { cpu: 10, memory: 10, pods: 4 };
const pod = fc.record({ cpu: fc.integer({ min: 1, max: 10 }), memory: fc.integer({ min: 1, max: 10 }) });
const plenty = 1_000_000;

/** True if the pods fit on so many nodes; tries every assignment. */
function fits(pods: readonly Resources[], nodes: number): boolean {
  const place = (index: number, rooms: readonly (readonly Resources[])[]): boolean => {
    const next = pods[index];
    if (next === undefined) return true;
    return rooms.some((content, position) => holds([...content, next]) && place(index + 1, rooms.with(position, [...content, next])));
  };
  return place(
    0,
    Array.from({ length: nodes }, () => []),
  );
}

function holds(content: readonly Resources[]): boolean {
  const total = (of: (one: Resources) => number): number => content.reduce((sum, one) => sum + of(one), 0);
  return content.length <= node.pods && total(({ cpu }) => cpu) <= node.cpu && total(({ memory }) => memory) <= node.memory;
}

describe('the packing search', () => {
  test('agrees with trying every assignment, on one node and on several', () => {
    fc.assert(
      fc.property(fc.array(pod, { maxLength: 6 }), fc.integer({ min: 1, max: 4 }), (pods, nodes) => {
        expect(fitsBySearch(pods, node, { nodes, steps: plenty })).toBe(fits(pods, nodes) ? 'fits' : 'impossible');
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  test('agrees for pods in equal pairs too, which it tries in one order only', () => {
    fc.assert(
      fc.property(fc.array(pod, { maxLength: 3 }), fc.integer({ min: 1, max: 3 }), (pods, nodes) => {
        const pairs = pods.flatMap((one) => [one, { ...one }]);
        expect(fitsBySearch(pairs, node, { nodes, steps: plenty })).toBe(fits(pairs, nodes) ? 'fits' : 'impossible');
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  test('finds a packing that first fit does not', () => {
    const pods = [5, 4, 3, 3, 3, 2].map((cpu) => ({ cpu, memory: 0 }));
    expect(firstFitDecreasing(pods, node)).toBeGreaterThan(2);
    expect(fitsBySearch(pods, node, { nodes: 2, steps: plenty })).toBe('fits');
  });

  test('stops after its limit of steps, with an unknown result', () => {
    const pods = [1, 2, 3].map((cpu) => ({ cpu, memory: 0 }));
    expect([0, 1, 2, 3].map((steps) => fitsBySearch(pods, node, { nodes: 1, steps }))).toEqual(['unknown', 'unknown', 'unknown', 'fits']);
    expect(fitsBySearch([], node, { nodes: 0, steps: 0 })).toBe('fits');
  });
});
