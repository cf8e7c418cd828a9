import { conditionStatus, numberAt, parseObjects, stringAt } from '../../../e2e/cluster/kubernetes-object';

const pod = (name: string): object => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });
const print = (value: object): string => `${JSON.stringify(value, undefined, 4)}\n`;
const names = (json: string): readonly string[] => parseObjects(json).map(({ metadata }) => metadata.name);

test('one object', () => expect(names(print(pod('a')))).toEqual(['a']));
test('a list', () => expect(names(print({ kind: 'List', items: [pod('a'), pod('b')] }))).toEqual(['a', 'b']));
test('objects one after another', () => expect(names(print(pod('a')) + print(pod('b')))).toEqual(['a', 'b']));
test('an empty list', () => expect(names(print({ kind: 'PodMetricsList', items: [] }))).toEqual([]));
test('nothing', () => expect(names('\n')).toEqual([]));
test('anything else is refused', () => expect(() => names('{"items": 1}')).toThrow());

const [deployment] = parseObjects(
  print({
    ...pod('web'),
    status: { readyReplicas: 3, containers: [{ image: 'web:1' }], conditions: [{ type: 'Available', status: 'True' }] },
  }),
);

test('fields are read by path', () => {
  expect(numberAt(deployment!, ['status', 'readyReplicas'])).toBe(3);
  expect(stringAt(deployment!, ['status', 'containers', 0, 'image'])).toBe('web:1');
});

test('a field that is missing or of another type is undefined', () => {
  expect(numberAt(deployment!, ['status', 'replicas'])).toBeUndefined();
  expect(stringAt(deployment!, ['status', 'readyReplicas'])).toBeUndefined();
  expect(stringAt(deployment!, ['status', 'containers', 7, 'image'])).toBeUndefined();
});

test('a missing condition is undefined', () => {
  expect(conditionStatus(deployment!, 'Available')).toBe('True');
  expect(conditionStatus(deployment!, 'Progressing')).toBeUndefined();
});
