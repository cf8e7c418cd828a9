/** Two runs on the same cluster, of which one is alive, dead, or was paused for too long. */
import { readLease } from '../../../delivery/apply/lease';
import { Lock, type LockClock } from '../../../delivery/apply/lock';
import { ensurePlace } from '../../../delivery/apply/place';
import { PlayedCluster } from './played-cluster';

interface Played extends LockClock {
  readonly lines: string[];
  /** Called with the current second whenever a run sleeps. */
  meanwhile: (second: number) => void;
}

function clock(): Played {
  let second = 0;
  const lines: string[] = [];
  const played: Played = {
    lines,
    meanwhile: () => undefined,
    wall: () => second * 1000,
    now: () => second,
    sleep: (more) => {
      second += more;
      played.meanwhile(second);
    },
    say: (line) => void lines.push(line),
  };
  return played;
}

function cluster(): PlayedCluster {
  const played = new PlayedCluster();
  ensurePlace(played);
  return played;
}

const options = (holder: string, patience = 300) => ({ holder, duration: 60, patience });

test('a second run waits while the first one renews its lock, and continues when it has ended', () => {
  const [played, time] = [cluster(), clock()];
  const first = Lock.take(played, time, options('first'));
  const work = first.guarded();
  time.meanwhile = (second) => {
    if (second < 150) work.try(['version']);
    else if (second === 150) first.release();
  };
  Lock.take(played, time, options('second'));
  expect(time.now()).toBeGreaterThanOrEqual(150);
  expect(time.lines).toEqual(['waits for first, which renewed its lock at 1970-01-01T00:00:00.000000Z']);
});

test('a run that stops waiting reports the holder of the lock', () => {
  const [played, time] = [cluster(), clock()];
  const work = Lock.take(played, time, options('first')).guarded();
  time.meanwhile = () => void work.try(['version']);
  expect(() => Lock.take(played, time, options('second', 100))).toThrow('first is applying, and still was after 100 s of waiting');
  expect(() => Lock.take(played, time, options('second', 0))).toThrow('first is applying');
});

test('a free lock is taken unless another run has written it since it was read', () => {
  const [played, time] = [cluster(), clock()];
  expect(Lock.takeFree(played, time, options('first'), undefined)).toBeDefined();
  expect(Lock.takeFree(played, time, options('second'), undefined)).toBeUndefined();
  const held = readLease(played);
  expect(Lock.takeFree(played, time, options('second'), held)).toBeUndefined();
  Lock.take(played, time, options('first')).release();
  const free = readLease(played);
  Lock.take(played, time, options('third')).release();
  expect(Lock.takeFree(played, time, options('second'), free)).toBeUndefined();
  expect(Lock.takeFree(played, time, options('second'), readLease(played))).toBeDefined();
});

test('a run whose write was stored but whose answer was lost does not wait for itself', () => {
  const [played, time] = [cluster(), clock()];
  let isLost = true;
  const losing = {
    run: (args: readonly string[], input?: string) => played.run(args, input),
    try: (args: readonly string[], input?: string) => {
      const answer = played.try(args, input);
      if (!isLost || args[0] !== 'create') return answer;
      isLost = false;
      return played.try(args, input);
    },
  };
  expect(() => Lock.take(losing, time, options('first')).guarded().run(['version'])).not.toThrow();
  expect(time.now()).toBe(0);
});

test('the lock of a dead run is taken over when its Lease has expired, not before, and the log names the holder', () => {
  const [played, time] = [cluster(), clock()];
  Lock.take(played, time, options('dead'));
  Lock.take(played, time, options('next'));
  expect(time.now()).toBe(60);
  expect(time.lines.at(-1)).toBe('took over the lock of dead: not renewed for 60 s, last at 1970-01-01T00:00:00.000000Z');
});

test('a run that was paused while another took over makes no further changes', () => {
  const [played, time] = [cluster(), clock()];
  const work = Lock.take(played, time, options('asleep')).guarded();
  Lock.take(played, time, options('next'));
  const calls = played.calls.length;
  expect(() => work.run(['delete', 'ConfigMap/x'])).toThrow('the lock is lost');
  expect(() => work.try(['apply'])).toThrow('the lock is lost');
  expect(played.calls.slice(calls).filter((call) => call.startsWith('delete') || call.startsWith('apply'))).toEqual([]);
});

test('an API server that is away for less than the duration of the lock does not end the run', () => {
  const [played, time] = [cluster(), clock()];
  const silent = { on: false };
  const failing = {
    run: (args: readonly string[], input?: string) => played.run(args, input),
    try: (args: readonly string[], input?: string) =>
      silent.on && args[0] === 'replace' ? ({ ok: false, why: 'connection refused' } as const) : played.try(args, input),
  };
  const work = Lock.take(failing, time, options('first')).guarded();
  silent.on = true;
  time.sleep(30);
  expect(() => work.try(['version'])).not.toThrow();
  time.sleep(31);
  expect(() => work.try(['version'])).toThrow('the lock could not be renewed for 61 s');
});
