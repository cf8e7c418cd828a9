import { valueAt } from '../../../config/record';
import { identity } from '../../../constructs/collector/identity';

const place = { namespace: 'k8s.namespace.name', deployment: 'k8s.deployment.name', pod: 'k8s.pod.name' };

test('the namespace, deployment and pod that a sender claims are deleted before they are looked up in the cluster', () => {
  const processors = identity(place, 'shop');
  expect(Object.keys(processors)).toEqual(['resource/claims', 'k8s_attributes']);
  expect(valueAt(processors['resource/claims'], 'attributes')).toEqual(Object.values(place).map((key) => ({ key, action: 'delete' })));
  expect(valueAt(processors['k8s_attributes'], 'extract.metadata')).toEqual(Object.values(place));
});

test('a pod is identified by the address of its connection alone', () => {
  expect(valueAt(identity(place, 'shop')['k8s_attributes'], 'pod_association')).toEqual([{ sources: [{ from: 'connection' }] }]);
});

test('only pods of the one namespace are watched, or all pods if there are several namespaces', () => {
  expect(valueAt(identity(place, 'shop')['k8s_attributes'], 'filter')).toEqual({ namespace: 'shop' });
  expect(identity(place, undefined)['k8s_attributes']).not.toHaveProperty('filter');
});

test('spans wait until the list of pods is known', () => {
  expect(identity(place, 'shop')['k8s_attributes']).toMatchObject({ wait_for_metadata: true });
});
