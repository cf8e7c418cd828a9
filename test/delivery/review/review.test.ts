import { manifestObject } from '../../../checks/manifest';
import { stringify } from 'yaml';
import { markdownOf } from '../../../delivery/review/markdown';
import { reviewOf } from '../../../delivery/review/review';
import { reviewSchema, type Review } from '../../../delivery/review/review-schema';
import { objectsOf, type KubernetesObject } from '../../kubernetes-object';
import { environmentWith } from '../../environment-with';
import type { Changes } from '../../altered';

const at = (name: string, objects: readonly unknown[]) => ({
  name,
  generation: new Map([['dev', objects.map((one) => manifestObject(one, { file: 'file.yaml' }))]]),
});
const review = (before: readonly unknown[], after: readonly unknown[]): Review => reviewOf(at('base', before), at('head', after));
const byChange = ({ environments }: Review) => environments[0]?.objects.map(({ change, object, risk }) => `${risk}: ${change} ${object}`) ?? [];

const clean = objectsOf(environmentWith());
const changed = (changes: Changes): Review => review(clean, objectsOf(environmentWith(changes)));
const edited = (kind: string, name: string, edit: (copy: KubernetesObject & { spec: never }) => void): Review =>
  review(
    clean,
    clean.map((object) => {
      if (object.kind !== kind || object.metadata.name !== name) return object;
      const copy = structuredClone(object);
      edit(copy as never);
      return copy;
    }),
  );

test('equal objects are no change, and the comment says so in one line', () => {
  expect(review(clean, structuredClone(clean)).risk).toBe('routine');
  expect(markdownOf(review(clean, clean))).toContain('No generated file changes.');
});

test('a new image only replaces pods', () => {
  const made = changed({ 'workloads[0].image': 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend:9.9.9' });
  expect(made.risk).toBe('restarts');
  const [{ object, fields } = { object: '', fields: [] }] = made.environments[0]?.objects ?? [];
  expect(object).toBe('Deployment lyo-backend/backend');
  expect(fields.map(({ path }) => path)).toContain('spec.template.spec.containers[name=backend].image');
});

test('new content of a ConfigMap named by its content is a changed object, not an added and a removed one', () => {
  const made = changed({ 'workloads[0].scaling.signals.requestRate.perPod': 90 });
  expect(byChange(made).filter((line) => /added|removed/.test(line))).toEqual([]);
  expect(
    made.environments[0]?.objects
      .flatMap(({ fields }) => fields)
      .map(({ path }) => path)
      .join('\n'),
  ).toMatch(/data\["scaling-backend\.yaml"\]\.groups/);
});

/** Changes by their risk: refused by the API server, removing or opening something, replacing pods. */
test.each<[string, string, (copy: never) => void, string]>([
  ['Deployment', 'backend', (copy: { spec: { selector: { matchLabels: Record<string, string> } } }) => (copy.spec.selector.matchLabels['x'] = 'y'), 'refused'],
  ['StatefulSet', 'prometheus', (copy: { spec: { serviceName: string } }) => (copy.spec.serviceName = 'other'), 'refused'],
  ['StatefulSet', 'jaeger', (copy: { spec: { volumeClaimTemplates: unknown[] } }) => (copy.spec.volumeClaimTemplates = []), 'refused'],
  ['ClusterRoleBinding', 'lyo-observability-prometheus', (copy: { roleRef: { name: string } }) => (copy.roleRef.name = 'cluster-admin'), 'refused'],
  [
    'ClusterRole',
    'lyo-observability-prometheus',
    (copy: { rules: unknown[] }) => copy.rules.push({ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }),
    'dangerous',
  ],
  ['NetworkPolicy', 'backend', (copy: { spec: { ingress: unknown[] } }) => copy.spec.ingress.push({}), 'dangerous'],
  ['HorizontalPodAutoscaler', 'backend', (copy: { spec: { maxReplicas: number } }) => (copy.spec.maxReplicas = 3), 'dangerous'],
  ['HorizontalPodAutoscaler', 'backend', (copy: { spec: { maxReplicas: number } }) => (copy.spec.maxReplicas = 60), 'behaviour'],
  ['Deployment', 'backend', (copy: { spec: { replicas?: number } }) => (copy.spec.replicas = 3), 'dangerous'],
  ['Deployment', 'backend', (copy: { spec: { template: { spec: { hostNetwork?: boolean } } } }) => (copy.spec.template.spec.hostNetwork = true), 'dangerous'],
  [
    'Deployment',
    'backend',
    (copy: { spec: { template: { spec: { priorityClassName?: string } } } }) => (copy.spec.template.spec.priorityClassName = 'x'),
    'restarts',
  ],
  ['Deployment', 'backend', (copy: { spec: { fieldOfTomorrow?: number } }) => (copy.spec.fieldOfTomorrow = 1), 'behaviour'],
  ['Service', 'backend', (copy: { spec: { type?: string } }) => (copy.spec.type = 'LoadBalancer'), 'dangerous'],
  ['Service', 'backend', (copy: { metadata: { labels: Record<string, string> } }) => (copy.metadata.labels['x'] = 'y'), 'routine'],
])('%s %s by %p', (kind, name, edit, risk) => {
  expect(edited(kind, name, edit as never).risk).toBe(risk);
});

test.each(['NetworkPolicy', 'StatefulSet', 'HorizontalPodAutoscaler', 'Namespace', 'RoleBinding', 'Service', 'Deployment'])(
  'a removed %s is dangerous',
  (kind) => {
    const gone = clean.find((object) => object.kind === kind);
    expect(
      review(
        clean,
        clean.filter((object) => object !== gone),
      ).risk,
    ).toBe('dangerous');
  },
);

/** Changes that the API server treats differently than they look; the scenario review-labels found each of them. */
test.each<[string, object, object, string]>([
  [
    'lists of a pod template in another order replace pods',
    podsOf({ volumes: [{ name: 'a' }, { name: 'b' }] }),
    podsOf({ volumes: [{ name: 'b' }, { name: 'a' }] }),
    'restarts',
  ],
  ['ports of a Service in another order are the same', service([80, 81]), service([81, 80]), 'routine'],
  ['content of what is immutable is refused', sealedMap('web', '1'), sealedMap('web', '2'), 'refused'],
  ['content that names what is immutable is another object', sealedMap('web-0123456789', '1'), sealedMap('web-1123456789', '2'), 'behaviour'],
  ['an account of Google, where there was no annotation', account(undefined), account({ 'iam.gke.io/gcp-service-account': 'a@b' }), 'dangerous'],
  [
    'an account of Google, where there was another',
    account({ 'iam.gke.io/gcp-service-account': 'c@b' }),
    account({ 'iam.gke.io/gcp-service-account': 'a@b' }),
    'dangerous',
  ],
  ['another annotation of an account', account(undefined), account({ of: 'x' }), 'routine'],
  ['rules in another order are the same rights', role([['pods'], ['get', 'list']]), role([['pods'], ['list']], [['pods'], ['get']]), 'routine'],
  ['a verb more is a right more', role([['pods'], ['get']]), role([['pods'], ['get', 'delete']]), 'dangerous'],
  ['a right less', role([['pods'], ['get', 'list']]), role([['pods'], ['get']]), 'dangerous'],
])('%s', (_, before, after, risk) => {
  expect(review([before], [after]).risk).toBe(risk);
});

function podsOf(spec: object): object {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'n' }, spec: { template: { spec } } };
}

function service(ports: readonly number[]): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'n' }, spec: { ports: ports.map((port) => ({ port, protocol: 'TCP' })) } };
}

function sealedMap(name: string, value: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', immutable: true, metadata: { name, namespace: 'n' }, data: { value } };
}

function account(annotations: object | undefined): object {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web', namespace: 'n', ...(annotations === undefined ? {} : { annotations }) } };
}

function role(...rules: readonly (readonly [resources: readonly string[], verbs: readonly string[]])[]): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'web', namespace: 'n' },
    rules: rules.map(([resources, verbs]) => ({ apiGroups: [''], resources, verbs })),
  };
}

test('another name for the same content is a rename', () => {
  const renamed = clean.map((object) =>
    object.kind === 'ServiceAccount' && object.metadata.name === 'backend' ? { ...object, metadata: { ...object.metadata, name: 'api' } } : object,
  );
  expect(byChange(review(clean, renamed))).toEqual(['dangerous: renamed ServiceAccount lyo-backend/backend to api']);
});

test('of a Secret only the names of its keys are shown', () => {
  const secret = (value: string, more: object = {}) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'n' },
    stringData: { password: value, ...more },
    data: { token: 'dG9rZW4=' },
  });
  const made = review([secret('hunter2')], [secret('hunter3', { other: 'swordfish' })]);
  expect(byChange(made)).toEqual(['behaviour: changed Secret n/s']);
  for (const text of [JSON.stringify(made), markdownOf(made)]) expect(text).not.toMatch(/hunter|swordfish|dG9rZW4/);
});

test('a rule with another layout is unchanged, and a new rule is one change', () => {
  const rules = (...expressions: readonly string[]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'rules', namespace: 'n' },
    data: { 'rules.yaml': stringify({ groups: [{ name: 'g', rules: expressions.map((expr, index) => ({ record: `r${index}`, expr })) }] }) },
  });
  expect(review([rules('sum(a)', 'b')], [rules('sum(\n  a\n)', 'b')]).environments[0]?.objects).toEqual([]);
  const [only] = review([rules('a', 'b')], [rules('a', 'b', 'c')]).environments[0]?.objects ?? [];
  expect(only?.fields.map(({ path }) => path)).toEqual(['data["rules.yaml"].groups.g.rules.r2']);
});

test('ten thousand objects fit in a comment, with the highest risk first and complete within 4,000 characters', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `config-number-${index}`, namespace: 'n' },
    data: { a: 'x'.repeat(index % 200) },
  }));
  const made = review(
    many,
    [...many.map((one) => ({ ...one, data: { a: 'y' } })), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'new' } }].slice(1),
  );
  const text = markdownOf(made);
  expect(text.length).toBeLessThanOrEqual(60_000);
  expect(text.indexOf('<details>')).toBeLessThanOrEqual(4_000);
  expect(text.indexOf('removed ConfigMap')).toBeGreaterThan(0);
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0);
});

test('the printed review fits its schema, and is the same each time', () => {
  const made = changed({ 'workloads[0].scaling.maxReplicas': 60 });
  expect(reviewSchema.parse(JSON.parse(JSON.stringify(made)))).toEqual(made);
  expect(markdownOf(changed({ 'workloads[0].scaling.maxReplicas': 60 }))).toBe(markdownOf(made));
});

describe('an object that the API server or etcd does not take is called refused:', () => {
  const mebibyte = 1024 ** 2;
  const holder = (kind: string, content: object) => ({ apiVersion: 'v1', kind, metadata: { name: 'large', namespace: 'n' }, ...content });
  const role = (bytes: number) => ({ ...holder('Role', { rules: [{ resources: ['x'.repeat(bytes)] }] }), apiVersion: 'rbac.authorization.k8s.io/v1' });
  test.each<[string, object, string]>([
    ['a ConfigMap of one byte too many', holder('ConfigMap', { data: { a: 'x'.repeat(mebibyte), b: 'é'.repeat(0), c: 'x' } }), 'received 1048577'],
    ['one with letters of two bytes', holder('ConfigMap', { data: { a: 'é'.repeat(mebibyte / 2 + 1) } }), 'received 1048578'],
    ['a Secret by what is encoded', holder('Secret', { data: { a: Buffer.alloc(mebibyte + 1).toString('base64') } }), 'received 1048577'],
    ['files in two forms', holder('ConfigMap', { data: { a: 'x'.repeat(mebibyte) }, binaryData: { b: 'AAAA' } }), 'received 1048579'],
    ['rules of more than a request may have', role(1.5 * mebibyte), 'at most 1572864 bytes, which etcd takes'],
  ])('%s', (_, object, why) => {
    const [only] = review([], [object]).environments[0]?.objects ?? [];
    expect(only).toMatchObject({ risk: 'refused', why: expect.stringContaining(why) });
    const before = { ...object, data: {}, binaryData: {}, rules: [] };
    expect(byChange(review([before], [object]))).toEqual([expect.stringMatching(/^refused: changed /)]);
    expect(byChange(review([object], []))).toEqual([expect.not.stringMatching(/^refused/)]);
  });

  test.each<[string, object]>([
    ['a ConfigMap of a mebibyte', holder('ConfigMap', { data: { a: 'x'.repeat(mebibyte) } })],
    ['a Secret of a mebibyte', holder('Secret', { data: { a: Buffer.alloc(mebibyte).toString('base64') } })],
    ['rules of a mebibyte', role(mebibyte)],
  ])('%s is not', (_, object) => expect(byChange(review([], [object]))).toEqual([expect.not.stringMatching(/^refused/)]));
});
