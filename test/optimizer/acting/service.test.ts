/** Tunables in the whole service: measured, decided, written, watched and rolled back. */
import { untuned, type TunablesPort, type TunablesRecord } from '../../../optimizer/acting/tunables';
import type { MetricsAnswer } from '../../../optimizer/ports';
import { tuned } from '../a-view';
import { hour, playedWorld, validSettings, workloadSettings, noon, type PlayedWorld } from '../played-world';

let stored: TunablesRecord;
let revision: number;
let foreign: string | undefined;
const port: TunablesPort = {
  read: () => Promise.resolve(foreign === undefined ? { kind: 'stored', record: stored, revision: String(revision) } : { kind: 'foreign', why: foreign }),
  write: (_, record, read) => {
    if (read !== String(revision)) return Promise.resolve({ kind: 'taken', why: 'another version' });
    [stored, revision] = [record, revision + 1];
    return Promise.resolve({ kind: 'written' });
  },
};

let slow: number;

/** A pool of ten connections with one in use, and a latency of 0.2 s. */
function measures({ tampered }: { readonly tampered: (expression: string) => number | undefined }): PlayedWorld {
  const settings = validSettings({
    workloads: [workloadSettings('backend', { tuned: { ...tuned, cache: undefined }, anomalies: { mode: 'advise', cap: 20 } })],
  });
  const world = playedWorld(settings, noon, port);
  world.tampered = (answer, expression): MetricsAnswer => measuredAs(tampered(expression), expression.includes('latency') ? 0.02 : 0)(answer);
  return world;
}

/** The answer with another value that varies by a share; unchanged without a value. */
function measuredAs(value: number | undefined, wobble = 0): (answer: MetricsAnswer) => MetricsAnswer {
  if (value === undefined) return (answer) => answer;
  const wobbling = (at: number): number => value * (1 + wobble * Math.sin(at / 7));
  return (answer) =>
    answer.kind === 'series'
      ? { ...answer, series: answer.series.map((one) => ({ ...one, samples: one.samples.map(({ at }) => ({ at, value: wobbling(at) })) })) }
      : answer;
}

const usual = (expression: string): number | undefined => {
  if (expression.includes('pool_size')) return stored.values.poolSize ?? 10;
  if (expression.includes('pool_in_use')) return 1;
  if (expression.includes('pool_waiting')) return 0;
  return expression.includes('latency') ? slow : undefined;
};

beforeEach(() => {
  [stored, revision, foreign, slow] = [untuned, 0, undefined, 0.2];
});

test('a mostly idle pool is halved, watched and kept', async () => {
  const world = measures({ tampered: usual });
  await world.ticks(2);
  expect(stored).toMatchObject({ values: { poolSize: 5 }, trial: { policy: 'connection-pool' } });
  await world.ticks(12);
  expect(stored.finished[0]).toMatchObject({ outcome: 'kept', after: { poolSize: 5 } });
  expect(world.lines.filter(({ message }) => message === 'kept')).toHaveLength(1);
});

test('a change that slows down requests is rolled back within five minutes, and reported', async () => {
  const world = measures({ tampered: usual });
  await world.ticks(1);
  expect(stored.values).toEqual({ poolSize: 5 });
  slow = 0.5;
  await world.ticks(10);
  expect(stored).toMatchObject({ values: {}, finished: [{ outcome: 'rolled back' }] });
  expect(stored.finished[0]!.why).toMatch(/^latency was at least 0\.4\d* in each of the last \d minutes, 0\.2\d* was expected/);
  expect(world.lines).toContainEqual(expect.objectContaining({ level: 'warning', message: 'rolled back', policy: 'connection-pool' }));
});

test('tunables with another owner are left unchanged, and this is reported', async () => {
  foreign = 'lyo-backend-tunables is managed by helm';
  const world = measures({ tampered: usual });
  await world.ticks(3);
  expect(stored).toBe(untuned);
  expect(world.service.view().states[0]?.untunable).toBe('the tunables are not written by this service: lyo-backend-tunables is managed by helm');
});

describe('the most read keys of its pods', () => {
  const rates = [9, 6, 3, 1];
  /** A cache with a hit ratio of 0.8 at a time of the day; the load is highest at six in the evening and average at noon. */
  function cached(time: number): PlayedWorld {
    const cache = { ...tuned.cache, ttl: { least: 60, most: 60 } };
    const settings = validSettings({ workloads: [workloadSettings('backend', { tuned: { ...tuned, cache, pool: undefined } })] });
    const world = playedWorld(settings, noon - 12 * hour + time, port);
    const labels = { namespace: 'lyo-backend', workload: 'backend', pod: 'backend-1', space: 'item' };
    world.tampered = (answer, expression): MetricsAnswer => {
      if (expression.includes('cache_key')) {
        const told = rates.flatMap((rate, index) => [
          { labels: { ...labels, rank: `${index + 1}`, __name__: 'backend_cache_key' }, samples: [{ at: noon, value: 40 + index }] },
          { labels: { ...labels, rank: `${index + 1}`, __name__: 'backend_cache_key_reads_per_second' }, samples: [{ at: noon, value: rate }] },
        ]);
        return { kind: 'series', series: told, warnings: [] };
      }
      return measuredAs(
        expression.includes('result!=') ? 0.2 : expression.includes('cache_reads') ? 30 : expression.includes('cache_ttl') ? 60 : usual(expression),
      )(answer);
    };
    return world;
  }

  test('are kept warm before the peak', async () => {
    await cached(15 * hour).ticks(2);
    expect(stored).toMatchObject({ values: { prewarmKeys: ['item:40', 'item:41', 'item:42'] }, trial: { policy: 'prewarm' } });
  });

  test('are not kept warm at night, and warm ones are released', async () => {
    const world = cached(3 * hour);
    await world.ticks(2);
    expect(stored).toBe(untuned);
    expect(world.service.view().states[0]?.outcomes).toContainEqual(expect.objectContaining({ policy: 'prewarm', because: 'unneeded' }));
    stored = { values: { prewarmKeys: ['item:40'] }, finished: [] };
    await world.ticks(2);
    expect(stored).toMatchObject({ values: { prewarmKeys: [] }, trial: { policy: 'prewarm', before: { prewarmKeys: ['item:40'] } } });
  });
});

test('without measurements nothing is changed, and each policy says what it lacks', async () => {
  const world = measures({ tampered: (expression) => (expression.includes('sql_pool') ? Number.NaN : usual(expression)) });
  await world.ticks(2);
  expect(stored).toBe(untuned);
  expect(world.service.view().states[0]?.outcomes).toContainEqual(expect.objectContaining({ policy: 'connection-pool', because: 'lacking' }));
});
