/** Answers of the API server to a dry run before any change: refusals of some or all objects, warnings, and kinds that do not exist yet. */
import { manifestObject, type ManifestObject } from '../../../checks/manifest';
import { rehearse } from '../../../delivery/apply/rehearsal';
import { inOrderOfNeed } from '../../../delivery/apply/send';
import { PlayedCluster } from './played-cluster';
import { deployment, namespaced, shop } from './played-release';

const parsed = (...objects: readonly object[]): readonly ManifestObject[] =>
  objects.map((object) => manifestObject(object, { file: 'manifests/dev/shop.yaml' }));
const maps = Array.from({ length: 23 }, (_, index) => namespaced('v1', 'ConfigMap', `m${index}`));

function withShop(): PlayedCluster {
  const cluster = new PlayedCluster();
  cluster.put(shop);
  return cluster;
}

test('each refusal is reported with its object, although kubectl does not name it', () => {
  const cluster = withShop();
  const refused = [0, 7, 8, 22];
  for (const index of refused) cluster.refused.set(`ConfigMap/shop/m${index}`, 'Apply failed with 1 conflict: conflict with "hand": .data.x');
  const { problems } = rehearse(cluster, parsed(...maps), ['shop']);
  expect(problems.map((problem) => problem.split(': ')[0])).toEqual(refused.map((index) => `ConfigMap/shop/m${index}`));
  expect(problems[0]).toContain('kubectl apply --server-side --force-conflicts --field-manager=lyo-platform -f manifests/dev/shop.yaml');
});

test('ten thousand objects are tried in calls that each end long before the lock expires, and a refusal among them is reported with its object', () => {
  const cluster = withShop();
  const sizes: number[] = [];
  const asked = cluster.try.bind(cluster);
  cluster.try = (args, input) => {
    sizes.push((input ?? '').split('\n').length - 1);
    return asked(args, input);
  };
  const many = parsed(...Array.from({ length: 10_000 }, (_, index) => namespaced('v1', 'ConfigMap', `many${index}`)));
  expect(rehearse(cluster, many, ['shop']).added).toHaveLength(10_000);
  expect(Math.max(...sizes)).toBe(200);
  cluster.refused.set('ConfigMap/shop/many9876', 'unknown field');
  expect(rehearse(cluster, many, ['shop']).problems).toEqual(['ConfigMap/shop/many9876: unknown field']);
});

test('an empty release makes no calls', () => {
  expect(rehearse(withShop(), [], ['shop'])).toEqual({ problems: [], warnings: [], added: [], changed: [], untried: [] });
});

test.each([
  ['field is immutable'],
  ['StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden'],
  ['RoleBinding.rbac.authorization.k8s.io "x" is invalid: roleRef: Invalid value: {}: cannot change roleRef'],
])('a change of an immutable field is reported with the safe way: %s', (why) => {
  const cluster = withShop();
  cluster.refused.set('Deployment.apps/shop/web', why);
  expect(rehearse(cluster, parsed(deployment('web')), ['shop']).problems).toEqual([expect.stringContaining('docs/how-to/remove-or-rename.md')]);
});

test('a cluster that does not answer is reported once, not for every object', () => {
  const cluster = withShop();
  cluster.try = () => ({ ok: false, why: 'kubectl apply: no cluster answers: gcloud container clusters get-credentials' });
  expect(() => rehearse(cluster, parsed(...maps), ['shop'])).toThrow(/^kubectl apply: no cluster answers/);
});

test('objects of a missing namespace are tried too', () => {
  const cluster = new PlayedCluster();
  cluster.refused.set('Deployment.apps/shop/web', 'unknown field');
  expect(rehearse(cluster, parsed(shop, deployment('web')), ['default']).problems).toEqual(['Deployment.apps/shop/web: unknown field']);
  cluster.refused.clear();
  expect(rehearse(cluster, parsed(shop, deployment('web')), ['default']).added).toEqual(['Namespace/shop', 'Deployment.apps/shop/web']);
});

test('new, changed and unchanged objects are distinguished, and fields that the server writes are no change', () => {
  const cluster = withShop();
  for (const object of [deployment('web'), deployment('same'), namespaced('v1', 'ConfigMap', 'settings')]) cluster.put(object);
  cluster.warnings.push('would violate PodSecurity', 'would violate PodSecurity');
  const rehearsal = rehearse(cluster, parsed(shop, deployment('web', 'web:2'), deployment('same'), deployment('new')), ['shop']);
  expect(rehearsal).toEqual({
    problems: [],
    warnings: ['would violate PodSecurity'],
    added: ['Deployment.apps/shop/new'],
    changed: ['Deployment.apps/shop/web'],
    untried: [],
  });
});

test('objects whose kind comes with this release are reported as untried', () => {
  const spec = { group: 'example.com', names: { kind: 'Shop' } };
  const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'shops.example.com' }, spec };
  const { untried, added } = rehearse(withShop(), parsed(definition, namespaced('example.com/v1', 'Shop', 'mine')), ['shop']);
  expect(untried).toEqual(['Shop.example.com/shop/mine']);
  expect(added).toEqual(['CustomResourceDefinition.apiextensions.k8s.io/shops.example.com']);
});

test('objects that others need are sent first, and aggregated APIs last', () => {
  const kinds = ['APIService', 'Deployment', 'ConfigMap', 'ServiceAccount', 'Namespace', 'HorizontalPodAutoscaler'];
  const sent = inOrderOfNeed(parsed(...kinds.map((kind) => ({ apiVersion: 'v1', kind, metadata: { name: 'x' } }))));
  expect(sent.map(({ kind }) => kind)).toEqual(['Namespace', 'ServiceAccount', 'ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'APIService']);
});

test.each([
  ['ConfigMap/free', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'free' } }, 'team', 'must state its namespace: without it, it would go to team'],
  ['ClusterRole/shop/wide', namespaced('v1', 'ClusterRole', 'wide'), undefined, 'must state no namespace: objects of its kind have none'],
])('%s would be made elsewhere than its manifest says, and is refused', (key, object, made, why) => {
  const cluster = withShop();
  const asked = cluster.try.bind(cluster);
  cluster.try = (args, input) => {
    const answer = asked(args, input);
    if (!answer.ok || args[0] !== 'apply') return answer;
    const read = JSON.parse(answer.output) as { readonly items: readonly { readonly metadata: object }[] };
    const items = read.items.map((item) => ({ ...item, metadata: { ...item.metadata, namespace: made } }));
    return { ...answer, output: JSON.stringify({ ...read, items }) };
  };
  expect(rehearse(cluster, parsed(object), ['shop']).problems).toEqual([`${key}: ${why}`]);
});
