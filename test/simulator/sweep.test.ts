import { dominates } from '../../simulator/outcome-table';
import { generatedLoad } from '../../simulator/load/generators';
import type { Outcome } from '../../simulator/simulate';
import { sweep, type Sweep } from '../../simulator/sweep';
import { sweepText } from '../../simulator/sweep-text';
import { environments } from '../fixtures/environments';
import { webWorkloads } from '../../config/workload';

const [environment] = environments;
const [backend] = environment === undefined ? [] : webWorkloads(environment);
if (environment === undefined || backend === undefined) throw new Error('the fixtures have a workload');
const { telemetry } = environment;
const policy = backend.scaling;

function swept(name: string, admit: (one: typeof policy) => boolean = () => true): { readonly found: Sweep; readonly told: readonly string[] } {
  const load = generatedLoad(name, 1)!;
  const told: string[] = [];
  const simulation = { load: { ...load, values: load.values.slice(150, 330) }, policy, telemetry, burst: 4, startUp: 60, podsAtPeak: 20, scale: 1 };
  const progress = (done: number, of: number): number => told.push(`${done} of ${of}`);
  return { found: sweep({ ...simulation, sampling: { window: 60, delay: 30 } }, { admit, progress }), told };
}

describe.each(['noise', 'diurnal', 'step'])('of the policies on %s', (name) => {
  const { found, told } = swept(name);

  test('no policy on the frontier is dominated, and each has more violations and less cost than the one before', () => {
    const points = found.frontier.map(({ outcome }) => outcome);
    expect(points.length).toBeGreaterThan(0);
    for (const point of points) expect(points.filter((other) => dominates(other, point))).toEqual([]);
    expect(points.map(({ violations }) => violations)).toEqual(points.map(({ violations }) => violations).sort((a, b) => a - b));
    expect(points.map(({ costOverOracle }) => costOverOracle)).toEqual(points.map(({ costOverOracle }) => costOverOracle).sort((a, b) => b - a));
  });

  test('the chosen policy keeps both bounds', () => {
    const isWithin = ({ violations, actionsPerDay }: Outcome): boolean => violations <= found.allowed && actionsPerDay <= found.mostActions;
    const others = found.frontier.map(({ outcome }) => outcome).filter(isWithin);
    const chosen = found.chosen?.outcome;
    expect(chosen === undefined ? others : [chosen].filter((outcome) => !isWithin(outcome))).toEqual([]);
    for (const { costOverOracle } of others) expect(chosen?.costOverOracle).toBeLessThanOrEqual(costOverOracle);
  });

  test('signals and caps stay, and CPU target and requests per pod change by the same factor', () => {
    const { cpu, requestRate } = policy.signals;
    if (cpu === undefined || requestRate === undefined) throw new Error('the policy of the fixtures has both');
    for (const one of found.frontier) {
      expect(one.policy.signals).toEqual({
        ...policy.signals,
        cpu: { ...cpu, utilization: expect.closeTo(cpu.utilization * one.headroom, 2) as number },
        requestRate: { ...requestRate, perPod: expect.closeTo(requestRate.perPod * one.headroom, 2) as number },
      });
    }
  });

  test('progress is reported for each simulated policy', () => expect([told[0], told.at(-1), told.length]).toEqual(['1 of 108', '108 of 108', 108]));
});

test('invalid policies are neither simulated nor chosen, and their number is reported', () => {
  const { found, told } = swept('step', ({ behavior }) => behavior.up.tolerance === 0);
  expect(found.refused).toBe(72);
  expect(told).toHaveLength(36);
  for (const { up } of found.frontier) expect(up.tolerance).toBe(0);
  expect(sweepText(found, { env: 'dev', policy })).toContain('72 policies were not played');
});

test('the text ends with every changed field of the chosen policy', () => {
  const { found } = swept('diurnal');
  const chosen = { ...found.frontier[0]!, policy: { ...policy, signals: { ...policy.signals, requestRate: { perPod: 65, cap: 50 } } } };
  const text = sweepText({ ...found, chosen }, { env: 'dev', policy });
  expect(text).toMatch(/config\/dev\.ts, `scaling` of the workload:\n {2}signals\.requestRate\.perPod: 100 → 65$/);
  expect(sweepText({ ...found, chosen: undefined }, { env: 'dev', policy })).toMatch(/No policy violates at most [\d.]+ % with at most \d+ changes a day/);
});
