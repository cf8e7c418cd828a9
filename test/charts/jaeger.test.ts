import { valueAt } from '../../config/record';
import { environmentWith } from '../environment-with';
import { objectsOf, only, type KubernetesObject } from '../kubernetes-object';
import { type Changes } from '../altered';

const key = { secret: 'jaeger-storage', key: 'password' };
const network = { cidr: '10.10.32.0/24', port: 9200 };
const search = { url: 'https://search.lyo.example:9200', user: key, password: { ...key, key: 'word' }, network };
const outside: readonly (readonly [string, Changes])[] = [
  ['OpenSearch', { 'tracing.storage': { kind: 'opensearch', ...search } }],
  ['Elasticsearch', { 'tracing.storage': { kind: 'elasticsearch', ...search } }],
  [
    'ClickHouse',
    {
      'tracing.storage': { kind: 'clickhouse', address: 'traces.lyo.example:9200', database: 'jaeger', user: search.user, password: search.password, network },
    },
  ],
];
const container = (object: KubernetesObject): unknown => valueAt(object.spec, 'template.spec.containers[0]');
const ports = (object: KubernetesObject): readonly unknown[] => (valueAt(container(object), 'ports') as readonly object[]).map((port) => valueAt(port, 'name'));

test('with Badger there is one pod and never a second beside it, with a volume owned by the user of the image', () => {
  const pod = only(objectsOf(environmentWith()), 'StatefulSet', 'jaeger');
  expect(valueAt(pod.spec, 'replicas')).toBe(1);
  expect(valueAt(pod.spec, 'template.spec.securityContext')).toMatchObject({ runAsUser: 10_001, fsGroup: 10_001 });
  expect(valueAt(container(pod), 'volumeMounts')).toEqual(expect.arrayContaining([{ name: 'data', mountPath: '/var/lib/jaeger' }]));
});

describe.each(outside)('in front of %s', (_, changes) => {
  const objects = objectsOf(environmentWith(changes));
  const [collector, query] = [only(objects, 'Deployment', 'jaeger-collector'), only(objects, 'Deployment', 'jaeger-query')];

  test('each role has only its own ports', () => {
    expect(ports(collector)).toEqual(['otlp-grpc', 'otlp-http', 'self-metrics', 'health']);
    expect(ports(query)).toEqual(['http', 'self-metrics', 'health']);
  });

  test('user and password are files from the Secret in the configuration, not environment variables', () => {
    for (const role of [collector, query]) {
      expect(JSON.stringify(valueAt(container(role), 'env'))).not.toContain('secretKeyRef');
      expect(valueAt(container(role), 'volumeMounts')).toContainEqual({ name: 'credentials', mountPath: '/etc/trace-store', readOnly: true });
      expect(valueAt(role.spec, 'template.spec.volumes')).toContainEqual({
        name: 'credentials',
        projected: {
          sources: [
            { secret: { name: 'jaeger-storage', items: [{ key: 'password', path: 'user' }] } },
            { secret: { name: 'jaeger-storage', items: [{ key: 'word', path: 'password' }] } },
          ],
        },
      });
    }
  });

  // the process exits at a feature gate that the pinned release does not know (Jaeger 2.13 has none of its own)
  test('the configuration is the only argument', () => {
    for (const role of [collector, query]) expect(valueAt(container(role), 'args')).toEqual(['--config=/etc/jaeger/config.yaml']);
  });

  test('both roles may connect to the store, and only the query service to Prometheus', () => {
    const egress = (name: string): unknown => valueAt(only(objects, 'NetworkPolicy', name).spec, 'egress');
    const toStore = { to: [{ ipBlock: { cidr: '10.10.32.0/24' } }], ports: [{ port: 9200, protocol: 'TCP' }] };
    const toPrometheus = (name: string): boolean => JSON.stringify(egress(name)).includes('prometheus');
    for (const name of ['jaeger-collector', 'jaeger-query']) expect(egress(name)).toContainEqual(toStore);
    expect(['jaeger-collector', 'jaeger-query'].map(toPrometheus)).toEqual([false, true]);
  });

  test('one of two pods may be disrupted at a time', () => {
    for (const name of ['jaeger-collector', 'jaeger-query']) {
      expect(valueAt(only(objects, 'Deployment', name).spec, 'replicas')).toBe(2);
      expect(valueAt(only(objects, 'PodDisruptionBudget', name).spec, 'maxUnavailable')).toBe(1);
    }
  });
});
