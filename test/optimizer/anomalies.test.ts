import { answers } from '../../optimizer/http/answers';
import { daily, day, hour, noon, playedWorld, validSettings, workloadSettings, type LoadAt, type PlayedWorld } from './played-world';

interface Told {
  readonly namespace: string;
  readonly deployment: string;
  readonly at: number;
  readonly load: number;
  readonly deviations: number;
  readonly signals?: readonly string[];
}

function toldBy(world: PlayedWorld): readonly Told[] {
  const body = answers['/api/v1/anomalies']?.(world.service.view()).body ?? '';
  return (JSON.parse(body) as { readonly anomalies: readonly Told[] }).anomalies;
}

async function toldOf(load: LoadAt, begin = noon): Promise<readonly Told[]> {
  const world = playedWorld(undefined, begin);
  world.load = load;
  await world.ticks(1);
  return toldBy(world);
}

test.each<[string, number, number]>([
  ['a surge', 3, 12],
  ['an outage at the busiest hour', 0, 18],
  ['a surge of this hour', 4, 1],
])('%s is reported once, with time, size and workload, by a process that starts later', async (_, factor, hours) => {
  const since = noon - hours * hour;
  const told = await toldOf((at) => daily(at) * (at >= since && at < since + hour ? factor : 1));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ namespace: 'lyo-backend', deployment: 'backend' });
  expect(Math.abs((told[0]?.at ?? 0) - since)).toBeLessThanOrEqual(hour);
  expect(told[0]?.deviations).toBeGreaterThan(3.5);
});

test('a load that repeats daily has no anomaly, and a gap in the samples is none', async () => {
  expect(await toldOf(daily)).toEqual([]);
  expect(await toldOf((at) => (at > noon - 5 * hour && at < noon - 3 * hour ? Number.NaN : daily(at)))).toEqual([]);
});

test('reported anomalies stay while the load is not measured', async () => {
  const world = playedWorld();
  world.load = (at) => daily(at) * (at >= noon - hour && at < noon ? 4 : 1);
  await world.ticks(1);
  const before = toldBy(world);
  world.tampered = () => ({ kind: 'unavailable', why: 'gone' });
  world.now += day;
  await world.ticks(1);
  expect(toldBy(world)).toEqual(before);
});

describe('with further signals', () => {
  const answered = validSettings({ workloads: [workloadSettings('backend', { anomalies: { mode: 'advise', cap: 20 } })] });

  /** All series repeat daily; three hours before noon, latency and errors rise for an hour, and the load does not. */
  async function rising(factor: number): Promise<readonly Told[]> {
    const world = playedWorld(answered);
    world.load = (at) => daily(at) * (1 + 0.05 * Math.sin(at));
    world.tampered = (answer, expression) => {
      if (answer.kind !== 'series' || !/latency|errors/.test(expression)) return answer;
      const since = noon - 3 * hour;
      const change = ({ at, value }: { readonly at: number; readonly value: number }) => ({
        at,
        value: value * (at > since && at <= since + hour ? factor : 1),
      });
      return { ...answer, series: answer.series.map((one) => ({ ...one, samples: one.samples.map(change) })) };
    };
    await world.ticks(2);
    return toldBy(world);
  }

  test('an anomaly that the load alone does not show is reported once, with the changed signals', async () => {
    const usual = await rising(1);
    const told = (await rising(4)).filter(({ at }) => !usual.some((other) => other.at === at));
    expect(told).toHaveLength(1);
    expect(Math.abs((told[0]?.at ?? 0) - (noon - 3 * hour))).toBeLessThanOrEqual(hour);
    expect(told[0]?.signals?.join()).toMatch(/(latency|errors) \+/);
  });

  test('similar days have less than one anomaly in two days', async () => {
    expect((await rising(1)).length).toBeLessThanOrEqual(2);
  });

  test('a signal without an answer, or without series, is left out, and the others are used', async () => {
    for (const answer of [
      { kind: 'unavailable', why: 'gone' },
      { kind: 'series', series: [], warnings: [] },
    ] as const) {
      const world = playedWorld(answered);
      world.tampered = (given, expression) => (/latency/.test(expression) ? answer : given);
      await world.ticks(2);
      expect(world.service.view().states[0]?.joint?.names).toEqual(['errors', 'CPU']);
    }
  });
});
