import { generatedLoad } from '../../simulator/load/generators';
import { playground, simulate, type Outcome } from '../../simulator/simulate';
import { environments } from '../fixtures/environments';
import { webWorkloads } from '../../config/workload';

const [environment] = environments;
const [backend] = environment === undefined ? [] : webWorkloads(environment);
if (environment === undefined || backend === undefined) throw new Error('the fixtures have a workload');
const { telemetry } = environment;
const { scaling } = backend;
const everyone = ['static', 'hpa40', 'hpa70', 'policy', 'oracle'];

function outcomes(name: string, startUp = 60): ReadonlyMap<string, Outcome> {
  const load = generatedLoad(name, 1);
  if (load === undefined) throw new Error(`${name} is a made-up load`);
  // three hours are enough: the flash crowd is in the second, and the daily load rises in all
  const short = { ...load, values: load.values.slice(150, 330) };
  const results = simulate({
    load: short,
    policy: scaling,
    telemetry,
    burst: 4,
    compare: everyone,
    startUp,
    podsAtPeak: 20,
    scale: 1,
    sampling: { window: 60, delay: 30 },
  });
  return new Map(results.map((one, index) => [everyone[index] ?? '', one]));
}

describe.each(['diurnal', 'flash-crowd', 'step', 'noise'])('on the generated load %s', (name) => {
  const played = outcomes(name);
  const of = (policy: string): Outcome => played.get(policy)!;

  test('the clairvoyant policy has no violations, and no policy without violations is cheaper', () => {
    expect(of('oracle').violations).toBe(0);
    expect(of('oracle').costOverOracle).toBe(1);
    for (const one of played.values()) if (one.violations === 0) expect(one.costOverOracle).toBeGreaterThanOrEqual(1);
  });

  test('a lower CPU target costs more and has no more violations', () => {
    expect(of('hpa40').costOverOracle).toBeGreaterThan(of('hpa70').costOverOracle);
    expect(of('hpa40').violations).toBeLessThanOrEqual(of('hpa70').violations);
  });

  test('a second run gives exactly the same numbers', () => expect([...outcomes(name)]).toEqual([...played]));
});

test('a slower start-up never makes a flash crowd better', () => {
  const at = (startUp: number): number => outcomes('flash-crowd', startUp).get('hpa70')!.violations;
  expect(at(60)).toBeGreaterThanOrEqual(at(30));
  expect(at(180)).toBeGreaterThan(at(60));
});

test('a scaler decides once per sync, on the same schedule whatever the length of a tick', () => {
  const load = generatedLoad('step', 1);
  if (load === undefined) throw new Error('there is a step');
  const ground = playground({ load, policy: scaling, telemetry, burst: 4, startUp: 60, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 } });
  const curve: number[] = [];
  ground.play('hpa60', { onTick: (_, __, replicas) => curve.push(replicas) });
  expect(curve).toHaveLength((load.values.length * load.step) / ground.tick);
  // changes appear one tick after a sync, every 15 s: ticks 4, 7, 10 and so on
  const changes = curve.flatMap((replicas, index) => (index > 0 && replicas !== curve[index - 1] ? [index] : []));
  expect(changes.length).toBeGreaterThan(2);
  for (const index of changes) expect(index % 3).toBe(1);
});
