/** The number of calls must not grow with the release, because most of the time of a call is the start of kubectl. */
import { manifestObject } from '../../../checks/manifest';
import type { Release } from '../../../delivery/apply/release';
import type { Wishes } from '../../../delivery/apply/run';
import { PlayedCluster } from './played-cluster';
import { applied, deployment, namespaced, releaseOf, shop } from './played-release';

/** `count` objects of every kind that an apply treats specially, each in a namespace of its own. */
function releaseWith(count: number): Release {
  const each = (make: (name: string) => readonly object[]): readonly object[] => Array.from({ length: count }, (_, index) => make(`n${index}`)).flat();
  const inside = (namespace: string, object: object): object => ({ ...object, metadata: { namespace, name: 'x' } });
  const objects = each((name) => [
    { ...shop, metadata: { name } },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${name}s.shop` },
      spec: { group: 'shop', names: { kind: name } },
    },
    { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: `v1.${name}` } },
    inside(name, deployment('x')),
    inside(name, { ...deployment('x'), kind: 'StatefulSet' }),
    ...['ConfigMap', 'ServiceAccount'].map((kind) => inside(name, namespaced('v1', kind, 'x'))),
    inside(name, namespaced('autoscaling/v2', 'HorizontalPodAutoscaler', 'x')),
  ]);
  return { ...releaseOf('one', shop), objects: objects.map((object) => manifestObject(object, { file: 'manifests/dev/shop.yaml' })) };
}

/** The calls of kubectl, in order. */
function callsOf(cluster: PlayedCluster, release: Release, wait: Wishes['wait']): readonly string[] {
  cluster.calls.length = 0;
  const { error } = applied(cluster, release, { wishes: { wait } });
  expect(error).toBe('');
  return cluster.calls.map((call) => (call.includes('--dry-run') ? 'try' : (call.split(' ')[0] ?? '')));
}

test.each<[Wishes['wait'], readonly string[]]>([
  // lock, record and namespaces; definitions; live objects; at the end the record and the lock
  ['none', ['version', 'get', 'replace', 'get', 'try', 'get', 'replace', 'apply', 'replace', 'replace']],
  // in addition conditions before, pauses, rollouts and conditions after
  ['all', ['version', 'get', 'replace', 'get', 'try', 'get', 'get', 'replace', 'apply', 'get', 'get', 'get', 'replace', 'replace']],
])('an apply that changes nothing makes the same calls for a release of any size (--wait %s)', (wait, asked) => {
  for (const count of [1, 2, 9]) {
    const cluster = new PlayedCluster();
    applied(cluster, releaseWith(count));
    expect(callsOf(cluster, releaseWith(count), wait)).toEqual(asked);
  }
});

test('a first apply of any size sends its namespaces separately, so that certificates exist before pods', () => {
  const first = (count: number): readonly string[] => callsOf(new PlayedCluster(), releaseWith(count), 'none');
  expect(first(9)).toEqual(first(1));
  expect(first(1).filter((call) => call === 'apply')).toHaveLength(3);
});
