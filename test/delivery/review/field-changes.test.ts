import fc from 'fast-check';
import { fieldChanges, type FieldChange } from '../../../delivery/review/field-changes';
import { knownListKeys } from '../../../checks/objects/list-keys';

const deployment = knownListKeys['apps/v1/Deployment'];
const container = (name: string, more: object = {}): object => ({ name, image: 'a:1', ...more });
const pod = (containers: readonly object[], more: object = {}): object => ({ spec: { template: { spec: { containers, ...more } } } });
const brief = (changes: readonly FieldChange[]) =>
  changes.map(({ path, before, after, reordered }) => [path, ...(reordered === true ? ['reordered'] : [before, after])]);

test('any object has no changes against itself', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(fieldChanges(value, structuredClone(value), deployment)).toEqual([]);
    }),
  );
});

test('any difference is found, except equal quantities', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.jsonValue()),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.jsonValue()),
      (one, other) => {
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        expect(fieldChanges(one, other).length > 0).toBe(!same);
      },
    ),
  );
});

test('entries of keyed lists are matched by their keys, in any order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (names, chance) => {
      const shuffled = [...names].sort(() => (chance.next().value ?? 0) % 3);
      expect(fieldChanges(pod(names.map((name) => container(name))), pod(shuffled.map((name) => container(name))), deployment)).toEqual([]);
    }),
  );
});

test.each<[string, object, object, unknown]>([
  [
    'an image',
    pod([container('a'), container('b')]),
    pod([container('b', { image: 'a:2' }), container('a')]),
    // another order of containers is another template
    [
      ['spec.template.spec.containers[name=b].image', 'a:1', 'a:2'],
      ['spec.template.spec.containers', 'reordered'],
    ],
  ],
  ['a sidecar more', pod([container('a')]), pod([container('b'), container('a')]), [['spec.template.spec.containers[name=b]', undefined, container('b')]]],
  [
    'a port of another protocol',
    pod([container('a', { ports: [{ containerPort: 1, protocol: 'TCP' }] })]),
    pod([container('a', { ports: [{ containerPort: 1, protocol: 'UDP' }] })]),
    [
      ['spec.template.spec.containers[name=a].ports[containerPort=1,protocol=TCP]', { containerPort: 1, protocol: 'TCP' }, undefined],
      ['spec.template.spec.containers[name=a].ports[containerPort=1,protocol=UDP]', undefined, { containerPort: 1, protocol: 'UDP' }],
    ],
  ],
  [
    'the order of variables of which one names another',
    pod([
      container('a', {
        env: [
          { name: 'X', value: '1' },
          { name: 'Y', value: '$(X)' },
        ],
      }),
    ]),
    pod([
      container('a', {
        env: [
          { name: 'Y', value: '$(X)' },
          { name: 'X', value: '1' },
        ],
      }),
    ]),
    [['spec.template.spec.containers[name=a].env', 'reordered']],
  ],
  [
    'the order of variables that do not',
    pod([
      container('a', {
        env: [
          { name: 'X', value: '1' },
          { name: 'Y', value: '2' },
        ],
      }),
    ]),
    pod([
      container('a', {
        env: [
          { name: 'Y', value: '2' },
          { name: 'X', value: '1' },
        ],
      }),
    ]),
    // the template differs, so each pod is replaced anyway
    [['spec.template.spec.containers[name=a].env', 'reordered']],
  ],
  [
    'the order of what runs first',
    pod([], { initContainers: [container('a'), container('b')] }),
    pod([], { initContainers: [container('b'), container('a')] }),
    [['spec.template.spec.initContainers', 'reordered']],
  ],
  [
    'the same amount',
    pod([container('a', { resources: { requests: { cpu: '500m', memory: '1Gi' } } })]),
    pod([container('a', { resources: { requests: { cpu: '0.5', memory: '1024Mi' } } })]),
    [],
  ],
  [
    'a variable that looks like an amount',
    pod([container('a', { env: [{ name: 'X', value: '1' }] })]),
    pod([container('a', { env: [{ name: 'X', value: '1.0' }] })]),
    [['spec.template.spec.containers[name=a].env[name=X].value', '1', '1.0']],
  ],
  [
    'an argument more, of a list that is one value',
    pod([container('a', { args: ['--x'] })]),
    pod([container('a', { args: ['--y', '--x'] })]),
    [['spec.template.spec.containers[name=a].args[0]', undefined, '--y']],
  ],
  [
    'the same argument twice',
    pod([container('a', { args: ['--x'] })]),
    pod([container('a', { args: ['--x', '--x'] })]),
    [['spec.template.spec.containers[name=a].args', ['--x'], ['--x', '--x']]],
  ],
  [
    'two entries of one name, which is no list of names',
    pod([container('a'), container('a')]),
    pod([container('a')]),
    [['spec.template.spec.containers', [container('a'), container('a')], [container('a')]]],
  ],
  [
    'a label with a dot and a slash',
    { metadata: { labels: { 'a.b/c': '1' } } },
    { metadata: { labels: { 'a.b/c': '2' } } },
    [['metadata.labels["a.b/c"]', '1', '2']],
  ],
])('%s', (_, before, after, expected) => {
  expect(brief(fieldChanges(before, after, deployment))).toEqual(expected);
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inside]) => [name, sorted(inside)]),
  );
}
