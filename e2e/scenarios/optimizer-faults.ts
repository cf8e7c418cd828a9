import { optimizerObjects, namespaces, tunables, tunablesOf } from '../../config/names';
import { PlayedMetrics } from '../optimizer/played-metrics';
import { dailySettings, OptimizerPair } from '../optimizer/optimizer-pair';
import { clusterWith } from '../platform/applied-cluster';
import { Manifests } from '../platform/manifests';
import { devTuned } from '../../test/fixtures/tuned';
import type { Cluster } from '../cluster/cluster';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { eventually, holds } from '../waiting/assertions';
import { formatDuration, Stopwatch } from '../waiting/stopwatch';
import { type Duration, milliseconds } from '../../config/duration';
import type { Scenario, ScenarioContext } from '../runner/scenario';

const namespace = namespaces.observability;
/** Time until forecasts are out of force. */
const most = '90s';
/** Time in which the other process takes over: the Lease, a step, and a tick. */
const takeover = '75s';

interface Stage {
  readonly context: ScenarioContext;
  readonly cluster: Cluster;
  readonly metrics: PlayedMetrics;
  readonly pair: OptimizerPair;
}

export const scenario: Scenario = {
  name: 'optimizer-faults',
  title:
    'two optimizers with the rights of their ServiceAccount at the real API server: killed, stopped, hanging, refused, robbed of Lease or ConfigMap, or of the tunables that they write, without API server or Prometheus, one speaks at most, within 75 s again or within 90 s none',
  tags: ['full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '1500s',
  async run(context) {
    const cluster = await clusterWith(context, Manifests.of(devTuned));
    const metrics = await PlayedMetrics.start();
    try {
      const pair = await OptimizerPair.start(context, cluster, dailySettings(metrics.url));
      const stage = { context, cluster, metrics, pair };
      await eventually('one of the two speaks', () => pair.speaking(), { until: (names) => names.length === 1, timeout: '180s', interval: '1s' });
      await isWritten(stage);
      await isTuned(stage);
      for (const { title, run } of faults) {
        await run(stage, (what) => context.report(`${title}: ${what}`));
        await eventually(`${title}, mended: one speaks`, () => pair.speaking(), { until: (names) => names.length === 1, timeout: '150s', interval: '1s' });
        if (pair.together > 0) throw new Error(`${title}: never must both lead, ${pair.together} looks saw it`);
      }
    } finally {
      await metrics.stop();
    }
  },
};

/** Decisions are in the optimizer's ConfigMap and in Events. */
async function isWritten({ context, cluster }: Stage): Promise<void> {
  const written = await cluster.kubectl(['get', 'configmap', optimizerObjects.decisions, '-n', namespace, '--show-managed-fields', '--output=json']);
  if (!written.includes('"manager": "lyo-platform-optimizer"')) throw new Error(`the decisions must be the optimizer's, received ${written.slice(0, 500)}`);
  const events = await eventually('an event is told', () => cluster.kubectl(['events', '-n', namespaces.backend, '--for=deployment/backend']), {
    until: (text) => text.includes('replica-forecast'),
    timeout: '60s',
  });
  context.report(`decisions are written by lyo-platform-optimizer, and told: ${events.trim().split('\n').at(-1)?.replaceAll(/\s+/g, ' ').slice(0, 160) ?? ''}`);
}

const tuned = tunablesOf('backend');
const fileOf = (cluster: Cluster): Promise<string> =>
  cluster.kubectl(['get', 'configmap', tuned, '-n', namespaces.backend, '--ignore-not-found', '--output=jsonpath={.data.tunables\\.json}']);

/** The ConfigMap for the pods is created with the decided values, and is owned by the optimizer. */
async function isTuned({ context, cluster }: Stage): Promise<void> {
  const stopwatch = new Stopwatch();
  const file = await eventually('a change is tried', () => fileOf(cluster), { until: (text) => text !== '', timeout: '120s', interval: '1s' });
  const object = await cluster.kubectl(['get', 'configmap', tuned, '-n', namespaces.backend, '--show-managed-fields', '--output=json']);
  if (!object.includes('"manager": "lyo-platform-optimizer"')) throw new Error(`the tunables must be the optimizer's, received ${object.slice(0, 500)}`);
  context.report(`${tuned} is made after ${formatDuration(stopwatch.elapsed())}: ${tunables.file} ${file.trim()}`);
}

const ownFile = '{"poolSize":7}';

/** A manual edit with kubectl: from then on the optimizer leaves the ConfigMap alone, and reports it. */
async function tunablesAreTaken({ cluster }: Stage, report: (what: string) => void): Promise<void> {
  await cluster.kubectl([
    'patch',
    'configmap',
    tuned,
    '-n',
    namespaces.backend,
    '--type=merge',
    '--patch',
    JSON.stringify({ data: { [tunables.file]: ownFile } }),
  ]);
  const told = await eventually('it is told', () => decisionsOf(cluster), {
    until: (all) => all.some((one) => one.includes('"because":"taken"')),
    timeout: most,
    interval: '2s',
  });
  await holds('it stays as he wrote it', () => fileOf(cluster), { while: (text) => text === ownFile, for: '70s', interval: '5s' });
  await cluster.kubectl(['delete', 'configmap', tuned, '-n', namespaces.backend]);
  await eventually('it is made anew once it is free', () => fileOf(cluster), { until: (text) => text.includes('poolSize'), timeout: '120s', interval: '2s' });
  const why = /"because":"taken","why":"([^"]*)/.exec(told.findLast((one) => one.includes('"because":"taken"')) ?? '')?.[1] ?? '';
  report(`left to him and told (${why}), made anew when it was gone`);
}

interface Fault {
  readonly title: string;
  readonly run: (stage: Stage, report: (what: string) => void) => Promise<void>;
}

const faults: readonly Fault[] = [
  { title: 'leader killed', run: (stage, report) => isReplaced(stage, report, (pair, name) => pair.kill(name)) },
  { title: 'leader stopped', run: (stage, report) => isReplaced(stage, report, (pair, name) => pair.stop(name)) },
  { title: 'leader hangs', run: hangs },
  { title: 'Lease deleted', run: leaseIsDeleted },
  { title: 'ConfigMap deleted', run: textIsDeleted },
  { title: 'ConfigMap taken by somebody else', run: textIsTaken },
  { title: 'tunables taken by somebody else', run: tunablesAreTaken },
  { title: 'rights withdrawn', run: rightsAreWithdrawn },
  { title: 'API server killed', run: withoutApiServer },
  { title: 'Prometheus gone', run: (stage, report) => isBlind(stage, report, 'gone') },
  { title: 'Prometheus answers NaN', run: (stage, report) => isBlind(stage, report, 'NaN') },
  { title: 'the last measurement is old', run: (stage, report) => isBlind(stage, report, 'stale') },
];

async function leaderOf({ pair }: Stage): Promise<string> {
  const [name] = await eventually('one speaks', () => pair.speaking(), { until: (names) => names.length === 1, timeout: '120s', interval: '1s' });
  if (name === undefined) throw new Error('one must speak, none does');
  return name;
}

/** The other process publishes in time, and continues with the stored decisions. */
async function isReplaced(stage: Stage, report: (what: string) => void, end: (pair: OptimizerPair, name: string) => Promise<void>): Promise<void> {
  const { pair, cluster } = stage;
  const leader = await leaderOf(stage);
  const before = await decisionsOf(cluster);
  await end(pair, leader);
  const stopwatch = new Stopwatch();
  await eventually('the other speaks', () => pair.speaking(), { until: (names) => names.some((name) => name !== leader), timeout: takeover, interval: '1s' });
  const after = stopwatch.elapsed();
  goesOn(before, await decisionsOf(cluster));
  await pair.restart(leader);
  report(`the other speaks after ${formatDuration(after)}, and goes on with ${before.length} decisions`);
}

async function hangs(stage: Stage, report: (what: string) => void): Promise<void> {
  const { pair } = stage;
  const leader = await leaderOf(stage);
  pair.pause(leader);
  const stopwatch = new Stopwatch();
  await eventually('the other speaks', () => pair.speaking(), { until: (names) => names.some((name) => name !== leader), timeout: takeover, interval: '1s' });
  const after = stopwatch.elapsed();
  pair.resume(leader);
  await holds('whoever hung says nothing', () => pair.speaking(), { while: (names) => !names.includes(leader), for: '40s', interval: '2s' });
  report(`the other speaks after ${formatDuration(after)}; the one that hung comes back and is silent`);
}

async function leaseIsDeleted(stage: Stage, report: (what: string) => void): Promise<void> {
  const { pair, cluster } = stage;
  await cluster.kubectl(['delete', 'lease', optimizerObjects.lease, '-n', namespace]);
  await holds('one speaks, and never two', () => pair.speaking(), { while: (names) => names.length <= 1, for: '40s', interval: '2s' });
  const holder = await cluster.kubectl(['get', 'lease', optimizerObjects.lease, '-n', namespace, '--output=jsonpath={.spec.holderIdentity}']);
  report(`taken anew (${holder === '' ? 'by nobody' : 'by one of them'}), never two`);
}

async function textIsDeleted(stage: Stage, report: (what: string) => void): Promise<void> {
  const { cluster } = stage;
  await cluster.kubectl(['delete', 'configmap', optimizerObjects.decisions, '-n', namespace]);
  const again = await eventually('it is made anew', () => decisionsOf(cluster), { until: (all) => all.length > 0, timeout: most, interval: '2s' });
  report(`made anew with ${again.length} decisions`);
}

const theirs = '{"workloads":{}}';

/** Somebody replaces the ConfigMap with kubectl by force; the optimizer does not overwrite it. */
async function textIsTaken(stage: Stage, report: (what: string) => void): Promise<void> {
  const { cluster } = stage;
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: optimizerObjects.decisions, namespace }, data: { 'decisions.json': theirs } };
  await cluster.kubectl(['apply', '--server-side', '--force-conflicts', '--field-manager=somebody', '-f', '-'], JSON.stringify(object));
  const after = await silentWithin(stage, most);
  await holds(
    'it stays as he wrote it',
    () => cluster.kubectl(['get', 'configmap', optimizerObjects.decisions, '-n', namespace, '--output=jsonpath={.data.decisions\\.json}']),
    {
      while: (text) => text === theirs,
      for: '40s',
      interval: '5s',
    },
  );
  await cluster.kubectl(['delete', 'configmap', optimizerObjects.decisions, '-n', namespace]);
  report(`silent after ${formatDuration(after)}, his text as he wrote it`);
}

async function rightsAreWithdrawn(stage: Stage, report: (what: string) => void): Promise<void> {
  const { cluster } = stage;
  const binding = await cluster.kubectl(['get', 'rolebinding', 'optimizer', '-n', namespace, '--output=json']);
  await cluster.kubectl(['delete', 'rolebinding', 'optimizer', '-n', namespace]);
  const after = await silentWithin(stage, most);
  const { metadata: _, ...rest } = JSON.parse(binding) as Readonly<Record<string, unknown>>;
  await cluster.apply([{ ...rest, metadata: { name: 'optimizer', namespace } }]);
  report(`silent after ${formatDuration(after)}`);
}

async function withoutApiServer(stage: Stage, report: (what: string) => void): Promise<void> {
  await stage.cluster.controlPlane.apiserver.kill();
  const after = await silentWithin(stage, most);
  await stage.cluster.controlPlane.apiserver.restart();
  report(`silent after ${formatDuration(after)}`);
}

async function isBlind(stage: Stage, report: (what: string) => void, how: 'gone' | 'NaN' | 'stale'): Promise<void> {
  const before = await decisionsOf(stage.cluster);
  stage.metrics.how = how;
  const after = await silentWithin(stage, most);
  const decided = (await decisionsOf(stage.cluster)).length - before.length;
  stage.metrics.how = 'whole';
  if (decided !== 0) throw new Error(`nothing must be decided without eyes, received ${decided} decisions`);
  report(`silent after ${formatDuration(after)}, nothing decided`);
}

/** @throws Error if it takes longer; the limit does not grow with the machine's load */
async function silentWithin({ pair }: Stage, within: Duration): Promise<Duration> {
  const stopwatch = new Stopwatch();
  await eventually('nobody speaks', () => pair.speaking(), { until: (names) => names.length === 0, timeout: within, interval: '500ms' });
  const after = stopwatch.elapsed();
  if (milliseconds(after) > milliseconds(within)) throw new Error(`nobody may speak after ${within}, somebody did for ${formatDuration(after)}`);
  return after;
}

async function decisionsOf(cluster: Cluster): Promise<readonly string[]> {
  const text = await cluster.kubectl([
    'get',
    'configmap',
    optimizerObjects.decisions,
    '-n',
    namespace,
    '--ignore-not-found',
    '--output=jsonpath={.data.decisions\\.json}',
  ]);
  if (text === '') return [];
  const { workloads } = JSON.parse(text) as { readonly workloads: Readonly<Record<string, { readonly decisions: readonly unknown[] }>> };
  return (workloads[`${namespaces.backend}/backend`]?.decisions ?? []).map((one) => JSON.stringify(one));
}

/** Checks that earlier decisions are unchanged. */
function goesOn(before: readonly string[], after: readonly string[]): void {
  const lost = before.filter((one) => !after.includes(one));
  if (lost.length > 0) throw new Error(`what was decided must stay, lost ${lost.length} of ${before.length}: ${lost[0] ?? ''}`);
}
