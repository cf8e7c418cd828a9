/**
 * `npm run bench:trust`: what publishing a forecast, or headroom without one, would have done to recorded loads. Each of the last days is played in steps of 15 s with the stance that the day before earned (optimizer/learning), by the policy alone, by plain
 * autoscalers on CPU, each at several targets, and by who knows the future, at 60 and 180 s of start-up; a load's peak needs 20 pods. Costs are compared where at most 0.25 % of the requests are too slow. `--days 3` plays fewer days,
 * `--traces part` keeps the files of `$LYO_DATA/traces` whose name has the part; `--short` plays a made-up load.
 */
import { parseArgs } from 'node:util';
import { neededPods } from '../autoscaler/replay/scores';
import { learn } from '../optimizer/learning/learn';
import { horizonsOf } from '../optimizer/learning/horizons';
import { podModelOf, type TrialOutcome, type TrialSettings } from '../optimizer/learning/trial';
import { pricedDay, verdictOn, type Verdict } from '../optimizer/learning/trust';
import { correlation } from '../optimizer/timeseries/correlation';
import { quantile } from '../optimizer/timeseries/quantile';
import { seededRandom } from '../optimizer/timeseries/random';
import { regularSeries, slice, type RegularSeries } from '../optimizer/timeseries/series';
import { seedPolicy } from '../test/fixtures/standard';
import { textTable } from '../command-line/text-table';
import { askedLoads, notForecastable, type RecordedLoad } from './forecast/recorded-loads';
import { short } from './short-form';
import { contenders, playedBy, type Family } from './trust/contenders';
import { oraclePodHours } from './trust/oracle';
import { allowed, change, cheapestOf, dominatorOf, pointsOf, seasonalFrom, violationsAt, type LoadTotals, type Point, type Total } from './trust/totals';

const { values: asked } = parseArgs({ options: { short: { type: 'boolean' }, days: { type: 'string', default: '5' }, traces: { type: 'string' } } });
const perPod = seedPolicy.signals.requestRate?.perPod ?? 100;
const [historyDays, mostDays, podsAtPeak] = [14, short ? 1 : Number(asked.days), 20];
const secondsOfDay = 86_400;
const atOnce = (): Promise<void> => Promise.resolve();

function settingsFor(startUp: number): TrialSettings {
  return {
    workload: {
      namespace: 'bench',
      deployment: 'bench',
      scaling: seedPolicy,
      startUp,
      burst: 4,
      forecast: 'act',
      headroom: { mode: 'act', most: 1.2 },
      limits: { step: 3, changesPerHour: 60, extraPodHours: 1000, evidenceDays: 3, freezes: [] },
    },
    signals: { window: 60, delay: 25, syncPeriod: 15 },
    knee: 0.85,
  };
}

/** Requests a second, scaled so that the 99.9th percentile needs `podsAtPeak` pods at their target. */
function scaled({ start, step, values }: RegularSeries): RegularSeries {
  const peak = quantile(
    values.filter((value) => !Number.isNaN(value)),
    0.999,
  );
  return { start, step, values: values.map((value) => (value / peak) * podsAtPeak * perPod) };
}

interface Playing {
  readonly settings: TrialSettings;
  readonly totals: readonly Total[];
  verdict: Verdict | undefined;
  days: number;
  trusted: number;
  acted: number;
  good: number;
  requests: number;
  oracle: number;
}

/** Of each start-up; what is learned is the same for all. */
async function played(
  { name, series }: { readonly name: string; readonly series: RegularSeries },
  startUps: readonly number[],
): Promise<readonly LoadTotals[]> {
  const day = Math.round(secondsOfDay / series.step);
  const days = Math.min(Math.floor(series.values.length / day) - 4, mostDays);
  const horizons = horizonsOf(Math.max(...startUps), series.step);
  const all = startUps.map((startUp): Playing => {
    const totals = contenders.map((contender) => ({ contender, podHours: 0, violations: 0 }));
    return { settings: settingsFor(startUp), totals, verdict: undefined, days: 0, trusted: 0, acted: 0, good: 0, requests: 0, oracle: 0 };
  });
  for (let back = days; back >= 0; back -= 1) {
    const end = series.values.length - back * day;
    const learned = await learn(slice(series, Math.max(end - historyDays * day, 0), end), horizons, seededRandom(end), atOnce);
    if (!learned.ok) continue;
    const { rehearsal } = learned.value;
    for (const one of all) {
      if (back < days) add(one, rehearsal);
      if (back > 0) one.verdict = await verdictOn(rehearsal, one.settings, atOnce);
    }
    process.stderr.write(`${name}: ${days - back} of ${days} days after ${(performance.now() / 1000).toFixed(0)} s\n`);
  }
  const found = correlation(series.values.subarray(day), series.values.subarray(0, -day));
  return all.map(({ settings, totals, days: count, trusted, acted, good, requests, oracle }, index) => ({
    name,
    startUp: startUps[index] ?? 0,
    daily: found.ok ? found.value : 0,
    ...{ days: count, trusted, acted, good, requests, oracle, totals },
    still: count * 24 * neededPods(podModelOf(settings), podsAtPeak * perPod),
  }));
}

function add(playing: Playing, rehearsal: Parameters<typeof playedBy>[1]): void {
  const requests = rehearsal.day.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
  const stance = playing.verdict?.stance;
  playing.days += 1;
  playing.trusted += playing.verdict?.trusted === true ? 1 : 0;
  playing.acted += stance === undefined ? 0 : 1;
  playing.requests += requests;
  playing.oracle += oraclePodHours(rehearsal.day, playing.settings);
  const shipped = new Map<Family, TrialOutcome>();
  for (const total of playing.totals) {
    const outcome = playedBy(total.contender, rehearsal, playing.settings, stance);
    if (total.contender.target === 1) shipped.set(total.contender.family, outcome);
    total.podHours += outcome.podHours;
    total.violations += requests * outcome.violations;
  }
  if (stance !== undefined && isNoWorse(shipped)) playing.good += 1;
}

function isNoWorse(shipped: ReadonlyMap<Family, TrialOutcome>): boolean {
  const [alone, withIt] = [shipped.get('alone'), shipped.get('with')];
  return alone !== undefined && withIt !== undefined && pricedDay(withIt, alone) <= pricedDay(alone, alone);
}

const present = (points: readonly Point[]): Point => points.find(({ target }) => target === 1) ?? { target: 1, violations: Number.NaN, cost: Number.NaN };
const named = ({ name, startUp }: LoadTotals): string => `${name}, ${startUp} s`;

/** As it is shipped, and the cheapest of each family at what is allowed. */
function cells(load: LoadTotals): readonly string[] {
  const [plain, alone, withIt] = [pointsOf(load, 'plain'), pointsOf(load, 'alone'), pointsOf(load, 'with')];
  const [before, after] = [present(alone), present(withIt)];
  const cost = (points: readonly Point[]): string => cheapestOf(points)?.cost.toFixed(3) ?? '–';
  return [
    named(load),
    `${load.trusted} of ${load.days}`,
    String(load.acted - load.trusted),
    ...[before, after].map(({ violations }) => violations.toFixed(3)),
    ...[before, after].map((point) => point.cost.toFixed(3)),
    change(before.cost, after.cost),
    ...[withIt, alone, plain].map(cost),
    (plain.find(({ target }) => target === 50)?.cost ?? Number.NaN).toFixed(3),
    (load.still / load.oracle).toFixed(3),
    violationsAt(plain, after.cost).toFixed(3),
  ];
}

const head = [
  'load, start-up',
  'days trusted',
  'headroom alone',
  'slow % alone',
  'with',
  'cost alone',
  'with',
  'pod-hours',
  'at 0.25 %: with',
  'alone',
  'HPA',
  'HPA 50 %',
  'peak',
  'slow % of HPA at our cost',
];

const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

/** Pod-hours at what is allowed, against another; of loads on which both are within it. */
function saved(loads: readonly LoadTotals[], than: (load: LoadTotals) => number | undefined): string {
  const shares = loads.flatMap((load) => {
    const [own, other] = [cheapestOf(pointsOf(load, 'with'))?.cost, than(load)];
    return own === undefined || other === undefined ? [] : [own / other];
  });
  return shares.length === 0 ? 'unknown' : `${change(1, mean(shares))}, ${shares.length} of ${loads.length}`;
}

/** Requests that are too slow, against a plain autoscaler that costs as much, of loads of which it has some. */
function fewer(loads: readonly LoadTotals[]): string {
  const shares = loads.flatMap((load) => {
    const own = present(pointsOf(load, 'with'));
    const theirs = violationsAt(pointsOf(load, 'plain'), own.cost);
    return theirs > 0.005 ? [own.violations / theirs] : [];
  });
  return shares.length === 0 ? 'unknown' : `${change(1, quantile(Float64Array.from(shares), 0.5))}, ${shares.length} of ${loads.length}`;
}

/** What was decided was good where the day that came, which nobody knew, was no worse with it. */
function good(loads: readonly LoadTotals[]): string {
  const [days, of] = [loads.reduce((sum, one) => sum + one.good, 0), loads.reduce((sum, one) => sum + one.acted, 0)];
  return of === 0 ? 'unknown' : `${((100 * days) / of).toFixed(0)} %, ${days} of ${of} days`;
}

function goals(all: readonly LoadTotals[]): readonly (readonly string[])[] {
  const [forecastable, untrustworthy] = [false, true].map((not) => all.filter(({ name }) => notForecastable.test(name) === not)) as [
    LoadTotals[],
    LoadTotals[],
  ];
  const seasonal = forecastable.filter(({ daily }) => daily >= seasonalFrom);
  const short60 = (loads: readonly LoadTotals[]): readonly LoadTotals[] => loads.filter(({ startUp }) => startUp === 60);
  const trusted = (loads: readonly LoadTotals[]): string => {
    const [days, of] = [loads.reduce((sum, one) => sum + one.trusted, 0), loads.reduce((sum, one) => sum + one.days, 0)];
    return of === 0 ? 'unknown' : `${((100 * days) / of).toFixed(0)} %, ${days} of ${of} days`;
  };
  const dominated = all.filter((load) => {
    const own = cheapestOf(pointsOf(load, 'with')) ?? present(pointsOf(load, 'with'));
    return dominatorOf(own, pointsOf(load, 'alone')) !== undefined;
  });
  const plain50 = (load: LoadTotals): number | undefined => pointsOf(load, 'plain').find(({ target }) => target === 50)?.cost;
  return [
    ['goal', 'wanted', 'here'],
    ...short60(seasonal).map((load) => [
      `cost at ${allowed} %, ${named(load)}`,
      '≤ 1.10',
      cheapestOf(pointsOf(load, 'with'))?.cost.toFixed(3) ?? 'never within it',
    ]),
    ['dominated by the policy alone at some target', 'nowhere', dominated.length === 0 ? 'nowhere' : dominated.map(named).join('; ')],
    ['days trusted, seasonal loads', '≥ 60 %', trusted(seasonal)],
    ['days trusted, loads that nobody can forecast', '≤ 5 %', trusted(untrustworthy)],
    ['days acted on that were no worse, all loads', '≥ 95 %', good(all)],
    ['pod-hours against HPA 50 %, 60 s', '−30 %', saved(short60(forecastable), plain50)],
    ['pod-hours against as many as the peak needs, 60 s', '−40 %', saved(short60(forecastable), ({ still, oracle }) => still / oracle)],
    ['pod-hours against a tuned HPA, 60 s', '−12 %', saved(short60(forecastable), (load) => cheapestOf(pointsOf(load, 'plain'))?.cost)],
    ['slow requests against an HPA at our cost, median', '−50 %', fewer(forecastable)],
    ['the same, seasonal loads, 180 s', '−80 %', fewer(seasonal.filter(({ startUp }) => startUp === 180))],
  ];
}

function madeUp(): RecordedLoad {
  const random = seededRandom(5);
  const samples = Array.from({ length: 8 * 288 }, (_, index) => ({
    at: index * 300,
    value: (100 + 80 * Math.sin((2 * Math.PI * index) / 288)) * (0.97 + 0.06 * random()),
  }));
  return { name: 'made-up', series: regularSeries(samples, 300) };
}

async function main(): Promise<void> {
  const all: LoadTotals[] = [];
  for (const { name, series } of askedLoads(madeUp)) {
    if (!series.ok || series.value.values.length * series.value.step < 5 * secondsOfDay) {
      process.stdout.write(`${name}: ${series.ok ? 'five days are needed' : series.reason.why}\n`);
      continue;
    }
    const own = await played({ name, series: scaled(series.value) }, short ? [60] : [60, 180]);
    all.push(...own);
    // a run of many loads that is ended keeps what it has
    for (const load of own) process.stderr.write(`${cells(load).join('  ')}\n`);
  }
  if (all.length > 0) process.stdout.write(`\n${textTable([head, ...all.map(cells)]).join('\n')}\n\n${textTable(goals(all), () => false).join('\n')}\n`);
}

void main();
