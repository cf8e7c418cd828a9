/** Applies the previous release again: nothing of it was deleted yet, so nothing has to be created again. */
import { reason } from '../../command-line/failure';
import { waitForRollouts } from '../rollout/wait';
import { letGo } from '../guard/pause';
import { recordKey } from './object-key';
import { inOrder, isProtected } from './prune';
import { readRecord, writeRecord, type DeliveryRecord } from './record';
import type { Release } from './release';
import { isReleaseJob } from './release-jobs';
import { remove } from './remove';
import { ApplyError, type World } from './run';
import { inOrderOfNeed, send } from './send';

export interface Failure {
  /** Why it failed. */
  readonly failed: string;
  readonly release: Release;
  /** The record at the start of the run. */
  readonly begun: DeliveryRecord;
  /** Whether to wait for the previous release. */
  readonly wait: boolean;
}

/** @throws ApplyError always: with what failed, and what the cluster holds now */
export function goBack(world: World, failure: Failure): never {
  const { failed, release, begun } = failure;
  const before = begun.applied;
  const half = (why: string): ApplyError =>
    new ApplyError(`${failed}\nnot gone back: ${why}; the cluster may hold a part of ${release.digest}, and the next apply completes or replaces it`, 6);
  if (before === undefined) throw half('nothing was applied here before');
  if (before.digest === release.digest) throw half('this release is the one that was applied last');
  const previous = world.earlier(before);
  if (typeof previous === 'string') throw half(previous);
  world.log('go back', `failed: ${failed}`);
  world.log('go back', `applies ${previous.digest} again`);
  try {
    restore(world, previous, failure);
  } catch (error) {
    throw new ApplyError(
      `${failed}\nand the rollback to ${before.digest} failed too: ${reason(error)}\nthe record has the phase and every object; run again when the cause is fixed`,
      6,
    );
  }
  throw new ApplyError(`${failed}\nwent back to ${before.digest}${before.commit === undefined ? '' : `, of commit ${before.commit}`}, which runs again`, 5);
}

function restore(world: World, previous: Release, { begun, wait }: Failure): void {
  const { cluster, log } = world;
  const { resourceVersion } = readRecord(cluster);
  const going = writeRecord(cluster, { ...begun, phase: 'going back' }, resourceVersion);
  // what ran for it has run
  send(cluster, inOrderOfNeed(previous.objects.filter((object) => !isReleaseJob(object))));
  for (const key of letGo(cluster, previous.objects)) log('go back', `${key}: resumed, back to the previous version`);
  const { now, sleep } = world;
  if (wait) waitForRollouts(cluster, previous.objects, { now, sleep, say: (line) => log('go back', line) });
  const wanted = previous.objects.map(recordKey);
  const surplus = inOrder(begun.keys.filter((key) => !wanted.includes(key)));
  // an object that may hold data stays, and stays in the record
  const left = surplus.filter(isProtected);
  remove(
    cluster,
    surplus.filter((key) => !isProtected(key)),
    (key, removal) => log('go back', `${key}: ${removal}`),
  );
  for (const key of left) log('go back', `${key}: left, because it may hold data; the next apply asks about it`);
  writeRecord(cluster, { ...begun, phase: 'went back', keys: [...wanted, ...left] }, going.resourceVersion);
}
