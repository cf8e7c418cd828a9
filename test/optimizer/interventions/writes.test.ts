/** Interventions: who may write, their effect, that they are reported, and that they outlive the process. */
import type { Lesson } from '../../../optimizer/workload-state';
import { dailyLesson } from '../played-world';
import { PlayedWriting, oncall } from './played-writing';

let lesson: Lesson | undefined;
beforeAll(async () => {
  lesson = await dailyLesson();
});

let played: PlayedWriting;

async function begin(kept: ConstructorParameters<typeof PlayedWriting>[1] = {}): Promise<void> {
  played = new PlayedWriting(lesson, kept);
  await played.world.ticks(2);
  await played.listen();
}

afterEach(() => played.stop());

const writes = ['/api/v1/freeze', '/api/v1/unfreeze', '/api/v1/proposals/0123456789abcdef/approve', '/api/v1/proposals/0123456789abcdef/reject'];

describe('who may write', () => {
  beforeEach(() => begin());

  test.each(writes)('%s is refused without a token, with a wrong one, and for an account without the permission', async (path) => {
    expect(await played.send(path, {}, null)).toMatchObject({ status: 401 });
    expect(played.asked).toBe(0);
    for (const authorization of ['Bearer', 'Bearer ', 'Basic good', 'bearer bad', 'Bearer good good'])
      expect(await played.send(path, {}, authorization)).toMatchObject({ status: 401 });
    played.mayDo = () => false;
    expect(await played.send(path, {})).toMatchObject({ status: 403 });
    expect(played.lines).toContainEqual(expect.objectContaining({ message: 'a write was refused', by: oncall }));
    expect([played.revision, played.events]).toEqual([1, []]);
  });

  test('the permission for one verb does not include another', async () => {
    played.mayDo = (_, verb) => verb === 'freeze';
    expect(await played.send('/api/v1/freeze')).toMatchObject({ status: 200 });
    expect(await played.send('/api/v1/unfreeze')).toMatchObject({ status: 403 });
  });

  test('every token is refused while the API server does not answer', async () => {
    played.callersAway = true;
    expect(await played.send('/api/v1/freeze')).toMatchObject({ status: 503 });
    expect(played.revision).toBe(1);
  });

  test('more than twenty requests at once are refused without a token review', async () => {
    const statuses = await Promise.all(Array.from({ length: 60 }, async () => (await played.send('/api/v1/freeze', {}, 'Bearer bad')).status));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(30);
    expect(played.asked).toBeLessThan(30);
  });

  test.each([
    ['what is no JSON', '[', 400, /^the body: /],
    ['another type', '7', 400, /received 7/],
    ['a field that there is not', { reson: 'x' }, 400, /reson/],
    ['a time that is none', { until: 'tomorrow' }, 400, /^until: must be a time such as 2027-03-01T12:00:00Z, received \{"until":"tomorrow"\}/],
    ['a time that is over', { until: '2020-01-01T00:00:00Z' }, 400, /^until: must be in the future, received 2020/],
    ['a workload that is not its own', { workload: 'lyo-backend/other' }, 404, /must be one of lyo-backend\/backend, received lyo-backend\/other/],
    ['no name of a workload', { workload: '../x' }, 400, /workload: must be namespace\/name/],
    ['too much', 'x'.repeat(5000), 413, /at most 4096 bytes/],
  ])('%s is refused with the reason', async (_, body, status, error) => {
    expect(await played.send('/api/v1/freeze', body)).toEqual({ status, body: { error: expect.stringMatching(error) } });
    expect(played.revision).toBe(1);
  });
});

describe('a freeze', () => {
  test('ends the publication at once, and nothing is decided until it is lifted; its author is logged and shown', async () => {
    await begin();
    expect(played.outcome('replica-forecast')).toMatchObject({ kind: 'decision', acts: true });
    expect(await played.send('/api/v1/freeze', { reason: 'sale' })).toEqual({
      status: 200,
      body: { done: 'frozen', by: oncall, workloads: ['lyo-backend/backend'] },
    });
    expect(played.state.published?.validUntil).toBe(played.world.now);
    await played.world.ticks(1);
    expect(played.state.published).toMatchObject({ forecast: 0, headroom: 1 });
    expect(played.outcome('replica-forecast')).toMatchObject({ because: 'frozen', why: `frozen by ${oncall} until somebody ends it: sale` });
    expect(played.state.outcomes.filter((one) => one.kind === 'decision' && one.acts)).toEqual([]);
    expect(played.lines).toContainEqual(expect.objectContaining({ message: 'frozen', by: oncall, workloads: ['lyo-backend/backend'] }));
    expect(played.events).toEqual([{ namespace: 'lyo-backend', deployment: 'backend', reason: 'Frozen', note: `frozen by ${oncall}: every workload: sale` }]);
    expect(await played.send('/api/v1/unfreeze')).toMatchObject({ status: 200 });
    await played.world.ticks(1);
    expect(played.state.published?.forecast).toBeGreaterThan(0);
  });

  test('outlives the process, and a process that could not read the record decides nothing', async () => {
    await begin();
    await played.send('/api/v1/freeze', { workload: 'lyo-backend/backend' });
    const { record } = played;
    await played.stop();
    await begin({ record });
    expect(played.state.published?.forecast).toBe(0);
    expect(played.outcome('replica-forecast')).toMatchObject({ because: 'frozen' });
    await played.stop();
    for (const fault of ['unavailable', 'unreadable'] as const) {
      played = new PlayedWriting(lesson);
      played.fault = fault;
      await played.world.ticks(2);
      expect(played.outcome('replica-forecast')).toMatchObject({ because: 'frozen', why: `what people said could not be read: ${fault}` });
    }
    await played.listen();
  });

  test('stays in force while the store is unavailable for a moment', async () => {
    await begin();
    await played.send('/api/v1/freeze');
    played.fault = 'unavailable';
    await played.world.ticks(1);
    expect(played.outcome('replica-forecast')).toMatchObject({ because: 'frozen', why: expect.stringContaining(oncall) });
    expect(await played.send('/api/v1/unfreeze')).toMatchObject({ status: 503 });
  });

  test('ends at its time', async () => {
    await begin();
    await played.send('/api/v1/freeze', { until: new Date((played.world.now + 100) * 1000).toISOString() });
    await played.world.ticks(3);
    expect(played.outcome('replica-forecast')).toMatchObject({ because: 'frozen' });
    await played.world.ticks(1);
    expect(played.outcome('replica-forecast')).toMatchObject({ kind: 'decision' });
  });

  test('of one workload does not affect the other, and stays when that of all is lifted', async () => {
    await begin({ deployments: ['backend', 'orders'] });
    await played.send('/api/v1/freeze', { workload: 'lyo-backend/orders' });
    await played.world.ticks(1);
    expect(played.states.map(({ frozen }) => frozen === undefined)).toEqual([true, false]);
    expect(await played.send('/api/v1/unfreeze')).toEqual({ status: 409, body: { error: expect.stringContaining('every workload is not frozen by itself') } });
    await played.send('/api/v1/freeze');
    await played.send('/api/v1/unfreeze', { workload: 'lyo-backend/orders' });
    await played.world.ticks(1);
    expect(played.states.map(({ frozen }) => frozen === undefined)).toEqual([false, false]);
  });

  test('is merged with a concurrent write', async () => {
    await begin({ deployments: ['backend', 'orders'] });
    await played.send('/api/v1/freeze', { workload: 'lyo-backend/backend' });
    played.fault = 'raced';
    expect(await played.send('/api/v1/freeze', { workload: 'lyo-backend/orders' })).toMatchObject({ status: 200 });
    expect(played.record.freezes.map(({ workload }) => workload)).toEqual(['lyo-backend/backend', 'lyo-backend/orders']);
  });
});

describe('a proposal', () => {
  test('that is approved is carried out, watched, and reported with its author; without approval nothing happens', async () => {
    await begin();
    await played.world.ticks(3);
    expect(played.tunables.trial).toBeUndefined();
    const id = await played.proposal('connection-pool');
    expect(await played.send(`/api/v1/proposals/${id}/approve`, { reason: 'too many idle' })).toMatchObject({
      status: 200,
      body: { done: 'approved', by: oncall },
    });
    await played.world.ticks(1);
    expect(played.tunables).toMatchObject({ values: { poolSize: 5 }, trial: { policy: 'connection-pool' } });
    expect(played.state.decisions.at(-1)?.outcome).toMatchObject({ acts: true, reasons: expect.arrayContaining([`approved by ${oncall}: too many idle`]) });
    await played.world.ticks(12);
    expect(played.tunables.finished[0]).toMatchObject({ outcome: 'kept' });
    const before = played.tunables;
    await played.world.ticks(4);
    expect(played.tunables).toEqual(before);
  });

  test('that was harmful is rolled back, and cannot be approved again while its policy rests', async () => {
    await begin();
    await played.send(`/api/v1/proposals/${await played.proposal('connection-pool')}/approve`);
    await played.world.ticks(1);
    played.latency = 0.5;
    await played.world.ticks(10);
    expect(played.tunables).toMatchObject({ values: {}, finished: [{ outcome: 'rolled back' }] });
    const again = await played.send(`/api/v1/proposals/${await played.proposal('connection-pool')}/approve`);
    expect(again).toEqual({ status: 409, body: { error: expect.stringMatching(/the last change of connection-pool did harm: it rests until 2026-/) } });
  });

  test('cannot be approved under a freeze, and a harmful change under watch is still rolled back', async () => {
    await begin();
    const id = await played.proposal('connection-pool');
    await played.send('/api/v1/freeze');
    expect(await played.send(`/api/v1/proposals/${id}/approve`)).toMatchObject({ status: 409 });
    await played.send('/api/v1/unfreeze');
    await played.world.ticks(1);
    await played.send(`/api/v1/proposals/${id}/approve`);
    await played.world.ticks(1);
    await played.send('/api/v1/freeze');
    expect(played.tunables.trial).toMatchObject({ policy: 'connection-pool' });
    played.latency = 0.5;
    await played.world.ticks(10);
    expect(played.tunables).toMatchObject({ values: {}, finished: [{ outcome: 'rolled back' }] });
  });

  test('cannot be approved while its workload is not measured, and can be again when it is', async () => {
    await begin();
    const id = await played.proposal('connection-pool');
    const measured = played.world.tampered;
    played.world.tampered = () => ({ kind: 'series', series: [], warnings: [] });
    await played.world.ticks(3);
    const refused = await played.send(`/api/v1/proposals/${id}/approve`);
    expect(refused).toEqual({ status: 409, body: { error: expect.stringMatching(/^lyo-backend\/backend is not measured now: there must be a series/) } });
    expect(played.record.approvals).toEqual([]);
    played.world.tampered = measured;
    await played.world.ticks(1);
    expect(await played.send(`/api/v1/proposals/${id}/approve`)).toMatchObject({ status: 200 });
  });

  test('that was approved an hour ago and not carried out expires', async () => {
    await begin();
    const id = await played.proposal('connection-pool');
    await played.send('/api/v1/freeze');
    await played.send('/api/v1/unfreeze');
    await played.send(`/api/v1/proposals/${id}/approve`);
    played.world.now += 3700;
    await played.world.ticks(3);
    expect(played.tunables.trial).toBeUndefined();
  });

  test('that was rejected is not made again, nor one within a tenth of it; an approval cancels that', async () => {
    await begin();
    const id = await played.proposal('right-sizing');
    expect(await played.send(`/api/v1/proposals/${id}/reject`, { reason: 'launch' })).toMatchObject({ status: 200 });
    await played.world.ticks(1);
    expect(played.outcome('right-sizing')).toMatchObject({ because: 'rejected', why: `rejected by ${oncall}: launch` });
    const pool = await played.proposal('connection-pool');
    await played.send(`/api/v1/proposals/${pool}/reject`);
    await played.world.ticks(1);
    expect(played.outcome('connection-pool')).toMatchObject({ because: 'rejected' });
    expect(await played.send(`/api/v1/proposals/${pool}/approve`)).toMatchObject({ status: 404 });
  });

  test('of requests and limits cannot be approved, because it is no live change', async () => {
    await begin();
    const { status, body } = await played.send(`/api/v1/proposals/${await played.proposal('right-sizing')}/approve`);
    expect([status, body]).toEqual([409, { error: 'right-sizing restarts every pod: it becomes a pull request by npm run recommend' }]);
  });

  test('that does not exist is not found', async () => {
    await begin();
    expect(await played.send(writes[2]!)).toMatchObject({ status: 404 });
    expect(await played.send('/api/v1/proposals/../approve')).toMatchObject({ status: 404 });
  });
});

test('interventions are on the page and in the API, with the command for more', async () => {
  await begin();
  await played.send('/api/v1/freeze', { reason: '<b>sale</b>' });
  await played.world.ticks(1);
  const page = await (await fetch(`${played.url}/`)).text();
  expect(page).toMatch(/What people said[\s\S]*frozen by system:serviceaccount:lyo-observability:optimizer-oncall until somebody ends it: &lt;b&gt;sale/);
  expect(page).toContain('--audience lyo-optimizer');
  const said: unknown = await (await fetch(`${played.url}/api/v1/interventions`)).json();
  expect(said).toMatchObject({ writable: true, freezes: [{ by: oncall, reason: '<b>sale</b>' }] });
  expect(await (await fetch(`${played.url}/metrics`)).text()).toMatch(/^lyo_optimizer_frozen\{[^}]+\} 1$/m);
});
