import { Nodes } from '../../../autoscaler/replay/nodes';

const model = { podsPerNode: 4, minNodes: 1, maxNodes: 3, startUp: 90, spareFor: 600 };

test('a pod without room starts a node, and further pods on that node start with it', () => {
  const nodes = new Nodes(model, 4);
  expect([0, 3].map((place) => nodes.startsAt(0, place))).toEqual([0, 0]);
  expect(nodes.startsAt(10, 4)).toBe(100);
  expect(nodes.startsAt(50, 7)).toBe(100);
  nodes.grow(100, 8);
  expect(nodes.startsAt(100, 7)).toBe(100);
});

test('beyond the maximum of nodes a pod never starts', () => {
  const nodes = new Nodes(model, 4);
  expect([8, 11, 12].map((place) => nodes.startsAt(0, place))).toEqual([90, 90, Infinity]);
});

test('an unneeded node is removed after ten minutes, unless a pod needed it meanwhile', () => {
  const nodes = new Nodes(model, 12);
  nodes.grow(0, 4);
  nodes.grow(300, 8);
  nodes.grow(599, 4);
  expect(nodes.startsAt(599, 11)).toBe(599);
  nodes.grow(600, 4);
  expect(nodes.startsAt(600, 7)).toBe(600);
  expect(nodes.startsAt(600, 8)).toBe(690);
});

test('node hours count from the request of the node', () => {
  const nodes = new Nodes(model, 4);
  nodes.startsAt(0, 4);
  nodes.grow(0, 5);
  nodes.grow(3600, 5);
  expect(nodes.hours).toBe(2);
});
