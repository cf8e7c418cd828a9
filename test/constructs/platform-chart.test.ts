import { k8s } from 'cdk8s-plus-28';
import { clusterScoped } from '../../constructs/cluster-scoped';
import { only } from '../kubernetes-object';
import { rendered } from './rendered';

test('every object of a chart gets its namespace and the labels of the platform', () => {
  const objects = rendered((chart) => new k8s.KubeConfigMap(chart, 'config', { metadata: { name: 'settings', labels: { own: 'label' } } }));
  expect(only(objects, 'ConfigMap').metadata).toEqual({
    name: 'settings',
    namespace: 'shop',
    labels: { own: 'label', 'app.kubernetes.io/part-of': 'platform', 'app.kubernetes.io/managed-by': 'platform' },
  });
});

test('an object may state another namespace than its chart', () => {
  const objects = rendered((chart) => new k8s.KubeConfigMap(chart, 'config', { metadata: { name: 'settings', namespace: 'elsewhere' } }));
  expect(only(objects, 'ConfigMap').metadata.namespace).toBe('elsewhere');
});

test('a cluster-scoped object has no namespace, because strict validation refuses one', () => {
  const objects = rendered((chart) => clusterScoped(new k8s.KubeNamespace(chart, 'namespace', { metadata: { name: 'other' } })));
  expect(only(objects, 'Namespace').metadata).not.toHaveProperty('namespace');
});

test('an object without a name is refused with its path: a generated name would change when a construct is renamed', () => {
  expect(() => rendered((chart) => new k8s.KubeConfigMap(chart, 'config', {}))).toThrow('shop/config: metadata.name must be stated, received nothing');
});
