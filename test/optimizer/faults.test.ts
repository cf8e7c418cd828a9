/** Faults: whatever happens, two processes never lead at once, only stored decisions act, and within 90 s a process publishes or the autoscaler works without one. */
import type { Lesson } from '../../optimizer/workload-state';
import { configMap, lease, PlayedCluster, type OptimizerProcess, type PrometheusFault } from './played-cluster';
import { daily, dailyLesson } from './played-world';
import { stages } from '../../optimizer/stages/stages';

/** Seconds after which the last publication must have expired, if no process publishes. */
const most = 90;

/** Learned once, because the forecast is not tested here. */
let lesson: Lesson | undefined;
beforeAll(async () => {
  lesson = await dailyLesson();
});

let cluster: PlayedCluster;
beforeEach(async () => {
  cluster = new PlayedCluster();
  await cluster.start();
});
afterEach(() => cluster.stop());

const speaking = async (name = 'a'): Promise<OptimizerProcess> => {
  const process = cluster.process(name, lesson);
  await cluster.run(70);
  if (process.inForce === 0) throw new Error(`${name} must speak before anything goes wrong: ${JSON.stringify(cluster.lines.at(-1))}`);
  return process;
};

/** Seconds until the publications of all these processes have expired. */
async function silentAfter(...processes: readonly OptimizerProcess[]): Promise<number> {
  const began = cluster.elapsed;
  while (processes.some(({ inForce }) => inForce > 0)) {
    if (cluster.elapsed - began > 2 * most) throw new Error('must fall silent, still speaks');
    await cluster.run(5);
  }
  return cluster.elapsed - began;
}

async function speaksAgain(process: OptimizerProcess, within = most): Promise<void> {
  const began = cluster.elapsed;
  while (process.inForce === 0) {
    if (cluster.elapsed - began > within)
      throw new Error(`must speak again within ${within} s: ${JSON.stringify([process.state.silent, process.state.blind, cluster.lines.slice(-3)])}`);
    await cluster.run(5);
  }
}

describe('a process that is killed', () => {
  test.each(stages.map(({ name }, index) => [name, index + 1] as const))(
    'after the stage %s leaves nothing half done: its publication expires, and the next process continues with the stored decisions',
    async (_, stage) => {
      const first = await speaking();
      // a changed load, so that the tick has something to decide
      cluster.load = (at) => 1.3 * daily(at);
      first.killAfter = stage;
      await cluster.run(35);
      expect(first.dead).toBe(true);
      const before = cluster.written();
      expect(before.length).toBeGreaterThan(0);
      expect(await silentAfter(first)).toBeLessThanOrEqual(most);
      const next = cluster.process('b', lesson);
      await speaksAgain(next);
      expect(cluster.written().slice(0, before.length)).toEqual(before);
    },
  );

  const moments = [
    { title: 'before its decision is written', method: 'PATCH', what: 'drop', more: 0 },
    { title: 'when its decision is written and not yet answered', method: 'PATCH', what: 'swallow', more: 1 },
    { title: 'before the event of its decision', method: 'POST', what: 'drop', more: 1 },
  ] as const;
  test.each(moments)('$title leaves the old decisions or the new ones', async ({ method, what, more }) => {
    const first = await speaking();
    const before = cluster.written();
    cluster.onRequest = (asked, path) => {
      if (asked !== method || path === lease) return undefined;
      first.kill();
      return what;
    };
    cluster.load = (at) => 1.3 * daily(at);
    for (let tick = 0; tick < 40 && !first.dead; tick += 1) await cluster.run(30);
    expect(first.dead).toBe(true);
    cluster.onRequest = () => undefined;
    expect(cluster.written().length >= before.length + more).toBe(true);
    expect(cluster.written().slice(0, before.length)).toEqual(before);
    expect(await silentAfter(first)).toBeLessThanOrEqual(most);
    await speaksAgain(cluster.process('b', lesson));
  });

  test('and restarts keeps its counts: changes of the last hour and pod-hours of the day', async () => {
    const first = await speaking();
    const spent = [...first.state.spending.values()].reduce((sum, hours) => sum + hours, 0);
    first.kill();
    const next = cluster.process('b', lesson);
    await speaksAgain(next);
    expect(next.state.decisions.slice(0, first.state.decisions.length)).toEqual(first.state.decisions);
    expect([...next.state.spending.values()].reduce((sum, hours) => sum + hours, 0)).toBeGreaterThanOrEqual(spent - 0.05);
  });
});

describe.each<PrometheusFault>(['gone', 'garbage', 'endless', 'NaN', 'stale', 'partial', 'twice'])('when Prometheus is %s', (fault) => {
  test('nothing is decided, the forecast expires, and returns with Prometheus', async () => {
    const process = await speaking();
    cluster.prometheusFault = fault;
    const decided = cluster.written().length;
    expect(await silentAfter(process)).toBeLessThanOrEqual(most);
    expect(process.state.blind).toBeDefined();
    expect(cluster.written()).toHaveLength(decided);
    cluster.prometheusFault = undefined;
    await speaksAgain(process);
  });
});

describe('when the API server', () => {
  test.each(['gone', 'refusing', 'hanging'] as const)('is %s, the lease is given up, the forecast expires, and returns with the API server', async (fault) => {
    const process = await speaking();
    cluster.apiFault = fault;
    expect(await silentAfter(process)).toBeLessThanOrEqual(most);
    expect(process.leads).toBe(false);
    cluster.apiFault = undefined;
    await speaksAgain(process);
  });

  test('answers only one of two processes, they never publish both', async () => {
    const first = await speaking();
    const second = cluster.process('b', lesson);
    await cluster.run(30);
    first.hangs = true;
    // its port serves the last publication forever, which counts only until it expires
    expect(await silentAfter(first)).toBeLessThanOrEqual(most);
    await speaksAgain(second);
    first.hangs = false;
    await cluster.run(60);
    expect([first.leads, second.leads]).toEqual([false, true]);
    expect(first.inForce).toBe(0);
  });
});

describe('another writer', () => {
  const theirs = { metadata: { name: 'optimizer-decisions' }, data: { 'decisions.json': '{"workloads":{}}' } };

  test('of the decisions keeps them: nothing acts, and the optimizer continues when the writer is gone', async () => {
    const process = await speaking();
    cluster.put(configMap, theirs, 'kubectl');
    expect(await silentAfter(process)).toBeLessThanOrEqual(most);
    expect(process.state.silent).toMatch(/could not be written|not been read yet/);
    expect(cluster.objects.get(configMap)).toMatchObject({ owner: 'kubectl', body: theirs });
    cluster.objects.delete(configMap);
    await speaksAgain(process, 120);
  });

  test('that leaves foreign content is replaced once the object is free', async () => {
    cluster.put(configMap, { metadata: { name: 'optimizer-decisions' }, data: { 'decisions.json': 'garbage' } }, 'lyo-platform-optimizer');
    await speaking();
    expect(cluster.lines.some(({ message }) => message.includes('record starts again'))).toBe(true);
    expect(cluster.written().length).toBeGreaterThan(0);
  });

  test('that deletes the decisions removes the history and stops no process', async () => {
    const process = await speaking();
    cluster.objects.delete(configMap);
    await cluster.run(35);
    expect(process.inForce).toBeGreaterThan(0);
    expect(cluster.written().length).toBeGreaterThan(0);
  });

  test('that takes the lease by hand is respected', async () => {
    const process = await speaking();
    const stored = cluster.objects.get(lease);
    const spec = { ...(stored?.body['spec'] as object), holderIdentity: 'somebody', leaseDurationSeconds: 3600 };
    cluster.put(lease, { ...stored?.body, spec }, 'kubectl');
    expect(await silentAfter(process)).toBeLessThanOrEqual(10);
  });

  test('that deletes the lease makes a process take it again', async () => {
    const process = await speaking();
    cluster.objects.delete(lease);
    await cluster.run(10);
    expect(process.leads).toBe(true);
  });
});

describe('a machine clock that is set', () => {
  test.each([
    ['forward by a day', 86_400],
    ['back by ten days', -864_000],
  ])('%s does not move the lease: the leader stays, and publishes again', async (_, jump) => {
    const process = await speaking();
    const other = cluster.process('b', lesson);
    await cluster.run(30);
    cluster.wall += jump;
    await cluster.run(60);
    expect([process.leads, other.leads]).toEqual([true, false]);
    await speaksAgain(process, 200);
  });
});

describe('two processes', () => {
  test('that start together: one publishes, and the other has the same decisions', async () => {
    const [first, second] = [cluster.process('a', lesson), cluster.process('b', lesson)];
    await cluster.run(120);
    expect([first, second].filter(({ inForce }) => inForce > 0)).toHaveLength(1);
    expect(second.state.decisions).toEqual(first.state.decisions);
  });

  test('create one event for each decision beside the workload, from the leader', async () => {
    cluster.process('a', lesson);
    cluster.process('b', lesson);
    await cluster.run(120);
    // a policy that is off has no event
    expect(cluster.events).toBe(cluster.written().filter(({ outcome }) => outcome.because !== 'off').length);
    expect(cluster.events).toBeGreaterThan(0);
  });

  test('of which the leader is stopped: the other publishes at its next tick, without waiting for the lease to expire', async () => {
    const first = await speaking();
    const second = cluster.process('b', lesson);
    await cluster.run(30);
    await first.lease.release();
    first.kill();
    expect(first.inForce).toBe(0);
    await speaksAgain(second, 35);
  });

  test('of which the leader is killed: the other publishes within half a minute after the last publication has expired', async () => {
    const first = await speaking();
    const second = cluster.process('b', lesson);
    await cluster.run(30);
    first.kill();
    await speaksAgain(second, 75);
  });

  test('of which one is a former leader: its late writes are refused', async () => {
    const first = await speaking();
    const second = cluster.process('b', lesson);
    first.hangs = true;
    await cluster.run(60);
    cluster.load = (at) => 1.3 * daily(at);
    await speaksAgain(second);
    await cluster.run(600);
    const before = cluster.objects.get(configMap)?.version;
    // a request that was delayed for minutes
    expect(await first.store.write('{"workloads":{}}')).toMatchObject({ kind: 'taken' });
    expect(cluster.objects.get(configMap)?.version).toBe(before);
  });
});
