import { isRecord, stepsOf, valueAt } from '../../config/record';

const pod = { spec: { containers: [{ image: 'a' }, { image: 'b' }] }, metadata: { labels: { 'app.kubernetes.io/name': 'shop' } } };

test.each<[string | readonly (string | number)[], unknown]>([
  ['spec.containers.1.image', 'b'],
  ['spec.containers[1].image', 'b'],
  [['spec', 'containers', 0, 'image'], 'a'],
  ["metadata.labels['app.kubernetes.io/name']", 'shop'],
  [['metadata', 'labels', 'app.kubernetes.io/name'], 'shop'],
  ['spec.containers.2.image', undefined],
  ['spec.nothing.at.all', undefined],
  ['spec.containers.0.image.length', undefined],
  [[], pod],
])('the value at %j is %j', (path, value) => expect(valueAt(pod, path)).toBe(value));

test('a path is split into steps, in either notation of list items', () => {
  expect(stepsOf("a.b[0]['c.d'].1")).toEqual(['a', 'b', '0', 'c.d', '1']);
});

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ['text', false],
  [undefined, false],
])('%j is a record: %s', (value, expected) => {
  expect(isRecord(value)).toBe(expected);
});
