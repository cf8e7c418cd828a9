/** Objects that are in the record and no longer wanted, of any kind, few or many. */
import fc from 'fast-check';
import { recordKey, referenceOf } from '../../../delivery/apply/object-key';
import { budgetOf, inOrder, isProtected, pruneOf } from '../../../delivery/apply/prune';

const web = 'Deployment.apps/shop/web';
const data = [
  'Namespace/shop',
  'CustomResourceDefinition.apiextensions.k8s.io/shops.example.com',
  'StatefulSet.apps/shop/db',
  'PersistentVolumeClaim/shop/data',
];

test('the key of an object includes its API group, and is parsed to the same reference', () => {
  expect(recordKey({ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' })).toBe(web);
  expect(referenceOf(web)).toEqual({ type: 'Deployment.apps', kind: 'Deployment', namespace: 'shop', name: 'web' });
  expect(referenceOf('ClusterRole.rbac.authorization.k8s.io/system:reader')).toMatchObject({ kind: 'ClusterRole', name: 'system:reader' });
  for (const text of ['', 'web', 'a/b/c/d', '/shop/web', 'Service//web']) expect(() => referenceOf(text)).toThrow('a key must be');
});

test('exactly the recorded objects that are no longer wanted are deleted', () => {
  const key = fc
    .constantFrom('Service', 'Deployment.apps', 'ConfigMap', 'ClusterRole.rbac.authorization.k8s.io')
    .chain((type) => fc.constantFrom('a', 'b', 'c', 'd', 'e').map((name) => `${type}/shop/${name}`));
  fc.assert(
    fc.property(fc.uniqueArray(key), fc.uniqueArray(key), (recorded, wanted) => {
      const { remove } = pruneOf({ recorded, wanted, allowed: [], budget: 100 });
      expect(new Set(remove)).toEqual(new Set(recorded.filter((one) => !wanted.includes(one))));
    }),
  );
});

test.each(data)('%s is deleted only if it is named', (key) => {
  const request = { recorded: [web, key], wanted: [web], budget: 10 };
  expect(pruneOf({ ...request, allowed: [] }).problems).toEqual([
    `${key} is in the cluster and no longer in the manifests: it is deleted only with --allow-delete ${key}`,
  ]);
  expect(pruneOf({ ...request, allowed: [key] })).toEqual({ remove: [key], problems: [] });
  expect(isProtected(key)).toBe(true);
});

test('an allowed name that would not be deleted is refused', () => {
  expect(pruneOf({ recorded: [web], wanted: [web], allowed: [web], budget: 10 }).problems).toEqual([
    `--allow-delete must name an object that this run deletes, received ${web}`,
  ]);
});

test('more deletions than the budget are refused, with the first of them by name', () => {
  const recorded = Array.from({ length: 40 }, (_, index) => `ConfigMap/shop/${String(index).padStart(2, '0')}`);
  expect(pruneOf({ recorded, wanted: [], allowed: [], budget: 39 }).problems).toEqual([
    expect.stringMatching(/at most 39 objects \(--prune-budget\), received 40: .*shop\/11 and 28 more$/),
  ]);
  expect(pruneOf({ recorded, wanted: [], allowed: [], budget: 40 }).problems).toEqual([]);
  expect([[], recorded].map(budgetOf)).toEqual([10, 13]);
});

test('the order of deletion: an aggregated API before its server, autoscalers before their workloads, namespaces last', () => {
  const last = [
    'APIService.apiregistration.k8s.io/v1.x',
    'HorizontalPodAutoscaler.autoscaling/shop/web',
    web,
    'ConfigMap/shop/a',
    'Service/shop/web',
    ...data.slice(1, 2),
    'Namespace/shop',
  ];
  expect(inOrder([...last].reverse())).toEqual(last);
});
