import { answers } from '../../optimizer/http/answers';
import { daily, day, hour, noon, playedWorld, type LoadAt, type PlayedWorld } from './played-world';

interface Told {
  readonly namespace: string;
  readonly deployment: string;
  readonly at: number;
  readonly load: number;
  readonly deviations: number;
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
])('%s is told once, with when, how much and of whom, by a process that was started later', async (_, factor, hours) => {
  const since = noon - hours * hour;
  const told = await toldOf((at) => daily(at) * (at >= since && at < since + hour ? factor : 1));
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ namespace: 'lyo-backend', deployment: 'backend' });
  expect(Math.abs((told[0]?.at ?? 0) - since)).toBeLessThanOrEqual(hour);
  expect(told[0]?.deviations).toBeGreaterThan(3.5);
});

test('a load that repeats daily has none, and what nobody measured is none', async () => {
  expect(await toldOf(daily)).toEqual([]);
  expect(await toldOf((at) => (at > noon - 5 * hour && at < noon - 3 * hour ? Number.NaN : daily(at)))).toEqual([]);
});

test('while the load is not seen, what was told stays', async () => {
  const world = playedWorld();
  world.load = (at) => daily(at) * (at >= noon - hour && at < noon ? 4 : 1);
  await world.ticks(1);
  const before = toldBy(world);
  world.tampered = () => ({ kind: 'unavailable', why: 'gone' });
  world.now += day;
  await world.ticks(1);
  expect(toldBy(world)).toEqual(before);
});
