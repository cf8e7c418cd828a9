import { changeText, enoughMachine, enoughNodes } from '../../../checks/capacity/advice';
import { environmentWith } from '../../environment-with';

const settings = environmentWith({});
const from = settings.nodePool.maxNodes;

test('the smallest number that is enough is found, wherever it lies', () => {
  for (const least of [from, from + 1, from + 7, 999, 1000])
    expect(enoughNodes((nodes) => nodes >= least, settings, 'maxNodes')).toBe(`nodePool.maxNodes to ${least}`);
});

test('where no number that may be written is enough, none is named', () => {
  expect(enoughNodes(() => false, settings, 'maxNodes')).toBeUndefined();
  expect(enoughNodes((nodes) => nodes >= 1001, settings, 'maxNodes')).toBeUndefined();
  expect(enoughNodes(() => true, { ...settings, nodePool: { ...settings.nodePool, maxNodes: 1001 } }, 'maxNodes')).toBeUndefined();
});

test('a larger machine of the same family is named, the first that is enough', () => {
  expect(enoughMachine((_, type) => type.endsWith('-16'), settings, 'maxNodes')).toMatch(/^nodePool\.machineType to e2-\w+-16$/);
  expect(enoughMachine(() => false, settings, 'maxNodes')).toBeUndefined();
});

test('where nothing in the table is enough, the sentence says so', () => {
  expect(changeText([undefined, undefined], settings)).toContain('no machine type of the family');
  expect(changeText(['a to 1', undefined, 'b to 2'], settings)).toMatch(/^change a to 1, or b to 2 \(config\/dev\.ts/);
});
