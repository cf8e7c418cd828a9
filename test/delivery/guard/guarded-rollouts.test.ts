/** A new version that is good, worse in some way, or without measurements, or whose run was killed at some second. */
import { manifestObject } from '../../../checks/manifest';
import { guardAnnotation } from '../../../config/guarded-workloads';
import { guardRollouts, Held } from '../../../delivery/guard/guarded-rollouts';
import { guardManager } from '../../../delivery/guard/pause';
import type { Answered } from '../../../delivery/guard/verdict';
import { PlayedRollout, type Played } from './played-rollout';

const guard = { version: '1.2', share: 10, bake: 60, requests: 100, failed: 0.01, slow: 0.05 };

function web(annotation: unknown): ReturnType<typeof manifestObject> {
  const annotations = annotation === 'none' ? {} : { [guardAnnotation]: JSON.stringify(annotation) };
  return manifestObject({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { namespace: 'shop', name: 'web', annotations } }, { file: 'web.yaml' });
}

interface Ran {
  readonly error: unknown;
  readonly lines: readonly string[];
  readonly rollout: PlayedRollout;
}

function ran(played: Omit<Played, 'pods'>, annotation: unknown = guard): Ran {
  const rollout = new PlayedRollout({ pods: 20, ...played });
  const lines: string[] = [];
  try {
    guardRollouts(rollout, [web(annotation)], { now: rollout.now, sleep: rollout.sleep, say: (line) => void lines.push(line) });
    return { error: undefined, lines, rollout };
  } catch (error) {
    return { error, lines, rollout };
  }
}

/** Ten requests per second and pod, of which the given percentages fail or are slow. */
const share =
  (fresh: Partial<Answered>, old: Partial<Answered> = {}): Played['answers'] =>
  (second, which) => {
    const requests = (which === 'new' ? 20 : 180) * Math.min(second, 60);
    const { failed = 0, slow = 0 } = which === 'new' ? fresh : old;
    return { requests, failed: (requests * failed) / 100, slow: (requests * slow) / 100 };
  };
const well = share({});

test('a good version is paused at its first pods for the bake time, and then rolled out', () => {
  const { error, lines, rollout } = ran({ answers: well });
  expect(error).toBeUndefined();
  expect(rollout.patches).toEqual(['pause 2', 'go on 2']);
  expect(rollout.second).toBeGreaterThanOrEqual(60);
  expect(lines.join('\n')).toMatch(/paused with 2 of 20 pods new[^]*serve for 60 s[^]*1200 requests, 0 % failed \(1 % may\)[^]*goes on/);
});

test.each<[string, Played['answers'], RegExp]>([
  ['fails 30 requests in a hundred', share({ failed: 30 }), /30 % failed \(1 % may\)/],
  ['fails 4 in a hundred, where the others fail none', share({ failed: 4 }), /4 % failed/],
  ['is slower than promised', share({ slow: 40 }, { slow: 1 }), /40 % were slower than promised \(5 % may\)/],
])('a version that %s stays at its first pods', (_, answers, tells) => {
  const { error, rollout } = ran({ answers });
  expect(String(error)).toMatch(/is worse on its first 2 pods/);
  expect(String(error)).toMatch(tells);
  expect(error).not.toBeInstanceOf(Held);
  expect([rollout.most, rollout.pausedBy]).toEqual([2, guardManager]);
  expect(rollout.second).toBeLessThan(60);
});

test('a fault of all versions does not hold back the new one', () => {
  expect(ran({ answers: share({ failed: 8 }, { failed: 8 }) }).error).toBeUndefined();
});

test.each<[string, Played['answers']]>([
  ['nobody tells', () => undefined],
  ['nobody asks it for anything', (_, which) => ({ requests: which === 'new' ? 0 : 9000, failed: 0, slow: 0 })],
  ['it has answered too little', (_, which) => ({ requests: which === 'new' ? 99 : 9000, failed: 0, slow: 0 })],
  ['only its failures are not told', () => ({ requests: 900, slow: 0 })],
  ['its faults may be chance', (_, which) => ({ requests: which === 'new' ? 100 : 9000, failed: which === 'new' ? 3 : 0, slow: 0 })],
])('a version is held while %s', (_, answers) => {
  const { error, rollout } = ran({ answers });
  expect(error).toBeInstanceOf(Held);
  expect([rollout.most, rollout.pausedBy]).toEqual([2, guardManager]);
  expect(rollout.second).toBeGreaterThan(900);
});

test('a held version is rolled out when there are measurements again', () => {
  const { error, lines } = ran({ answers: (second, which) => (second < 300 ? undefined : well(second, which)) });
  expect(error).toBeUndefined();
  expect(lines.join('\n')).toMatch(/held: Error from server \(NotFound\)[^]*goes on/);
});

test('the first counted version is compared with the objectives alone', () => {
  const alone =
    (failed: number): Played['answers'] =>
    (second, which) =>
      which === 'new' ? share({ failed })(second, which) : undefined;
  expect(ran({ answers: alone(0) }).error).toBeUndefined();
  expect(String(ran({ answers: alone(30) }).error)).toContain('is worse');
});

test('pods that never get ready are reported, although Kubernetes does not report a paused rollout as stuck', () => {
  const { error } = ran({ answers: well, healthy: 1 });
  expect(String(error)).toMatch(/no progress for 60 s at its first pods: 1 of 2 new ready/);
});

test.each([0, 1, 2, 3, 19])('after a killed run with %d new pods and a pause, the next run holds, compares and resumes the rollout', (begun) => {
  const { error, rollout } = ran({ answers: well, begun, pausedBy: guardManager });
  expect(error).toBeUndefined();
  expect(rollout.pausedBy).toBeUndefined();
});

test('after a run that was killed before its pause, the next run pauses', () => {
  expect(ran({ answers: share({ failed: 30 }), begun: 5 }).rollout.most).toBe(5);
});

test('a pause by hand is reported and left', () => {
  const { error, rollout } = ran({ answers: well, begun: 2, pausedBy: 'night-shift' });
  expect(String(error)).toMatch(/was paused by hand/);
  expect(rollout.patches).toEqual([]);
});

test('the pause of a former guard is removed, and one by hand stays', () => {
  expect(ran({ answers: well, begun: 2, pausedBy: guardManager }, 'none').rollout.patches).toEqual(['go on 2']);
  expect(ran({ answers: well, begun: 2, pausedBy: 'night-shift' }, 'none').rollout.patches).toEqual([]);
});

test('a release without new pods is not held, and an unreadable guard is an error', () => {
  expect(ran({ answers: () => undefined, begun: 20 }).rollout.patches).toEqual([]);
  for (const broken of ['{', 7, { ...guard, share: 0 }, { ...guard, failed: undefined }])
    expect(String(ran({ answers: well }, broken).error)).toMatch(/annotation lyo-platform\/guard cannot be read/);
});
