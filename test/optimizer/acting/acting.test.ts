/** Whatever fails and whenever the process dies, a change is complete or absent, it is watched to its end, also by a later process, and a harmful one is rolled back. */
import fc from 'fast-check';
import { act } from '../../../optimizer/acting/act';
import { advance, type Situation } from '../../../optimizer/acting/advance';
import { evidenceOf } from '../../../optimizer/acting/evidence';
import { deviationAt, expectationOf, expectedAt } from '../../../optimizer/acting/expectation';
import { tunablesRecord, untuned, type TunablesPort, type TunablesRecord } from '../../../optimizer/acting/tunables';
import type { WatchedSignal } from '../../../optimizer/acting/watched-signal';
import { seededRandom } from '../../../optimizer/timeseries/random';

const [begin, watch, step] = [1_000_000, 300, 15];

/** A ConfigMap in memory with other writers, failures, and writes whose answer is lost. */
class PlayedPort implements TunablesPort {
  record: TunablesRecord = untuned;
  revision = 0;
  writes: TunablesRecord[] = [];
  fails: 'read' | 'write' | 'answer' | 'conflict' | undefined;

  read(): ReturnType<TunablesPort['read']> {
    if (this.fails === 'read') return Promise.resolve({ kind: 'unavailable', why: 'it is gone' });
    return Promise.resolve({ kind: 'stored', record: tunablesRecord.parse(JSON.parse(JSON.stringify(this.record))), revision: String(this.revision) });
  }

  write(_: string, record: TunablesRecord, revision: string | undefined): ReturnType<TunablesPort['write']> {
    if (this.fails === 'write') return Promise.resolve({ kind: 'unavailable', why: 'it is gone' });
    if (this.fails === 'conflict') this.revision += 1;
    if (revision !== String(this.revision)) return Promise.resolve({ kind: 'taken', why: 'a conflict' });
    this.record = record;
    this.revision += 1;
    this.writes.push(record);
    return Promise.resolve(this.fails === 'answer' ? { kind: 'unavailable', why: 'no answer' } : { kind: 'written' });
  }
}

interface Played {
  readonly harm: number;
  readonly noise: number;
  readonly seed: number;
}

/** Latency that follows the load, with noise, and is worse by `harm` while the pool is changed. */
class PlayedWorkload {
  private readonly samples: { at: number; load: number; value: number }[] = [];
  private readonly random: () => number;

  constructor(private readonly played: Played) {
    this.random = seededRandom(played.seed);
    for (let at = begin - 1800; at < begin; at += step) this.measure(at, undefined);
  }

  measure(at: number, poolSize: number | undefined): void {
    const load = 500 + 100 * Math.sin(at / 900);
    const noise = this.played.noise * (this.random() + this.random() + this.random() - 1.5);
    this.samples.push({ at, load, value: (0.1 + load / 5000) * (1 + noise) * (poolSize === 4 ? 1 + this.played.harm : 1) });
  }

  get signals(): readonly WatchedSignal[] {
    return [{ name: 'latency', samples: this.samples.slice(-240) }];
  }
}

const wanted = [{ policy: 'connection-pool', values: { poolSize: 4 } }];

async function play(port: PlayedPort, workload: PlayedWorkload, until: number, fails: (at: number) => PlayedPort['fails'] = () => undefined): Promise<void> {
  for (let at = begin; at <= until; at += step) {
    workload.measure(at, port.record.values.poolSize);
    port.fails = fails(at);
    const situation: Situation = { now: at, wanted, signals: workload.signals, watch };
    await act(port, 'lyo-backend/backend', situation);
  }
  port.fails = undefined;
}

const faults = fc.array(fc.constantFrom('read', 'write', 'answer', 'conflict', undefined), { minLength: 30, maxLength: 30 });

test('with any faults, every stored record is consistent: its values are the former ones, those under watch, or those that were kept', async () => {
  await fc.assert(
    fc.asyncProperty(faults, fc.integer(), fc.constantFrom(0, 1), async (broken, seed, harm) => {
      const port = new PlayedPort();
      const workload = new PlayedWorkload({ harm, noise: 0.1, seed });
      await play(port, workload, begin + 30 * step, (at) => broken[(at - begin) / step]);
      for (const { values, trial, finished } of port.writes) {
        const last = finished.at(-1);
        expect(values).toEqual(trial === undefined ? (last?.outcome === 'kept' ? last.after : last?.before) : trial.after);
      }
      // once nothing fails any more, no change is left open
      await play(port, workload, begin + 2 * watch);
      expect(port.record.trial).toBeUndefined();
      expect(port.record.finished.at(-1)?.outcome).toBe(harm === 1 ? 'rolled back' : 'kept');
    }),
    { numRuns: 60 },
  );
});

test('steps keep no state in the process: a change is begun, watched and kept from the record alone', async () => {
  const alone = new PlayedPort();
  await play(alone, new PlayedWorkload({ harm: 0, noise: 0.1, seed: 3 }), begin + 2 * watch);
  // `act` gets all its state from the port, so a new process at each step gives the same result
  expect(alone.writes.map(({ trial }) => trial?.policy)).toEqual(['connection-pool', undefined]);
  expect(alone.record.values).toEqual({ poolSize: 4 });
});

test('30 harmful changes are all rolled back within five minutes, and of 100 harmless ones at most two', async () => {
  const random = seededRandom(11);
  let [undone, slowest, wrongly] = [0, 0, 0];
  for (let index = 0; index < 130; index += 1) {
    const port = new PlayedPort();
    const harm = index < 30 ? 0.3 + 2 * random() : 0;
    await play(port, new PlayedWorkload({ harm, noise: 0.05 + 0.1 * random(), seed: index }), begin + watch + step);
    const [end] = port.record.finished;
    if (end?.outcome !== 'rolled back') continue;
    if (index < 30) [undone, slowest] = [undone + 1, Math.max(slowest, end.ended - end.at)];
    else wrongly += 1;
  }
  expect({ undone, slow: slowest > 300, wrongly: wrongly <= 2 }).toEqual({ undone: 30, slow: false, wrongly: true });
});

describe('a step', () => {
  const signals = new PlayedWorkload({ harm: 0, noise: 0.1, seed: 1 }).signals;
  const situation: Situation = { now: begin, wanted, signals, watch };
  const changed = advance(untuned, situation)!.record;

  test('makes one change at a time, and none without signals to compare', () => {
    expect(changed).toMatchObject({ values: { poolSize: 4 }, trial: { before: {}, until: begin + watch } });
    expect(advance(changed, { ...situation, now: begin + 10, wanted: [{ policy: 'cache-ttl', values: { cacheTtlSeconds: 5 } }] })).toBeUndefined();
    expect(advance(untuned, { ...situation, signals: [] })).toBeUndefined();
    expect(advance({ values: { poolSize: 4 }, finished: [] }, situation)).toBeUndefined();
  });

  test('rolls back a change without samples, one just before an anomaly, and one that a clock set back would watch forever', () => {
    expect(advance(changed, { ...situation, now: begin + watch, signals: [] })).toMatchObject({ what: 'rolled back', record: { values: {} } });
    expect(advance(changed, { ...situation, now: begin + 20, revert: 'an anomaly' })).toMatchObject({ what: 'rolled back', why: 'an anomaly' });
    expect(advance(changed, { ...situation, now: begin - 86_400 })).toMatchObject({ what: 'rolled back' });
  });

  test('makes no change of a policy for six hours after a harmful one', () => {
    const { record } = advance(changed, { ...situation, now: begin + 20, revert: 'an anomaly' })!;
    expect(advance(record, { ...situation, now: begin + 3600 })).toBeUndefined();
    expect(advance(record, { ...situation, now: begin + 7 * 3600 })).toMatchObject({ what: 'changed' });
  });

  test('begins no change, and learns nothing, while an earlier harm may still show', () => {
    const undone = { policy: 'cache-ttl', at: begin - 400, ended: begin - 100, before: {}, after: {}, outcome: 'rolled back' as const, why: 'it did harm' };
    const after = { values: {}, finished: [undone] };
    expect(advance(after, situation)).toBeUndefined();
    const bad = (at: number): boolean => at > begin - 400 && at <= begin - 100;
    const spoiled = signals.map(({ name, samples }) => ({ name, samples: samples.map((sample) => (bad(sample.at) ? { ...sample, value: 50 } : sample)) }));
    const [expected] = advance(after, { ...situation, now: begin + 100, signals: spoiled })!.record.trial!.expected;
    expect(expected!.level).toBeLessThan(1);
  });

  test('keeps the last twenty finished changes', () => {
    let record: TunablesRecord = untuned;
    for (let round = 0; round < 30; round += 1) {
      record = advance(record, { ...situation, now: begin + 8 * 3600 * round })?.record ?? record;
      record = advance(record, { ...situation, now: begin + 8 * 3600 * round + watch, signals: [], revert: 'it' })?.record ?? record;
    }
    expect(record.finished).toHaveLength(20);
    expect(tunablesRecord.safeParse(record).success).toBe(true);
  });
});

describe('evidence', () => {
  const every30 = (count: number, value: (index: number) => number, load: (index: number) => number = () => 100): WatchedSignal['samples'] =>
    Array.from({ length: count }, (_, index) => ({ at: 30 * (index + 1), load: load(index), value: value(index) }));

  test('the expectation of a signal that follows the load extends to other loads, less certain the further away', () => {
    const expected = expectationOf({
      name: 'latency',
      samples: every30(
        60,
        (index) => 2 * (100 + index) + (index % 2),
        (index) => 100 + index,
      ),
    })!;
    expect(expected.slope).toBeCloseTo(2, 1);
    expect(expectedAt(expected, 140)).toBeCloseTo(280.5, 0);
    expect(deviationAt(expected, 1000)).toBeGreaterThan(2 * deviationAt(expected, 130));
  });

  test('beyond the loads that were seen nothing is expected to fall, and more is allowed the further it is', () => {
    const line = (slope: number): NonNullable<ReturnType<typeof expectationOf>> =>
      expectationOf({
        name: 'latency',
        samples: every30(
          60,
          (index) => 500 + slope * index,
          (index) => 100 + index,
        ),
      })!;
    for (const slope of [-3, 0, 3]) {
      const [least, most] = [expectedAt(line(slope), 100), expectedAt(line(slope), 159)];
      expect(expectedAt(line(slope), 318)).toBeGreaterThanOrEqual(2 * most - 1e-9);
      expect(expectedAt(line(slope), 50)).toBeGreaterThanOrEqual(least - 1e-9);
    }
  });

  test('three samples in ten may be anything without bending the line', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 18, maxLength: 18 }), (wild) => {
        const value = (index: number): number => (index % 10 < 3 ? wild[Math.floor(index / 10) * 3 + (index % 10)]! : 50 + index * 0.1);
        const found = expectationOf({ name: 'latency', samples: every30(60, value, (index) => 100 + index) })!;
        expect(Math.abs(expectedAt(found, 130) - 53)).toBeLessThan(6);
      }),
    );
  });

  test('missing samples are no harm, and NaN is no sample', () => {
    const expected = [expectationOf({ name: 'errors', samples: every30(30, () => 0) })!];
    expect(evidenceOf(expected, [])).toMatchObject({ harm: undefined, compared: 0 });
    expect(evidenceOf(expected, [{ name: 'errors', samples: every30(30, () => Number.NaN) }])).toMatchObject({ harm: undefined, compared: 0 });
    const all = (value: number): WatchedSignal => ({ name: 'errors', samples: every30(30, () => value) });
    expect([0.009, 0.02].map((share) => evidenceOf(expected, [all(share)]).harm !== undefined)).toEqual([false, true]);
  });
});
