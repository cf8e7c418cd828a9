/** Waits for rollouts while they make progress, however long that takes, and reports why one does not. */
import type { ManifestObject } from '../../checks/manifest';
import type { Kubectl } from '../kubectl';
import { foundObjects } from '../live-objects';
import { reasonsOf } from './reasons';
import { deadlineOf, rolledOut, stateOf, type RolledOut, type RolloutState } from './state';

export interface Waiting {
  /** Seconds of a monotonic clock. */
  readonly now: () => number;
  /** Seconds. */
  readonly sleep: (seconds: number) => void;
  readonly say: (line: string) => void;
}

/** Seconds between two reads; between two lines about the same workload; until a standstill is reported; and for which the API server may be unreachable. */
const [look, pause, standstill, silence] = [3, 15, 30, 120];
/** Seconds that controllers and nodes get to reconnect to an API server that was away: their pauses grow to half a minute. */
const reconnecting = 60;
/** Seconds for which the controller's own verdict must last: right after an apply it may still be about the previous rollout. */
const verdictStands = 15;

/** Progress of one workload. */
interface Followed {
  readonly name: string;
  readonly best: readonly number[];
  /** When the last progress was made; later than now while controllers reconnect to an API server that was away, whatever moves meanwhile. */
  readonly movedAt: number;
  readonly saidAt: number;
  readonly said: string;
  readonly phase: 'moving' | 'done' | 'stuck';
  /** Why it is stuck; empty otherwise. */
  readonly why: string;
}

/**
 * Ends when every Deployment and StatefulSet among the objects runs as applied. A workload without progress within its deadline does not end the
 * wait for the others: all are reported together.
 * @throws Error with each workload that is stuck, its progress, and the reason
 */
export function waitForRollouts(kubectl: Pick<Kubectl, 'try'>, objects: readonly ManifestObject[], waiting: Waiting): void {
  const { now, sleep } = waiting;
  const wanted = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  const followed = new Map(wanted.map((object) => [keyOf(object), start(object, now())]));
  let answeredAt = now();
  for (;;) {
    const found = read(kubectl, wanted);
    if (typeof found === 'string') {
      if (now() - answeredAt > silence) throw new Error(`the API server has not answered for ${silence} s: ${found}`);
    } else {
      // there is no progress to see while the API server does not answer
      const excused = now() - answeredAt > pause ? now() + reconnecting : undefined;
      answeredAt = now();
      for (const [key, one] of followed) {
        const since = excused === undefined ? one : { ...one, movedAt: excused };
        followed.set(key, one.phase === 'moving' ? follow(since, found.get(key), { kubectl, waiting }) : one);
      }
    }
    const all = [...followed.values()];
    if (all.every(({ phase }) => phase !== 'moving')) {
      const stuck = all.filter(({ phase }) => phase === 'stuck');
      if (stuck.length > 0) throw new Error(stuck.map(({ name, why: reason }) => `${name}: ${reason}`).join('\n'));
      return;
    }
    sleep(look);
  }
}

function start(object: Pick<ManifestObject, 'kind' | 'namespace' | 'name'>, at: number): Followed {
  return { name: keyOf(object), best: [], movedAt: at, saidAt: Number.NEGATIVE_INFINITY, said: '', phase: 'moving', why: '' };
}

/** `Deployment lyo-backend/backend` */
function keyOf({ kind, namespace = '', name }: Pick<ManifestObject, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace}/${name}`;
}

/** The workloads by their keys, or why there is no answer. */
function read(kubectl: Pick<Kubectl, 'try'>, wanted: readonly ManifestObject[]): ReadonlyMap<string, RolledOut> | string {
  const found = foundObjects(kubectl, wanted);
  if (typeof found === 'string') return found;
  return new Map(
    found.map((one) => {
      const workload = rolledOut.parse(one);
      return [keyOf({ kind: workload.kind, ...workload.metadata }), workload];
    }),
  );
}

interface World {
  readonly kubectl: Pick<Kubectl, 'try'>;
  readonly waiting: Waiting;
}

/** One check of one workload. */
function follow(before: Followed, workload: RolledOut | undefined, { kubectl, waiting }: World): Followed {
  if (workload === undefined) return { ...before, phase: 'stuck', why: 'no longer exists' };
  const now = waiting.now();
  const state = stateOf(workload);
  const best = state.marks.map((mark, index) => Math.max(mark, before.best[index] ?? Number.NEGATIVE_INFINITY));
  const moved = best.some((mark, index) => mark > (before.best[index] ?? Number.NEGATIVE_INFINITY));
  const after = { ...before, best, movedAt: moved ? Math.max(now, before.movedAt) : before.movedAt };
  const still = now - after.movedAt;
  if (state.phase === 'done') return said(after, `rolled out, ${state.text}`, { waiting, at: now, always: true, phase: 'done' });
  if (state.phase === 'paused') return { ...after, phase: 'stuck', why: `is paused at ${state.text}; continue it with kubectl rollout resume` };
  const deadline = state.seen ? deadlineOf(workload) : Math.max(deadlineOf(workload), silence);
  if (still > deadline || (state.complaint !== undefined && still > verdictStands)) {
    return {
      ...after,
      phase: 'stuck',
      why: `no progress for ${Math.round(still)} s (its deadline is ${deadline} s): ${state.text}${why(kubectl, workload, state)}`,
    };
  }
  if (still < standstill) return said(after, state.text, { waiting, at: now });
  return said(after, `no progress for ${Math.round(still)} of ${deadline} s: ${state.text}${why(kubectl, workload, state)}`, { waiting, at: now });
}

function why(kubectl: Pick<Kubectl, 'try'>, workload: RolledOut, { complaint }: RolloutState): string {
  const reasons = reasonsOf(kubectl, workload);
  const all = reasons.length > 0 || complaint === undefined ? reasons : [complaint];
  return all.map((reason) => `\n  ${reason}`).join('');
}

interface Saying {
  readonly waiting: Waiting;
  readonly at: number;
  /** @default - reports only changes, and not too often */
  readonly always?: boolean;
  readonly phase?: 'done';
}

function said(followed: Followed, text: string, { waiting, at, always = false, phase }: Saying): Followed {
  const due = always || (text !== followed.said && at - followed.saidAt >= pause);
  if (due) waiting.say(`${followed.name}: ${text}`);
  return { ...followed, ...(due ? { said: text, saidAt: at } : {}), phase: phase ?? followed.phase };
}
