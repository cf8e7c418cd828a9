/** Kind: what the API server says of objects before any is changed: refusals of some, of all, or of none alone; warnings; kinds that are not there yet. */
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

test('each refusal is told with its object, though kubectl tells of none', () => {
  const cluster = withShop();
  const refused = [0, 7, 8, 22];
  for (const index of refused) cluster.refused.set(`ConfigMap/shop/m${index}`, 'Apply failed with 1 conflict: conflict with "hand": .data.x');
  const { problems } = rehearse(cluster, parsed(...maps), ['shop']);
  expect(problems.map((problem) => problem.split(': ')[0])).toEqual(refused.map((index) => `ConfigMap/shop/m${index}`));
  expect(problems[0]).toContain('kubectl apply --server-side --force-conflicts --field-manager=lyo-platform -f manifests/dev/shop.yaml');
});

test('ten thousand objects are asked in calls that each end long before the lock does, and a refusal among them is told with its object', () => {
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

test('a release of nothing is asked for nothing', () => {
  expect(rehearse(withShop(), [], ['shop'])).toEqual({ problems: [], warnings: [], added: [], changed: [], untried: [] });
});

test.each([
  ['field is immutable'],
  ['StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than \'replicas\' are forbidden'],
  ['RoleBinding.rbac.authorization.k8s.io "x" is invalid: roleRef: Invalid value: {}: cannot change roleRef'],
])('a field that never changes is told with the safe way: %s', (why) => {
  const cluster = withShop();
  cluster.refused.set('Deployment.apps/shop/web', why);
  expect(rehearse(cluster, parsed(deployment('web')), ['shop']).problems).toEqual([expect.stringContaining('docs/how-to/remove-or-rename.md')]);
});

test('a cluster that does not answer is told once, not for every object', () => {
  const cluster = withShop();
  cluster.try = () => ({ ok: false, why: 'kubectl apply: no cluster answers: gcloud container clusters get-credentials' });
  expect(() => rehearse(cluster, parsed(...maps), ['shop'])).toThrow(/^kubectl apply: no cluster answers/);
});

test('objects of a namespace that is not there yet are tried all the same', () => {
  const cluster = new PlayedCluster();
  cluster.refused.set('Deployment.apps/shop/web', 'unknown field');
  expect(rehearse(cluster, parsed(shop, deployment('web')), ['default']).problems).toEqual(['Deployment.apps/shop/web: unknown field']);
  cluster.refused.clear();
  expect(rehearse(cluster, parsed(shop, deployment('web')), ['default']).added).toEqual(['Namespace/shop', 'Deployment.apps/shop/web']);
});

test('new and changed objects are told apart from those that stay; what the server writes is no change', () => {
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

test('objects of a kind that this release brings are told as untried', () => {
  const spec = { group: 'example.com', names: { kind: 'Shop' } };
  const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'shops.example.com' }, spec };
  const { untried, added } = rehearse(withShop(), parsed(definition, namespaced('example.com/v1', 'Shop', 'mine')), ['shop']);
  expect(untried).toEqual(['Shop.example.com/shop/mine']);
  expect(added).toEqual(['CustomResourceDefinition.apiextensions.k8s.io/shops.example.com']);
});

test('what others stand on is sent first, and an aggregated API last', () => {
  const kinds = ['APIService', 'Deployment', 'ConfigMap', 'ServiceAccount', 'Namespace', 'HorizontalPodAutoscaler'];
  const sent = inOrderOfNeed(parsed(...kinds.map((kind) => ({ apiVersion: 'v1', kind, metadata: { name: 'x' } }))));
  expect(sent.map(({ kind }) => kind)).toEqual(['Namespace', 'ServiceAccount', 'ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'APIService']);
});
