import { AccessRights, AggregatedServerRights } from '../../constructs/access-rights';
import { kindsOf, only } from '../kubernetes-object';
import { rendered } from './rendered';

const subjects = [{ kind: 'ServiceAccount', name: 'reader', namespace: 'shop' }];

test('cluster-wide rights are bound to one ServiceAccount, under a name that contains its namespace', () => {
  const objects = rendered(
    (chart) => new AccessRights(chart, 'rights', { name: 'reader', namespace: 'shop', cluster: [{ group: '', resources: ['nodes'], verbs: ['get', 'list'] }] }),
  );
  expect(kindsOf(objects)).toEqual(['ClusterRole', 'ClusterRoleBinding']);
  expect(only(objects, 'ClusterRole')).toMatchObject({
    metadata: { name: 'shop-reader' },
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }],
  });
  expect(only(objects, 'ClusterRoleBinding')).toMatchObject({ roleRef: { kind: 'ClusterRole', name: 'shop-reader' }, subjects });
});

test('rights in its own namespace are a Role, limited to that namespace', () => {
  const objects = rendered(
    (chart) => new AccessRights(chart, 'rights', { name: 'reader', namespace: 'shop', own: [{ group: 'apps', resources: ['deployments'], verbs: ['watch'] }] }),
  );
  expect(kindsOf(objects)).toEqual(['Role', 'RoleBinding']);
  expect(only(objects, 'Role')).toMatchObject({
    metadata: { namespace: 'shop' },
    rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['watch'] }],
  });
  expect(only(objects, 'RoleBinding')).toMatchObject({ roleRef: { kind: 'Role', name: 'reader' }, subjects });
});

test('without rights no role is generated', () => {
  expect(rendered((chart) => new AccessRights(chart, 'rights', { name: 'reader', namespace: 'shop' }))).toEqual([]);
});

test('an aggregated API server may authenticate and authorize callers, and read the configuration for that in kube-system', () => {
  const objects = rendered((chart) => new AggregatedServerRights(chart, 'rights', { name: 'adapter', namespace: 'shop' }));
  expect(only(objects, 'ClusterRoleBinding')).toMatchObject({ roleRef: { kind: 'ClusterRole', name: 'system:auth-delegator' } });
  expect(only(objects, 'RoleBinding')).toMatchObject({
    metadata: { namespace: 'kube-system', name: 'shop-adapter-auth-reader' },
    roleRef: { kind: 'Role', name: 'extension-apiserver-authentication-reader' },
    subjects: [{ kind: 'ServiceAccount', name: 'adapter', namespace: 'shop' }],
  });
});
