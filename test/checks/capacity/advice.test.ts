import { changeText, enoughMachine, enoughNodes } from '../../../checks/capacity/advice';
import { environmentWith } from '../../environment-with';

const settings = environmentWith({});
const from = settings.nodePool.maxNodes;

test('the smallest sufficient number is found, wherever it lies', () => {
  for (const least of [from, from + 1, from + 7, 999, 1000])
    expect(enoughNodes((nodes) => nodes >= least, settings, 'maxNodes')).toBe(`nodePool.maxNodes to ${least}`);
});

test('no number is named if no allowed number is enough', () => {
  expect(enoughNodes(() => false, settings, 'maxNodes')).toBeUndefined();
  expect(enoughNodes((nodes) => nodes >= 1001, settings, 'maxNodes')).toBeUndefined();
  expect(enoughNodes(() => true, { ...settings, nodePool: { ...settings.nodePool, maxNodes: 1001 } }, 'maxNodes')).toBeUndefined();
});

test('the smallest sufficient machine of the same family is named', () => {
  expect(enoughMachine((_, type) => type.endsWith('-16'), settings, 'maxNodes')).toMatch(/^nodePool\.machineType to e2-\w+-16$/);
  expect(enoughMachine(() => false, settings, 'maxNodes')).toBeUndefined();
});

test('the advice says so if no machine in the table is enough', () => {
  expect(changeText([undefined, undefined], settings)).toContain('no machine type of the family');
  expect(changeText(['a to 1', undefined, 'b to 2'], settings)).toMatch(/^change a to 1, or b to 2 \(config\/dev\.ts/);
});
