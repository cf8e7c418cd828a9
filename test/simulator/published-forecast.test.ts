import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webWorkloads } from '../../config/workload';
import { seededRandom } from '../../optimizer/timeseries/random';
import type { Load } from '../../simulator/load/load';
import { simulateCommand } from '../../simulator/main';
import { forecastRefusals, withForecast } from '../../simulator/published-forecast';
import { simulate, type Outcome, type Simulation } from '../../simulator/simulate';
import { environments } from '../fixtures/environments';

const [environment] = environments;
const [backend] = environment === undefined ? [] : webWorkloads(environment);
if (environment === undefined || backend === undefined) throw new Error('the fixtures have a workload');
const { telemetry, name: env } = environment;
const policy = backend.scaling;
const headroom = { mode: 'advise', most: 1.2 } as const;
const perDay = 288;
const day = 86_400;

type Asked = Simulation & { readonly compare: readonly string[] };

function asked(load: Load, startUp = 180): Asked {
  return { load, policy, telemetry, burst: 4, startUp, podsAtPeak: 20, scale: 1, sampling: { window: 60, delay: 30 }, compare: ['policy', 'forecast'] };
}

function loadOf(days: number, value: (at: number) => number): Load {
  return { name: 'made up', step: 300, values: Array.from({ length: days * perDay }, (_, index) => value(index)), gaps: [] };
}

/** A daily rush at nine o'clock, which begins within five minutes. */
const rush = (index: number): number => (index % perDay >= 108 && index % perDay < 132 ? 95 : 15);
const jitter = seededRandom(3);
/** The peak is in the first minutes, so that changes at the end do not change the scaling of the load. */
const daily = loadOf(4.5, (index) => (index < 3 ? 100 : rush(index)) * (0.98 + 0.04 * jitter()));
const random = seededRandom(4);
const noise = loadOf(4, () => 10 + 90 * random());

const told: (readonly [done: number, of: number])[] = [];
let forecast: Asked;
let outcomes: readonly Outcome[];
beforeAll(async () => {
  forecast = await withForecast(asked(daily), { headroom, progress: (done, of) => told.push([done, of]) });
  outcomes = simulate(forecast);
});

test('a daily rush has fewer violations with the forecast', () => {
  const [alone, withIt] = outcomes;
  expect(withIt?.name).toBe('our policy with forecast');
  expect(forecast.forecast?.days.map(({ from, trusted }) => [from / day, trusted])).toEqual([
    [3, true],
    [4, true],
  ]);
  expect(withIt!.violations).toBeLessThan(0.75 * alone!.violations);
  expect(withIt!.podHours).toBeLessThan(1.05 * alone!.podHours);
  expect(told).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

test('nothing is published during the days of learning, and on every later day the pods of the rush before it begins', () => {
  const { published } = forecast.forecast!;
  for (let now = 0; now < 3 * day; now += 900) expect(published(now)).toEqual({ forecast: 0, headroom: 1 });
  for (const from of [3, 4]) {
    const before = published(from * day + 9 * 3600 - 200).forecast;
    expect(before).toBeGreaterThan(2 * published(from * day + 6 * 3600).forecast);
    expect(before).toBeGreaterThan(10);
  }
});

test('published values do not depend on the future', async () => {
  const turn = 4 * perDay + 90;
  const other = { ...daily, values: daily.values.map((value, index) => (index < turn ? value : 40)) };
  const one = forecast.forecast!.published;
  const another = (await withForecast(asked(other), { headroom, progress: () => undefined })).forecast!.published;
  for (let now = 3 * day; now < turn * 300; now += 150) expect(another(now)).toEqual(one(now));
  const later = Array.from({ length: 100 }, (_, index) => (turn + 2 + index) * 300);
  expect(later.some((now) => another(now).forecast !== one(now).forecast)).toBe(true);
});

test('an unpredictable load gives exactly the result of the policy alone', async () => {
  const played = await withForecast(asked(noise), { headroom, progress: () => undefined });
  expect(played.forecast?.days.map(({ trusted }) => trusted)).toEqual([false]);
  const [alone, withIt] = simulate(played);
  expect({ ...withIt, name: '' }).toEqual({ ...alone, name: '' });
});

test('nothing is learned if the forecast is not compared', async () => {
  const without = { ...asked(daily), compare: ['policy'] };
  expect(await withForecast(without, { headroom, progress: () => undefined })).toBe(without);
});

test('all reasons against a forecast are reported at once, with how much of the load is missing', () => {
  const { forecast: _, requestRate: __, ...signals } = policy.signals;
  expect(forecastRefusals({ load: { ...daily, values: daily.values.slice(0, 3 * perDay + 13) }, policy: { ...policy, signals }, startUp: 1801 })).toEqual([
    '--compare: forecast must have a load of at least 4 days, 3 to learn from and one to play, received made up of 73 h 5 min: 22 h 55 min are missing',
    '--compare: forecast must have a policy with signals.forecast, received one without',
    '--compare: forecast must have a policy with signals.requestRate, received one without',
    '--start-up: must be at most 1800 beside forecast in --compare, received 1801',
  ]);
  expect(forecastRefusals(asked(daily))).toEqual([]);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-forecast-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const csv = ({ values }: Load): string => ['timestamp,value', ...values.map((value, index) => `${index * 300},${value}`)].join('\n');

  test('has the forecast in table and report, with the number of days on which it was trusted', async () => {
    const [file, report] = [join(folder, 'daily.csv'), join(folder, 'report.html')];
    writeFileSync(file, csv({ ...daily, values: daily.values.slice(0, 4 * perDay) }));
    const args = ['--load', file, '--env', env, '--compare', 'policy,forecast', '--start-up', '180'];
    const text = await simulateCommand([...args, '--report', report], new Date(0));
    expect(text).toMatch(/^our policy with forecast +\d/m);
    expect(text).toContain('our policy with forecast: trusted on 1 of the 1 days after the first 3, from which it is learned');
    expect(readFileSync(report, 'utf8')).toContain('<td>our policy with forecast</td>');
  });

  test('refuses loads that are too short, all in a folder at once', async () => {
    const loads = join(folder, 'short');
    mkdirSync(loads);
    for (const [name, days] of [
      ['a.csv', 1],
      ['b.csv', 2],
    ] as const)
      writeFileSync(join(loads, name), csv({ ...daily, values: daily.values.slice(0, days * perDay) }));
    const refused = (load: string): Promise<string> => simulateCommand(['--load', load, '--env', env, '--compare', 'forecast'], new Date(0));
    await expect(refused(loads)).rejects.toMatchObject({
      name: 'UsageError',
      problems: [
        expect.stringContaining('received a.csv of 24 h 0 min: 72 h 0 min are missing'),
        expect.stringContaining('received b.csv of 48 h 0 min: 48 h 0 min are missing'),
      ] as string[],
    });
    await expect(refused('step')).rejects.toThrow('received step of 6 h 0 min: 90 h 0 min are missing');
  });
});
