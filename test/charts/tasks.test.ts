/** Manifests of tasks, workloads that run to completion. */
import { valueAt } from '../../config/record';
import { parseObjects } from '../../checks/read-manifests';
import { runChecks } from '../../checks/run';
import { synthesize } from '../../charts/synthesis';
import { environmentWith } from '../environment-with';
import { withEveryKind } from '../fixtures/every-kind';
import { type Changes } from '../altered';

const objectsOf = (changes: Changes) => synthesize(environmentWith({ ...withEveryKind, ...changes })).flatMap(({ name, yaml }) => parseObjects(yaml, name));
const objects = objectsOf({});
const named = (kind: string, from = objects) => from.filter((object) => object.kind === kind && object.namespace === 'lyo-backend');
const jobOf = (changes: Changes): string | undefined => named('Job', objectsOf(changes))[0]?.name;

test('an environment with a workload of each kind passes every check', () => {
  // new objects are frozen later, before they are applied
  expect(runChecks('dev', objects).violations.filter(({ check }) => check !== 'identity/not-frozen')).toEqual([]);
});

test('the name of a release Job changes exactly when something of the Job changes', () => {
  const name = jobOf({});
  expect(name).toMatch(/^migrate-[0-9a-f]{10}$/);
  const image = 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend:0.2.0';
  const others = [
    { 'workloads[1].image': image },
    { 'workloads[1].args': ['alembic', 'upgrade', 'head', '--sql'] },
    { 'workloads[1].deadline': '601s' },
    { 'sizing.migrate.memory.limit': '400Mi' },
  ].map(jobOf);
  expect(new Set([name, ...others]).size).toBe(5);
  // the image of another workload changes nothing
  expect(jobOf({ 'workloads[0].image': image })).toBe(name);
});

test('two pods of a task never run at once, no container is restarted, and the cluster autoscaler does not remove their node', () => {
  const [job, cronJob] = [named('Job')[0]?.body, named('CronJob')[0]?.body];
  const specs = [valueAt(job, 'spec'), valueAt(cronJob, 'spec.jobTemplate.spec')];
  for (const spec of specs) {
    expect(spec).toMatchObject({ podReplacementPolicy: 'Failed', template: { spec: { restartPolicy: 'Never' } } });
    expect(valueAt(spec, 'template.metadata.annotations')).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' });
  }
  expect(specs.map((spec) => valueAt(spec, 'backoffLimit'))).toEqual([0, 1]);
  expect(valueAt(cronJob, 'spec')).toMatchObject({ concurrencyPolicy: 'Forbid', timeZone: 'Europe/Berlin', startingDeadlineSeconds: 600 });
});

test('the quota of its namespace has room for its pods, and for two if a run replaces the one before', () => {
  const pods = (changes: Changes): number => {
    const quota = named('ResourceQuota', objectsOf(changes))[0];
    return Number(valueAt(quota?.body, 'spec.hard.pods'));
  };
  expect(pods({ 'workloads[2].overlap': 'replace' })).toBe(pods({}) + 1);
});

test('nobody connects to a task', () => {
  const policies = named('NetworkPolicy').filter(({ name }) => ['migrate', 'nightly-report'].includes(name));
  expect(policies.map(({ body }) => valueAt(body, 'spec.ingress'))).toEqual([undefined, undefined]);
});

test('kube-state-metrics may watch Jobs and CronJobs only where a task has a schedule', () => {
  const watched = (from: typeof objects): boolean =>
    JSON.stringify(from.filter(({ kind, name }) => kind === 'ClusterRole' && name.includes('kube-state-metrics'))).includes('cronjobs');
  const without = synthesize(environmentWith()).flatMap(({ name, yaml }) => parseObjects(yaml, name));
  expect([watched(objects), watched(without)]).toEqual([true, false]);
});
