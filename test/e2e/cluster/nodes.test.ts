import { nodeObjects } from '../../../e2e/cluster/nodes';
import { parseObjects, stringAt } from '../../../e2e/cluster/kubernetes-object';

const nodes = (...args: Parameters<typeof nodeObjects>) =>
  parseObjects(
    nodeObjects(...args)
      .map((node) => JSON.stringify(node, undefined, 1))
      .join('\n'),
  );

test('nodes are distributed over the zones in turn', () => {
  expect(nodes({ count: 4, zones: ['a', 'b'] }).map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'])).toEqual(['a', 'b', 'a', 'b']);
});

test('allocatable equals capacity', () => {
  const [node] = nodes({ count: 1, cpu: '2', memory: '8Gi' });
  expect(stringAt(node!, ['status', 'allocatable', 'cpu'])).toBe('2');
  expect(stringAt(node!, ['status', 'capacity', 'memory'])).toBe('8Gi');
});

test.each([0, -1, 1.5])('%p nodes are refused', (count) =>
  expect(() => nodeObjects({ count })).toThrow(`nodes.count must be a whole number of at least 1, got ${count}`),
);

test('an empty list of zones is refused', () => expect(() => nodeObjects({ zones: [] })).toThrow('nodes.zones must name at least one zone'));
