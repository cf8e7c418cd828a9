import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Environment } from '../../config/environment';
import { devOfEveryKind } from '../../test/fixtures/every-kind';
import type { Cluster } from '../cluster/cluster';
import { commitAll, startRepository } from '../delivery/git-repository';
import { applyShop, expectEnd, recordOf } from '../delivery/apply-process';
import { installKinds } from '../platform/applied-cluster';
import { Manifests } from '../platform/manifests';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually } from '../waiting/assertions';

const namespace = 'lyo-backend';
const image = 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend:0.2.0';
/** Every minute, so that the real controller starts it during the scenario. */
const everyMinute = { 'nightly-report': { schedule: '*/1 * * * *' } };
const first = devOfEveryKind(everyMinute);
const second = devOfEveryKind({ ...everyMinute, backend: { image }, migrate: { image } });
/** More CPU than any node has: the pod is pending until the deadline. */
const failing = devOfEveryKind(
  { ...everyMinute, backend: { image }, migrate: { image, deadline: '45s' } },
  { migrate: { cpu: { request: '64000m', limit: '64000m', min: '100m', max: '64000m' } } },
);

/** Tasks with the real controllers of Jobs and CronJobs; kwok runs the pods. */
export const scenario: Scenario = {
  name: 'tasks',
  title:
    'a migration runs before the pods of a release, a failed one leaves the running version alone, what ran runs no second time on a revert, and a schedule starts by the clock',
  tags: ['full'],
  timeout: '1200s',
  needs: CLUSTER_PROGRAMS,
  async run(context) {
    const cluster = await context.startCluster({ nodes: { count: 3, cpu: '32', memory: '128Gi' } });
    await installKinds(cluster);
    const folder = join(context.folder, 'repository');
    startRepository(folder);
    const bring = (environment: Environment) => apply(cluster, folder, environment);

    expectEnd(await bring(first), 0, /Job.batch\/lyo-backend\/migrate-[0-9a-f]{10}: succeeded after/);
    const [migration] = await jobsOf(cluster, 'migrate');
    if (migration?.succeeded !== 1) throw new Error(`the migration must have run once, received ${JSON.stringify(migration)}`);
    context.report(`${migration.name} ended well before the first pod of the release`);
    await startsByTheClock(context, cluster);

    const refused = expectEnd(await bring(failing), 5, /migrate-[0-9a-f]{10}: failed, DeadlineExceeded/, /went back to/);
    if (/Deployment lyo-backend\/backend: [^\n]*0\.2\.0/.test(refused) || (await imageOf(cluster)) === image)
      throw new Error('a failed migration must leave the running version alone');
    context.report('a migration that fails: told with its reason, the running version stays');
    await noRevisionOf(cluster, image);

    expectEnd(await bring(second), 0, /migrate-[0-9a-f]{10}: succeeded after/);
    if ((await imageOf(cluster)) !== image) throw new Error('the next apply must go on');
    const migrated = (await jobsOf(cluster, 'migrate')).map(({ name }) => name);
    context.report(`the next apply goes on: ${migrated.join(', ')}, then ${image}`);

    const reverted = expectEnd(await bring(first), 0);
    if (/: succeeded after/.test(reverted)) throw new Error(`a revert must migrate nothing, received ${reverted}`);
    if ((await imageOf(cluster)) === image) throw new Error('a revert must bring the version before');
    const { ran } = await recordOf(cluster);
    context.report(`a revert brings the version before and migrates nothing; the record knows ${ran.length} that ran`);
  },
};

async function apply(cluster: Cluster, folder: string, environment: Environment): ReturnType<typeof applyShop> {
  const manifests = join(folder, 'manifests');
  mkdirSync(join(manifests, 'dev'), { recursive: true });
  for (const [name, yaml] of Object.entries(Manifests.of(environment).files)) writeFileSync(join(manifests, 'dev', name), yaml);
  commitAll(folder);
  return applyShop(cluster, { manifests, args: ['--wait', 'rollouts'] });
}

const jobList = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string() }), status: z.object({ succeeded: z.number().optional() }).default({}) })),
});

async function jobsOf(cluster: Cluster, task: string): Promise<readonly { readonly name: string; readonly succeeded: number }[]> {
  const found = await cluster.kubectl(['get', 'jobs', '--namespace', namespace, `--selector=app.kubernetes.io/name=${task}`, '--output=json']);
  return jobList.parse(JSON.parse(found)).items.map(({ metadata, status }) => ({ name: metadata.name, succeeded: status.succeeded ?? 0 }));
}

/** Checks that the real controller starts a scheduled run which succeeds; a pod that Pod Security refuses would not. */
async function startsByTheClock(context: ScenarioContext, cluster: Cluster): Promise<void> {
  const done = async (): Promise<number> => (await jobsOf(cluster, 'nightly-report')).filter(({ succeeded }) => succeeded > 0).length;
  await eventually('a run of the schedule has ended well', done, { until: (runs) => runs > 0, timeout: '180s' });
  const last = await cluster.kubectl(['get', 'cronjob', 'nightly-report', '--namespace', namespace, '--output=jsonpath={.status.lastSuccessfulTime}']);
  context.report(`nightly-report started by the clock and ended well at ${last}`);
}

async function imageOf(cluster: Cluster): Promise<string> {
  return cluster.kubectl(['get', 'deployment', 'backend', '--namespace', namespace, '--output=jsonpath={.spec.template.spec.containers[0].image}']);
}

/** No pod of the version was ever created. */
async function noRevisionOf(cluster: Cluster, version: string): Promise<void> {
  const images = await cluster.kubectl([
    'get',
    'replicasets',
    '--namespace',
    namespace,
    '--output=jsonpath={.items[*].spec.template.spec.containers[*].image}',
  ]);
  if (images.includes(version)) throw new Error(`no pod of ${version} may have been asked for, received ${images}`);
}
