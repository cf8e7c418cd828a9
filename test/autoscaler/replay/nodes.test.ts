import { Nodes } from '../../../autoscaler/replay/nodes';

const model = { podsPerNode: 4, minNodes: 1, maxNodes: 3, startUp: 90, spareFor: 600 };

test('a pod without a place starts a node, and those beside it on that node wait no longer', () => {
  const nodes = new Nodes(model, 4);
  expect([0, 3].map((place) => nodes.startsAt(0, place))).toEqual([0, 0]);
  expect(nodes.startsAt(10, 4)).toBe(100);
  expect(nodes.startsAt(50, 7)).toBe(100);
  nodes.grow(100, 8);
  expect(nodes.startsAt(100, 7)).toBe(100);
});

test('above the most nodes there is no place', () => {
  const nodes = new Nodes(model, 4);
  expect([8, 11, 12].map((place) => nodes.startsAt(0, place))).toEqual([90, 90, Infinity]);
});

test('a node that nobody needs goes after ten minutes, and not when somebody needed it meanwhile', () => {
  const nodes = new Nodes(model, 12);
  nodes.grow(0, 4);
  nodes.grow(300, 8);
  nodes.grow(599, 4);
  expect(nodes.startsAt(599, 11)).toBe(599);
  nodes.grow(600, 4);
  expect(nodes.startsAt(600, 7)).toBe(600);
  expect(nodes.startsAt(600, 8)).toBe(690);
});

test('a node costs from when it is asked for', () => {
  const nodes = new Nodes(model, 4);
  nodes.startsAt(0, 4);
  nodes.grow(0, 5);
  nodes.grow(3600, 5);
  expect(nodes.hours).toBe(2);
});
