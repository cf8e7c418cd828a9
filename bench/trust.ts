/**
 * `npm run bench:trust`: what publishing a forecast would have done to recorded loads. Each day is played with the stance that the day before earned (optimizer/learning), with the policy alone, and by who knows the future,
 * at 60 and 180 s of start-up; a load's peak needs 20 pods. `--traces part` keeps the files of `$LYO_DATA/traces` whose name has the part; `--short` plays a made-up load.
 */
import { learn, type Learned } from '../optimizer/learning/learn';
import { horizonsOf } from '../optimizer/learning/horizons';
import { trial, type TrialOutcome, type TrialSettings } from '../optimizer/learning/trial';
import { verdictOn, type Verdict } from '../optimizer/learning/trust';
import { seededRandom } from '../optimizer/timeseries/random';
import { regularSeries, slice, type RegularSeries } from '../optimizer/timeseries/series';
import { seedPolicy } from '../test/fixtures/standard';
import { askedLoads, type RecordedLoad } from './forecast/recorded-loads';
import { mostKept, noDays, type DayTotals } from './trust/totals';
import { short } from './short-form';
import { textTable } from '../command-line/text-table';
import { oraclePodHours } from './trust/oracle';

const perPod = seedPolicy.signals.requestRate?.perPod ?? 100;
const [historyDays, mostDays, podsAtPeak] = [14, short ? 1 : 5, 20];
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

/** Requests a second of which the peak, exceeded in a thousandth of the time, needs `podsAtPeak` pods at their target. */
function scaled({ start, step, values }: RegularSeries): RegularSeries {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const peak = sorted[Math.floor(sorted.length * 0.999)] ?? 1;
  return { start, step, values: values.map((value) => (value / peak) * podsAtPeak * perPod) };
}

/** Of each start-up; what is learned is the same for both. */
async function played(series: RegularSeries, startUps: readonly number[]): Promise<readonly DayTotals[]> {
  const day = Math.round(86_400 / series.step);
  const days = Math.min(Math.floor(series.values.length / day) - 4, mostDays);
  const horizons = horizonsOf(Math.max(...startUps), series.step);
  const all = startUps.map((startUp) => ({ settings: settingsFor(startUp), sums: noDays(), stance: undefined as Verdict['stance'] }));
  for (let back = days; back >= 0; back -= 1) {
    const end = series.values.length - back * day;
    const learned = await learn(slice(series, Math.max(end - historyDays * day, 0), end), horizons, seededRandom(end), atOnce);
    if (!learned.ok) continue;
    for (const one of all) {
      if (back < days) add(one.sums, learned.value, one.settings, one.stance);
      if (back > 0) one.stance = (await verdictOn(learned.value.rehearsal, one.settings, atOnce)).stance;
    }
  }
  return all.map(({ sums }) => sums);
}

function add(sums: DayTotals, { rehearsal }: Learned, settings: TrialSettings, stance: Verdict['stance']): void {
  const alone = trial(rehearsal, settings);
  const ours: TrialOutcome = stance === undefined ? alone : trial(rehearsal, settings, stance);
  const requests = rehearsal.day.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
  sums.days += 1;
  sums.trusted += stance === undefined ? 0 : 1;
  sums.alone += alone.podHours;
  sums.ours += ours.podHours;
  sums.oracle += oraclePodHours(rehearsal.day, settings);
  sums.requests += requests;
  sums.violationsAlone += requests * alone.violations;
  sums.violations += requests * ours.violations;
}

function cells(name: string, { days, trusted, alone, ours, oracle, requests, violations, violationsAlone }: DayTotals): readonly string[] {
  const percent = (value: number): string => (value / requests).toFixed(3);
  return [
    name,
    `${trusted} of ${days}`,
    percent(violationsAlone),
    percent(violations),
    (alone / oracle).toFixed(3),
    (ours / oracle).toFixed(3),
    mostKept({ alone, ours }),
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
  const rows: (readonly string[])[] = [['load, start-up', 'days trusted', 'violations % alone', 'with', 'cost/oracle alone', 'with', 'pod-hours']];
  for (const { name, series } of askedLoads(madeUp)) {
    if (!series.ok || series.value.values.length * series.value.step < 5 * 86_400) {
      process.stdout.write(`${name}: ${series.ok ? 'five days are needed' : series.reason.why}\n`);
      continue;
    }
    const startUps = short ? [60] : [60, 180];
    const totals = await played(scaled(series.value), startUps);
    const own = totals.map((sums, index) => cells(`${name}, ${startUps[index] ?? 0} s`, sums));
    rows.push(...own);
    // a run of many loads that is ended keeps what it has
    for (const row of own) process.stderr.write(`${row.join('  ')}\n`);
  }
  if (rows.length > 1) process.stdout.write(`\n${textTable(rows).join('\n')}\n`);
}

void main();
