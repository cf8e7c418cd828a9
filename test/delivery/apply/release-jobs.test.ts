/** Jobs that a release runs before its pods start, and that succeed, fail, hang or are interrupted. */
import { PlayedCluster } from './played-cluster';
import { applied, deployment, namespaced, releaseOf, shop, type PlayedRun } from './played-release';

const account = namespaced('v1', 'ServiceAccount', 'migrate');
const quota = namespaced('v1', 'ResourceQuota', 'sum-of-the-parts');
const migration = (hash: string): object =>
  namespaced('batch/v1', 'Job', `migrate-${hash}`, {
    spec: {
      activeDeadlineSeconds: 600,
      template: { spec: { terminationGracePeriodSeconds: 30, containers: [{ name: 'migrate', image: `migrate:${hash}` }] } },
    },
  });
const first = releaseOf('first', shop, account, quota, migration('a'), deployment('web'));
const second = releaseOf('second', shop, account, quota, migration('b'), deployment('web', 'web:2'));

function imageOf(cluster: PlayedCluster): string {
  return /"image":"(web:\d)"/.exec(JSON.stringify(cluster.stored.get('Deployment.apps/shop/web')?.object.body))?.[1] ?? 'none';
}

function jobs(cluster: PlayedCluster): readonly string[] {
  return cluster.keys().filter((key) => key.startsWith('Job.'));
}

function after(release: typeof first, cluster = new PlayedCluster()): PlayedCluster {
  expect(applied(cluster, release).error).toBe('');
  return cluster;
}

function reverted(cluster: PlayedCluster): PlayedRun {
  return applied(cluster, first, { known: [first, second] });
}

test('a Job completes before a pod of the new version starts, with the objects that it needs', () => {
  const cluster = after(first);
  const seen: string[] = [];
  cluster.whenRun = (key) => seen.push(`${key} beside ${imageOf(cluster)}`);
  expect(applied(cluster, second).error).toBe('');
  expect(seen).toEqual(['Job.batch/shop/migrate-b beside web:1']);
  expect(imageOf(cluster)).toBe('web:2');
});

test('namespace, account and quota exist before the Job', () => {
  const cluster = new PlayedCluster();
  let there: readonly string[] = [];
  cluster.whenRun = () => (there = cluster.keys());
  applied(cluster, first);
  expect(there).toEqual(['Namespace/shop', 'ResourceQuota/shop/sum-of-the-parts', 'ServiceAccount/shop/migrate']);
});

test('a failed Job stops the release with its log, and the running version is unchanged', () => {
  const cluster = after(first);
  cluster.failing.set('migrate:b', 'relation "orders" already exists');
  const run = applied(cluster, second, { known: [first] });
  expect(run).toMatchObject({ status: 5, error: expect.stringContaining('Job.batch/shop/migrate-b: failed, BackoffLimitExceeded') });
  expect(run.error).toContain('relation "orders" already exists');
  expect(imageOf(cluster)).toBe('web:1');
  expect(cluster.calls.filter((call) => call.startsWith('apply') && !call.includes('dry-run')).length).toBeGreaterThan(0);
});

test('the next apply replaces the failed Job by a new one of the same name', () => {
  const cluster = after(first);
  cluster.failing.set('migrate:b', 'no');
  applied(cluster, second, { known: [first] });
  cluster.failing.clear();
  expect(applied(cluster, second).error).toBe('');
  expect([imageOf(cluster), jobs(cluster)]).toEqual(['web:2', ['Job.batch/shop/migrate-b']]);
});

test('a failed first release leaves no pod, and its Job does not block the second attempt', () => {
  const cluster = new PlayedCluster();
  cluster.failing.set('migrate:a', 'no');
  expect(applied(cluster, first)).toMatchObject({ status: 6 });
  expect(imageOf(cluster)).toBe('none');
  cluster.failing.clear();
  after(first, cluster);
  expect(imageOf(cluster)).toBe('web:1');
});

test('a completed Job does not run again, on the next apply or a revert, whatever happened to its object', () => {
  const cluster = after(first);
  const ran: string[] = [];
  cluster.whenRun = (key) => ran.push(key);
  applied(cluster, first);
  applied(cluster, second);
  // the former release deleted its object
  expect(jobs(cluster)).toEqual(['Job.batch/shop/migrate-b']);
  expect(reverted(cluster).error).toBe('');
  applied(cluster, second);
  expect(ran).toEqual(['Job.batch/shop/migrate-b']);
});

test('a Job that does not end fails after its deadline and is reported, even without output', () => {
  const cluster = after(first);
  cluster.hanging.add('migrate:b');
  const run = applied(cluster, second, { known: [first] });
  expect(run.error).toContain('has not ended 60 s after its deadline');
  expect(imageOf(cluster)).toBe('web:1');
});

test('several failed Jobs are reported together', () => {
  const more = releaseOf('more', shop, account, quota, migration('c'), migration('d'), deployment('web', 'web:3'));
  const cluster = after(first);
  cluster.failing.set('migrate:c', 'no table').set('migrate:d', 'no column');
  const { error } = applied(cluster, more, { known: [first] });
  expect([error.includes('no table'), error.includes('no column')]).toEqual([true, true]);
});

test('when a release is tried again, a Job that completed beside a failed one does not run again', () => {
  const more = releaseOf('more', shop, account, quota, migration('c'), migration('d'), deployment('web', 'web:3'));
  const cluster = after(first);
  const ran: string[] = [];
  cluster.whenRun = (key) => ran.push(key);
  cluster.failing.set('migrate:d', 'no column');
  expect(applied(cluster, more, { known: [first] }).status).toBe(5);
  cluster.failing.clear();
  expect(applied(cluster, more).error).toBe('');
  expect(ran).toEqual(['Job.batch/shop/migrate-c', 'Job.batch/shop/migrate-d', 'Job.batch/shop/migrate-d']);
});

test('a run that is killed at any change is completed by the next one, and no Job runs twice', () => {
  const changes = (() => {
    const cluster = after(first);
    let count = 0;
    cluster.beforeChange = (change) => (count = change);
    applied(cluster, second);
    return count;
  })();
  expect(changes).toBeGreaterThan(5);
  for (let at = 1; at <= changes; at += 1) {
    const cluster = after(first);
    const ran: string[] = [];
    cluster.whenRun = (key) => ran.push(key);
    cluster.beforeChange = (change) => {
      if (change === at) cluster.killed = true;
    };
    applied(cluster, second, { known: [first] });
    Object.assign(cluster, { killed: false, beforeChange: () => undefined });
    expect(applied(cluster, second).error).toBe('');
    expect({ at, image: imageOf(cluster), ran }).toEqual({ at, image: 'web:2', ran: ['Job.batch/shop/migrate-b'] });
  }
});
