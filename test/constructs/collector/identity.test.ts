import { valueAt } from '../../../config/record';
import { identity } from '../../../constructs/collector/identity';

const place = { namespace: 'k8s.namespace.name', deployment: 'k8s.deployment.name', pod: 'k8s.pod.name' };

test('what a sender claims of its place is thrown away before the cluster says it', () => {
  const processors = identity(place, 'shop');
  expect(Object.keys(processors)).toEqual(['resource/claims', 'k8s_attributes']);
  expect(valueAt(processors['resource/claims'], 'attributes')).toEqual(Object.values(place).map((key) => ({ key, action: 'delete' })));
  expect(valueAt(processors['k8s_attributes'], 'extract.metadata')).toEqual(Object.values(place));
});

test('a pod is known by the address of its connection, and by nothing that it says', () => {
  expect(valueAt(identity(place, 'shop')['k8s_attributes'], 'pod_association')).toEqual([{ sources: [{ from: 'connection' }] }]);
});

test('only pods of the one namespace are watched, and of all where there are several', () => {
  expect(valueAt(identity(place, 'shop')['k8s_attributes'], 'filter')).toEqual({ namespace: 'shop' });
  expect(identity(place, undefined)['k8s_attributes']).not.toHaveProperty('filter');
});

test('spans wait until the pods are known', () => {
  expect(identity(place, 'shop')['k8s_attributes']).toMatchObject({ wait_for_metadata: true });
});
