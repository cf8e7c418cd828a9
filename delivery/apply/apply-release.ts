/**
 * Applies a release to a cluster. Every object is tried before any is changed; the record names an object before it is created; nothing is deleted
 * before its replacement runs; and a failed release is rolled back. A run that is killed at any point is completed by the next one.
 */
import type { ManifestObject } from '../../checks/manifest';
import { reason } from '../../command-line/failure';
import { waitForRollouts, type Waiting } from '../rollout/wait';
import { guardRollouts, guardsOf, Held } from '../guard/guarded-rollouts';
import { waitForConditions, withConditions, working } from './conditions';
import { goBack } from './go-back';
import { Lock } from './lock';
import { recordKey } from './object-key';
import { patient } from './patience';
import { isReleaseJob, runReleaseJobs } from './release-jobs';
import { ensurePlace, placeIdentity, type Cluster } from './place';
import { planLines, planOf } from './plan';
import { requireRoom, writeRecord, type DeliveryRecord, type Recorded, type Target } from './record';
import type { Release } from './release';
import { remove } from './remove';
import { ApplyError, type Step, type Wishes, type World } from './run';
import { inOrderOfNeed, send } from './send';
import { readStanding, readStandingAndLease, type Standing } from './standing';
import { requireNearVersion } from './version-skew';

/** Describes what an apply would do. */
export function rehearseOnly(world: World, release: Release, wishes: Wishes): void {
  requireNearVersion(world.cluster);
  const standing = readStanding(world.cluster, release.objects);
  newRecord(world, { release, wishes, standing });
  for (const line of planLines(planOf(world.cluster, { release, wishes, standing }))) world.log('rehearse', line);
}

/**
 * @throws Error when it was refused and nothing was changed
 * @throws ApplyError when it failed on the way
 */
export function applyRelease(world: World, release: Release, wishes: Wishes): void {
  requireNearVersion(world.cluster);
  const guarded = [...guardsOf(release.objects).keys()];
  if (wishes.wait === 'none' && guarded.length > 0)
    throw new Error(`--wait must be rollouts or all where rollouts are guarded (${guarded.join(', ')}), received none`);
  const cluster = patient(world.cluster, { ...world, say: saying(world, 'cluster') });
  const standing = arrive(cluster, release);
  const clock = { ...world, say: saying(world, 'lock') };
  const free = Lock.takeFree(cluster, clock, wishes.lock, standing.lease);
  const lock = free ?? Lock.take(cluster, clock, wishes.lock);
  try {
    const guarded = lock.guarded();
    // whoever had the lock in the meantime may have changed all of it
    bring({ ...world, cluster: guarded }, { release, wishes, standing: free === undefined ? readStanding(guarded, release.objects) : standing });
  } finally {
    lock.release();
  }
}

/** Reads what is there, and makes the place for lock and record where there is none. */
function arrive(cluster: Cluster, { objects }: Release): ReturnType<typeof readStandingAndLease> {
  const standing = readStandingAndLease(cluster, objects);
  const { name } = placeIdentity;
  const place = standing.namespaces.find((one) => one.name === name);
  ensurePlace(cluster, place?.labels);
  return place === undefined ? { ...standing, namespaces: [...standing.namespaces, { name, labels: {}, isEnding: false }] } : standing;
}

interface Brought {
  readonly release: Release;
  readonly wishes: Wishes;
  readonly standing: Standing;
}

function bring(world: World, { release, wishes, standing }: Brought): void {
  const { cluster, log } = world;
  const record = newRecord(world, { release, wishes, standing });
  const plan = planOf(cluster, { release, wishes, standing });
  for (const line of planLines(plan)) log('rehearse', line);
  const chain = wishes.wait === 'all' ? withConditions(release.objects) : [];
  const worked = working(cluster, chain);
  let begun = begin(world, record, plan.recorded);
  try {
    const grounds = release.objects.filter((object) => isGround(object) && plan.moves(object));
    applyGrounds(world, release, grounds);
    const jobs = runJobs(world, release, begun);
    begun = jobs.begun;
    if (jobs.failed.length > 0) throw new Error(jobs.failed.join('\n'));
    applyRest(world, release, grounds);
    if (wishes.wait === 'none') {
      finish(cluster, begun, { phase: 'unverified' });
      log('applied', `${release.digest} applied; nothing was waited for, so nothing is deleted`);
      return;
    }
    guardRollouts(cluster, release.objects, { ...waitingOf(world), say: saying(world, 'guard') });
    waitForRollouts(cluster, release.objects, waitingOf(world));
    const broken = waitForConditions(cluster, worked, waitingOf(world));
    if (broken.length > 0) throw new Error(`conditions that were true before are not true any more:\n${broken.join('\n')}`);
  } catch (error) {
    if (error instanceof Held) throw new ApplyError(`${error.message}\n${stays}`, 6);
    goBack(world, { failed: reason(error), release, begun: begun.record, wait: wishes.wait !== 'none' });
  }
  log('gate', 'everything that was to run runs');
  prune(world, begun, plan.remove, release);
  log('applied', `${release.digest} runs${release.commit === undefined ? '' : `, of commit ${release.commit}`}`);
  const late = waitForConditions(
    cluster,
    chain.filter((object) => !worked.includes(object)),
    waitingOf(world),
  );
  // no reason to roll back: the chain did not work before either, and the previous release would not repair it
  if (late.length > 0) throw new Error(`the release is applied and runs, but the metric chain does not work:\n${late.join('\n')}`);
}

/** @throws Error when no ConfigMap has room for it: before so many objects are tried, which takes minutes */
function newRecord({ wall }: World, { release, wishes: { who }, standing: { recorded } }: Brought): DeliveryRecord {
  const record = recordOf(release, recorded.record, { who, at: new Date(wall()).toISOString() });
  requireRoom(record);
  return record;
}

interface Begun extends Recorded {
  readonly record: DeliveryRecord;
}

function begin({ cluster, log }: World, record: DeliveryRecord, { record: before, resourceVersion }: Recorded): Begun {
  if (before !== undefined && unfinished.has(before.phase)) {
    log('record', `the run of ${before.target.who} at ${before.target.at} ended while it was ${before.phase}: this one completes it`);
  }
  const written = writeRecord(cluster, record, resourceVersion);
  log('record', `${record.keys.length} objects may exist in the cluster from now on`);
  return { ...written, record };
}

const stays = 'it stays paused; the next apply of this release judges it again, and an apply of the previous release rolls it back';

const unfinished: ReadonlySet<DeliveryRecord['phase']> = new Set(['applying', 'pruning', 'going back']);

/** The objects before and after: until the run has ended, either may exist. */
function recordOf(release: Release, before: DeliveryRecord | undefined, about: Pick<Target, 'who' | 'at'>): DeliveryRecord {
  const { digest, commit, artifact, environment, objects } = release;
  const applied = before?.applied;
  return {
    version: 1,
    environment,
    phase: 'applying',
    target: { digest, ...(commit === undefined ? {} : { commit }), ...(artifact === undefined ? {} : { artifact }), ...about },
    ...(applied === undefined ? {} : { applied }),
    keys: [...new Set([...(before?.keys ?? []), ...objects.map(recordKey)])].sort(),
    ran: before?.ran ?? [],
  };
}

/** Namespaces first, so that certificates exist before the pods that mount them. @param grounds those that are new or change; the others are sent with the rest */
function applyGrounds({ cluster, log, certify }: World, { objects }: Release, grounds: readonly ManifestObject[]): void {
  send(cluster, grounds);
  log('namespaces', `${grounds.length} namespaces and definitions applied`);
  const definitions = grounds.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ name }) => `customresourcedefinition/${name}`);
  if (definitions.length > 0) cluster.run(['wait', '--for=condition=Established', ...definitions, '--timeout=60s']);
  for (const line of certify(cluster, objects)) log('certificates', line);
}

/** Recorded as soon as they have ended: they never run again, even if a later step or another Job fails. */
function runJobs(world: World, { objects }: Release, begun: Begun): { readonly begun: Begun; readonly failed: readonly string[] } {
  const { cluster } = world;
  const { ended, failed } = runReleaseJobs(cluster, objects, begun.record.ran, { ...waitingOf(world), say: saying(world, 'jobs') });
  return { begun: ended.length === 0 ? begun : finish(cluster, begun, { ran: [...begun.record.ran, ...ended].slice(-remembered) }), failed };
}

/** Jobs that the record keeps: more than any rollback needs. */
const remembered = 200;

function applyRest({ cluster, log, certify }: World, { objects }: Release, sent: readonly ManifestObject[]): void {
  const rest = objects.filter((object) => !sent.includes(object) && !isReleaseJob(object));
  send(cluster, inOrderOfNeed(rest));
  log('apply', `${rest.length} objects applied`);
  for (const line of certify(cluster, objects)) log('certificates', line);
}

function isGround({ kind }: ManifestObject): boolean {
  return kind === 'Namespace' || kind === 'CustomResourceDefinition';
}

/** A failed deletion is no reason to roll back: everything runs. */
function prune({ cluster, log }: World, begun: Begun, keys: readonly string[], release: Release): void {
  try {
    const pruning = keys.length === 0 ? begun : finish(cluster, begun, { phase: 'pruning' });
    remove(cluster, keys, (key, removal) => log('prune', `${key}: ${removal}`));
    finish(cluster, pruning, { phase: 'applied', applied: begun.record.target, keys: release.objects.map(recordKey) });
  } catch (error) {
    throw new ApplyError(`everything runs, but not everything was deleted: ${reason(error)}\nthe record names what is left, and the next apply deletes it`, 6);
  }
}

function finish(cluster: Cluster, { record, resourceVersion }: Begun, how: Partial<DeliveryRecord>): Begun {
  const written = { ...record, ...how };
  return { ...writeRecord(cluster, written, resourceVersion), record: written };
}

function saying({ log }: World, step: Step): (line: string) => void {
  return (line) => log(step, line);
}

function waitingOf(world: World): Waiting {
  return { now: world.now, sleep: world.sleep, say: saying(world, 'gate') };
}
