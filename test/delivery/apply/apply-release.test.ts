/** A run that is killed half-way, refused, or brings pods that do not run, over any former content of the cluster. */
import { recordKey } from '../../../delivery/apply/object-key';
import type { Release } from '../../../delivery/apply/release';
import { PlayedCluster } from './played-cluster';
import { applied, deployment, namespaced, releaseOf, shop } from './played-release';

const settings = namespaced('v1', 'ConfigMap', 'settings');
const autoscaler = namespaced('autoscaling/v2', 'HorizontalPodAutoscaler', 'web');
const database = namespaced('apps/v1', 'StatefulSet', 'db', deploymentSpec());
const first = releaseOf('first', shop, deployment('web'), settings, autoscaler);
const second = releaseOf('second', shop, deployment('web', 'web:2'), deployment('worker'), autoscaler);

function deploymentSpec(): object {
  return { spec: { replicas: 1, selector: {}, template: { spec: { containers: [] } } } };
}

function keysOf({ objects }: Release): readonly string[] {
  return objects.map(recordKey).sort();
}

test('an empty cluster gets every object, the namespace first, and the record lists them', () => {
  const cluster = new PlayedCluster();
  expect(applied(cluster, first)).toMatchObject({ error: '', lines: expect.arrayContaining(['applied: sha256:first runs, of commit first']) });
  expect(cluster.keys()).toEqual(keysOf(first));
  expect(cluster.record()).toMatchObject({ phase: 'applied', keys: keysOf(first), applied: { commit: 'first', who: 'somebody' } });
});

test('a second run changes nothing', () => {
  const cluster = new PlayedCluster();
  applied(cluster, first);
  expect(applied(cluster, first).lines).toContain('rehearse: 0 new, 0 changed, 0 to be deleted');
});

test('objects that are no longer wanted are deleted after everything else runs', () => {
  const cluster = new PlayedCluster();
  applied(cluster, first);
  const { lines } = applied(cluster, second);
  expect(cluster.keys()).toEqual(keysOf(second));
  const at = (line: string): number => lines.indexOf(line);
  expect(at('gate: everything that was to run runs')).toBeGreaterThan(0);
  expect(at('prune: ConfigMap/shop/settings: deleted')).toBeGreaterThan(at('gate: everything that was to run runs'));
});

test('a lost record is reported, nothing is deleted without it, and a new one is written', () => {
  const cluster = new PlayedCluster();
  applied(cluster, first);
  for (const key of [...cluster.stored.keys()].filter((one) => one.startsWith('ConfigMap/lyo-delivery/'))) cluster.stored.delete(key);
  const { lines } = applied(cluster, second);
  expect(lines.filter((line) => line.includes('there is no record'))).toEqual([
    'rehearse: there is no record, but 3 objects exist: objects that were removed from the manifests since then are not known, and stay',
  ]);
  expect(cluster.keys()).toContain('ConfigMap/shop/settings');
  expect(cluster.record()).toMatchObject({ phase: 'applied', applied: { commit: 'second' } });
  expect(applied(new PlayedCluster(), first).lines.join('\n')).not.toContain('there is no record');
});

test('without waiting nothing is deleted, and the next run that waits deletes it', () => {
  const cluster = new PlayedCluster();
  applied(cluster, first);
  applied(cluster, second, { wishes: { wait: 'none' } });
  expect(cluster.keys()).toContain('ConfigMap/shop/settings');
  expect(cluster.record()).toMatchObject({ phase: 'unverified', applied: { commit: 'first' } });
  applied(cluster, second);
  expect(cluster.keys()).toEqual(keysOf(second));
});

/** A cluster after `before` releases and one that was killed before a change; undefined if it has fewer changes. */
function killedAt(change: number, before: 0 | 1): PlayedCluster | undefined {
  const cluster = new PlayedCluster();
  if (before === 1) applied(cluster, first);
  let changes = 0;
  cluster.beforeChange = () => {
    cluster.killed = changes === change;
    changes += 1;
  };
  applied(cluster, before === 1 ? second : first, { known: [first] });
  cluster.beforeChange = () => undefined;
  const died = cluster.killed;
  cluster.killed = false;
  return died ? cluster : undefined;
}

test.each<[string, 0 | 1, number]>([
  ['the place, the lock, the record, the namespaces, the objects, the end and the lock again', 0, 7],
  ['the lock, two records, the objects, a removal, the end and the lock again', 1, 7],
])('a run that is killed before any of its changes is completed by the next one, whatever its release, without orphans: %s', (_, before, atLeast) => {
  const third = releaseOf('third', shop, deployment('other'));
  const deaths = Array.from({ length: 30 }, (_change, change) => change).filter((change) => killedAt(change, before) !== undefined);
  expect(deaths.length).toBeGreaterThanOrEqual(atLeast);
  for (const change of deaths) {
    for (const next of [second, first, third]) {
      const cluster = killedAt(change, before) ?? new PlayedCluster();
      expect([change, applied(cluster, next).error]).toEqual([change, '']);
      expect([change, cluster.keys()]).toEqual([change, keysOf(next)]);
      expect(cluster.record()).toMatchObject({ phase: 'applied', keys: keysOf(next) });
    }
  }
});

test('pods never get ready: the former release runs again, and new objects are deleted', () => {
  const cluster = new PlayedCluster();
  applied(cluster, first);
  cluster.stuck.add('web:2');
  const { error, status } = applied(cluster, second, { known: [first] });
  expect(error).toMatch(/Deployment shop\/web: no progress for \d+ s.*\n.*went back to sha256:first, of commit first/s);
  expect(status).toBe(5);
  expect(cluster.keys()).toEqual(keysOf(first));
  expect(cluster.record()).toMatchObject({ phase: 'went back', keys: keysOf(first), applied: { commit: 'first' }, target: { commit: 'second' } });
});

test('a new object with possible data stays after a rollback, and stays in the record', () => {
  const cluster = new PlayedCluster();
  applied(cluster, first);
  cluster.stuck.add('web:2');
  applied(cluster, releaseOf('second', shop, deployment('web', 'web:2'), database), { known: [first] });
  expect(cluster.keys()).toContain('StatefulSet.apps/shop/db');
  expect(applied(cluster, first).error).toContain('--allow-delete StatefulSet.apps/shop/db');
});

test.each([
  ['nothing was applied before', [], 'nothing was applied here before'],
  ['the commit is not to be had', [first], 'not in this repository'],
  ['the same release fails again', [second], 'this release is the one that was applied last'],
])('no rollback when %s: the error says so, and the next run completes the release', (_, before, why) => {
  const cluster = new PlayedCluster();
  for (const release of before) applied(cluster, release);
  cluster.stuck.add('web:2');
  const { error, status } = applied(cluster, second);
  expect(error).toContain(why);
  expect(status).toBe(6);
  cluster.stuck.clear();
  expect(applied(cluster, second).error).toBe('');
  expect(cluster.keys()).toEqual(keysOf(second));
});

test('an autoscaler that stops working is a reason to roll back; one that never worked is only reported', () => {
  const key = 'HorizontalPodAutoscaler.autoscaling/shop/web';
  const worked = new PlayedCluster();
  applied(worked, first);
  let changes = 0;
  worked.beforeChange = () => {
    changes += 1;
    // the objects come after the lock and the record
    if (changes === 3) worked.broken.add(key);
  };
  expect(applied(worked, second, { known: [first] })).toMatchObject({
    status: 5,
    error: expect.stringContaining(`conditions that were true before are not true any more:\n${key}: ScalingActive is False`),
  });

  const never = new PlayedCluster();
  never.broken.add(key);
  expect(applied(never, first)).toMatchObject({
    status: 1,
    error: expect.stringContaining('the release is applied and runs, but the metric chain does not work'),
  });
  expect(never.record()).toMatchObject({ phase: 'applied' });
});

test('every reason against a release is reported at once, and nothing is changed', () => {
  const cluster = new PlayedCluster();
  applied(cluster, releaseOf('first', shop, deployment('web'), settings, database));
  const [keys, record] = [cluster.keys(), cluster.record()];
  cluster.refused.set(
    'Deployment.apps/shop/web',
    'Apply failed with 1 conflict: conflict with "hand" using apps/v1: .spec.paused\nPlease review the fields above--they',
  );
  cluster.refused.set('ConfigMap/shop/settings', 'ConfigMap "settings" is invalid: data: Forbidden: field is immutable when `immutable` is set');
  const { error, status } = applied(cluster, second, { wishes: { allowDelete: ['Service/shop/none'] } });
  cluster.refused.clear();
  expect(status).toBe(1);
  expect(error).toContain('nothing was changed: 3 things prevent it');
  expect(error).toContain(
    'Deployment.apps/shop/web: Apply failed with 1 conflict: conflict with "hand" using apps/v1: .spec.paused\n  bring the change into the manifests',
  );
  expect(error).not.toContain('Please review');
  expect(error).toContain('StatefulSet.apps/shop/db is in the cluster and no longer in the manifests');
  expect(error).toContain('--allow-delete must name an object that this run deletes, received Service/shop/none');
  expect([cluster.keys(), cluster.record()]).toEqual([keys, record]);
});

test('a cluster of another environment or too new for kubectl is refused before anything is changed', () => {
  const cluster = new PlayedCluster();
  applied(cluster, first);
  expect(applied(cluster, { ...second, environment: 'prod' }).error).toBe('this cluster must be the one of prod, but its record is of dev');
  cluster.serverMinor = '38+';
  expect(applied(cluster, second).error).toContain('kubectl must be within one minor version of the API server (v1.38+.0), received v1.36.0');
  expect(cluster.record()).toMatchObject({ target: { commit: 'first' } });
});

describe('what a dry run lets pass is refused before anything is changed:', () => {
  const elsewhere = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'elsewhere' } };
  const place = (apiVersion: string, kind: string, name: string): object => ({ apiVersion, kind, metadata: { name, namespace: 'lyo-delivery' } });
  const long = (bytes: number): object => namespaced('rbac.authorization.k8s.io/v1', 'Role', 'long', { rules: [{ resources: ['x'.repeat(bytes)] }] });
  test.each<[string, object, string]>([
    ['a namespace that neither exists nor comes', elsewhere, 'ConfigMap/elsewhere/x: its namespace must be in the cluster or in the manifests'],
    ['the record', place('v1', 'ConfigMap', 'applied'), 'ConfigMap/lyo-delivery/applied: this is what an apply keeps for itself'],
    ['the lock', place('coordination.k8s.io/v1', 'Lease', 'apply'), 'Lease.coordination.k8s.io/lyo-delivery/apply: this is what an apply keeps for itself'],
    ['more than etcd takes', long(1_572_864), 'Role.rbac.authorization.k8s.io/shop/long: it must have at most 1572864 bytes, which etcd takes, received 157'],
  ])('%s', (_, object, problem) => {
    const cluster = new PlayedCluster();
    applied(cluster, first);
    const { error, status } = applied(cluster, releaseOf('second', shop, deployment('web', 'web:2'), object));
    expect(error).toContain(problem);
    expect(status).toBe(1);
    expect(cluster.record()).toMatchObject({ phase: 'applied', applied: { commit: 'first' } });
    expect(cluster.keys()).toEqual(keysOf(first));
  });

  test('a namespace that comes with the release, and an object as large as etcd takes, are no reason', () => {
    const release = releaseOf('one', shop, elsewhere, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } }, long(1_572_000));
    expect(applied(new PlayedCluster(), release).error).toBe('');
  });
});

test.each([
  ['somebody', 'left: another manager has created it again'],
  ['lyo-platform', 'deleted'],
  ['before-first-apply', 'deleted'],
  ['kube-controller-manager', 'deleted'],
])('an object that is no longer wanted and of which %s alone owns fields: %s', (manager, removal) => {
  const cluster = new PlayedCluster();
  applied(cluster, first);
  cluster.put(settings, manager);
  expect(applied(cluster, second).lines).toContain(`prune: ConfigMap/shop/settings: ${removal}`);
});
