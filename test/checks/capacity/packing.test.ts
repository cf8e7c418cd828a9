import fc from 'fast-check';
import { fitInAnyOrder } from '../../../checks/capacity/any-order';
import { firstFitDecreasing } from '../../../checks/capacity/first-fit';
import { lowerBound } from '../../../checks/capacity/lower-bound';
import { fewestNodes, fitsAlone } from '../../../checks/capacity/packing';
import type { NodeCapacity, Resources } from '../../../checks/capacity/resources';

const node: NodeCapacity = { cpu: 10, memory: 10, pods: 4 };
const pod = fc.record({ cpu: fc.integer({ min: 0, max: 10 }), memory: fc.integer({ min: 0, max: 10 }) });
const few = fc.array(pod, { maxLength: 7 });
const many = fc.array(pod, { maxLength: 60 });

/** Tries every assignment of pods to nodes; empty nodes count as equal. */
function bruteForce(pods: readonly Resources[]): number {
  let best = pods.length;
  const place = (index: number, nodes: readonly (readonly Resources[])[]): void => {
    const next = pods[index];
    if (next === undefined) {
      best = Math.min(best, nodes.length);
      return;
    }
    nodes.forEach((content, position) => {
      if (holds([...content, next])) place(index + 1, nodes.with(position, [...content, next]));
    });
    place(index + 1, [...nodes, [next]]);
  };
  place(0, []);
  return best;
}

function holds(content: readonly Resources[]): boolean {
  const total = (of: (one: Resources) => number): number => content.reduce((sum, one) => sum + of(one), 0);
  return content.length <= node.pods && total(({ cpu }) => cpu) <= node.cpu && total(({ memory }) => memory) <= node.memory;
}

describe('the fewest nodes', () => {
  test('are those of a brute-force packing, in a thousand random small cases', () => {
    fc.assert(
      fc.property(few, (pods) => {
        expect(fewestNodes(pods, node)).toEqual({ nodes: bruteForce(pods), exact: true });
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  test('are fewer than first fit finds, where a search finds a better packing', () => {
    // first fit needs a third node; the best packing is 5+3+2 and 4+3+3; memory does not matter here
    const pods = [5, 4, 3, 3, 3, 2].map((cpu) => ({ cpu, memory: 0 }));
    expect(bruteForce(pods)).toBe(2);
    expect(fewestNodes(pods, node)).toEqual({ nodes: 2, exact: true });
  });

  test('do not exist for a pod that is larger than a node', () => {
    expect(fewestNodes([{ cpu: 11, memory: 1 }], node)).toBeUndefined();
    expect(fitsAlone({ cpu: 10, memory: 10 }, node)).toBe(true);
  });

  test('are not claimed to be the fewest when the search was cut off', () => {
    const pods = Array.from({ length: 30 }, (_, index) => ({ cpu: 3 + (index % 3), memory: 5 - (index % 3) }));
    const found = fewestNodes(pods, node, 0);
    expect(found?.nodes).toBe(firstFitDecreasing(pods, node));
    expect(found?.exact).toBe(lowerBound(pods, node) === found?.nodes);
  });

  test('lie between the lower bound and first fit, also for many pods', () => {
    fc.assert(
      fc.property(many, (pods) => {
        const { nodes } = fewestNodes(pods, node, 500) ?? { nodes: -1 };
        expect(nodes).toBeGreaterThanOrEqual(lowerBound(pods, node));
        expect(nodes).toBeLessThanOrEqual(firstFitDecreasing(pods, node));
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  test('never grow when a pod is removed', () => {
    fc.assert(
      fc.property(few, (pods) => {
        expect(fewestNodes(pods.slice(1), node)?.nodes).toBeLessThanOrEqual(fewestNodes(pods, node)?.nodes ?? 0);
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('fitting in any order', () => {
  /** A scheduler that picks any node with room. @returns false when a pod fits nowhere */
  function schedules(pods: readonly Resources[], { nodes, choices }: { readonly nodes: number; readonly choices: readonly number[] }): boolean {
    const content: Resources[][] = Array.from({ length: nodes }, () => []);
    return pods.every((next, index) => {
      const possible = content.filter((present) => holds([...present, next]));
      possible[(choices[index] ?? 0) % Math.max(possible.length, 1)]?.push(next);
      return possible.length > 0;
    });
  }

  test('means that every scheduler places all pods, whatever nodes it picks', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 60 }), fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (pods, nodes, choices) => {
        fc.pre(fitInAnyOrder(pods, node, nodes));
        expect(schedules(pods, { nodes, choices })).toBe(true);
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  test('is not claimed if one order leaves a pod without room', () => {
    // one pod of 4 on each of two nodes leaves no room for a pod of 7
    const pods = [4, 4, 7].map((cpu) => ({ cpu, memory: 0 }));
    expect(fewestNodes(pods, node)?.nodes).toBe(2);
    expect(fitInAnyOrder(pods, node, 2)).toBe(false);
    expect(fitInAnyOrder(pods, node, 3)).toBe(true);
  });
});
