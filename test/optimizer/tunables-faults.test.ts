/** The object with the tunables of a workload, with lost answers, killed processes and other writers: it is complete, an object of others is left alone, and no change is left open. */
import { tunablesRecord, type TunablesRecord } from '../../optimizer/acting/tunables';
import type { Lesson } from '../../optimizer/workload-state';
import { tuned } from './a-view';
import { PlayedCluster, tuning, type OptimizerProcess } from './played-cluster';
import { dailyLesson } from './played-world';

let lesson: Lesson | undefined;
beforeAll(async () => {
  lesson = await dailyLesson();
});

let cluster: PlayedCluster;
let slow: number;
beforeEach(async () => {
  cluster = new PlayedCluster();
  slow = 0.2;
  cluster.workload = { tuned: { ...tuned, cache: undefined } };
  // a pool of ten connections with one in use, and a latency of 0.2 s
  cluster.measured = (expression, at) => {
    if (expression.includes('sql_pool_in_use')) return 1;
    if (expression.includes('sql_pool_size')) return Number(/"poolSize":(\d+)/.exec(dataOf()['tunables.json'] ?? '')?.[1] ?? 10);
    if (expression.includes('sql_pool_waiting')) return 0;
    return expression.includes('latency') ? slow * (1 + 0.02 * Math.sin(at / 7)) : undefined;
  };
  await cluster.start();
});
afterEach(() => cluster.stop());

const dataOf = (): Readonly<Record<string, string>> => (cluster.objects.get(tuning)?.body['data'] ?? {}) as Readonly<Record<string, string>>;

/** The stored record. @throws Error if it is incomplete */
function stored(): TunablesRecord | undefined {
  const data = dataOf();
  if (data['optimizer.json'] === undefined) return undefined;
  const record = tunablesRecord.parse(JSON.parse(data['optimizer.json']));
  if (data['tunables.json'] !== `${JSON.stringify(record.values)}\n`) throw new Error(`both must say the same, received ${JSON.stringify(data)}`);
  const last = record.finished.at(-1);
  const expected = record.trial?.after ?? (last?.outcome === 'kept' ? last.after : last?.before);
  if (JSON.stringify(record.values) !== JSON.stringify(expected ?? {}))
    throw new Error(`what is in force must be tried, kept or undone, received ${JSON.stringify(record)}`);
  return record;
}

/** Runs in steps, so that every state in between is checked. */
async function runs(seconds: number, until: () => boolean = () => false): Promise<void> {
  for (let passed = 0; passed < seconds && !until(); passed += 5) {
    await cluster.run(5);
    stored();
  }
}

async function trying(name = 'a'): Promise<OptimizerProcess> {
  const process = cluster.process(name, lesson);
  await runs(150, () => stored()?.trial !== undefined);
  expect(stored()).toMatchObject({ values: { poolSize: 5 }, trial: { policy: 'connection-pool', before: {} } });
  return process;
}

test('pods read a file with values only, under the mounted name, and the record is beside it', async () => {
  await trying();
  expect(Object.keys(dataOf()).sort()).toEqual(['optimizer.json', 'tunables.json']);
  expect(JSON.parse(dataOf()['tunables.json'] ?? '')).toEqual({ poolSize: 5 });
  expect(cluster.objects.get(tuning)).toMatchObject({ owner: 'lyo-platform-optimizer', applied: true });
});

/** For the first write, which begins a change, and the write that ends it. */
describe.each([
  ['tries a change', 0.2, 'kept'],
  ['undoes it', 0.6, 'rolled back'],
] as const)('a process that dies at the write that %s', (_, latency, outcome) => {
  const moments = [
    ['before it', 'drop'],
    ['after it, before its answer', 'swallow'],
  ] as const;
  test.each(moments)('%s leaves the old pair of files or the new one, and the next process finishes the change', async (__, what) => {
    const first = outcome === 'kept' ? cluster.process('a', lesson) : await trying();
    slow = latency;
    cluster.onRequest = (method, path) => {
      if (method !== 'PATCH' || path !== tuning) return undefined;
      first.kill();
      cluster.onRequest = () => undefined;
      return what;
    };
    await runs(600, () => first.dead);
    expect(first.dead).toBe(true);
    const before = stored();
    cluster.process('b', lesson);
    await runs(120);
    // the next process watches and judges the change of a dead one
    if (before?.trial !== undefined && outcome === 'rolled back') expect(stored()?.trial).toBeUndefined();
    await runs(700, () => (stored()?.finished.length ?? 0) > 0);
    expect(stored()?.finished[0]).toMatchObject({ policy: 'connection-pool', outcome });
  });
});

test('after a write whose answer is lost, the object is read again, and not written twice', async () => {
  const process = cluster.process('a', lesson);
  cluster.patience = 1;
  let lost = 0;
  cluster.onRequest = (method, path) => {
    if (method !== 'PATCH' || path !== tuning || lost > 0) return undefined;
    lost += 1;
    return 'swallow';
  };
  await runs(150, () => lost > 0);
  const version = cluster.objects.get(tuning)?.version;
  await runs(60);
  expect(process.dead).toBe(false);
  expect(cluster.objects.get(tuning)?.version).toBe(version);
  expect(stored()?.trial).toBeDefined();
}, 60_000);

describe('an object of another writer', () => {
  const theirs = { metadata: { name: 'backend-tunables' }, data: { 'tunables.json': '{"poolSize":7}' } };

  test.each([
    ['before anything was tuned', false],
    ['while a change is watched', true],
  ])('%s is left alone and reported as an outcome, until it is deleted', async (_, later) => {
    const process = later ? await trying() : cluster.process('a', lesson);
    cluster.put(tuning, theirs, 'kubectl-edit');
    await cluster.run(150);
    expect(cluster.objects.get(tuning)).toMatchObject({ owner: 'kubectl-edit', body: theirs });
    expect(process.state.untunable).toContain('tunables.json is written by kubectl-edit');
    expect(cluster.written()).toContainEqual(
      expect.objectContaining({ outcome: expect.objectContaining({ policy: 'connection-pool', because: 'taken' }) as unknown }),
    );
    cluster.objects.delete(tuning);
    await runs(150, () => stored()?.trial !== undefined);
    expect(process.state.untunable).toBeUndefined();
  });

  test('between read and write is not overwritten', async () => {
    const process = cluster.process('a', lesson);
    cluster.onRequest = (method, path) => {
      if (method === 'PATCH' && path === tuning) cluster.put(tuning, theirs, 'kubectl-edit');
      return undefined;
    };
    await cluster.run(150);
    expect(cluster.objects.get(tuning)).toMatchObject({ owner: 'kubectl-edit', body: theirs });
    expect(process.state.untunable).toBeDefined();
  });

  test.each([
    ['no record', { 'tunables.json': '{}\n', 'optimizer.json': 'garbage' }],
    ['a record of other values', { 'tunables.json': '{"poolSize":9}\n', 'optimizer.json': '{"values":{},"finished":[]}' }],
    ['half of the pair', { 'tunables.json': '{}\n' }],
  ])('with our field manager, but with %s, is left alone too', async (_, data) => {
    cluster.put(tuning, { ...theirs, data }, 'lyo-platform-optimizer', true);
    const before = cluster.objects.get(tuning)?.version;
    cluster.process('a', lesson);
    await cluster.run(150);
    expect(cluster.objects.get(tuning)?.version).toBe(before);
  });
});

test('with policies that only advise nothing is written, and the object of another writer does not stop the advice', async () => {
  cluster.workload = { tuned: { ...tuned, cache: undefined, pool: { ...tuned.pool, mode: 'advise' } } };
  cluster.put(tuning, { metadata: { name: 'backend-tunables' }, data: { 'tunables.json': '{"poolSize":10}' } }, 'kubectl-edit');
  const version = cluster.objects.get(tuning)?.version;
  cluster.process('a', lesson);
  await cluster.run(150);
  expect(cluster.objects.get(tuning)?.version).toBe(version);
  expect(cluster.written()).toContainEqual(
    expect.objectContaining({ outcome: expect.objectContaining({ policy: 'connection-pool', value: 5, acts: false }) as unknown }),
  );
});
