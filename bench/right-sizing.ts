/**
 * `npm run bench:right-sizing`: sizes that our policy would have given a pod each day, out of the week before (optimizer/policies/right-sizing), played on the day after, for the recorded CPU loads of `$LYO_DATA/traces` as the use of one pod.
 * Beside it the algorithm of the vertical pod autoscaler (90 % of a histogram that forgets half in a day, and 15 %), with its margin as it is and with the one at which as many samples pass the request as with ours, and KRR's (95 %, memory's
 * highest and 15 %). Below them what nobody who sizes a pod once a day can do better: a size that knows its day, at which as many samples pass the request as with ours. Memory is made up: half of it constant, half a slow mean of the load. `--short` takes a made-up load.
 */
import { proposedSizing } from '../optimizer/policies/right-sizing';
import { known } from '../optimizer/timeseries/outcome';
import { quantile } from '../optimizer/timeseries/quantile';
import { seededRandom } from '../optimizer/timeseries/random';
import { usageUnder, type Size, type Usage } from '../planning/replayed-usage';
import { seedPolicy } from '../test/fixtures/standard';
import { askedLoads, type RecordedLoad } from './forecast/recorded-loads';
import { textTable } from '../command-line/text-table';

const secondsOfDay = 86_400;
/** Days of measurements, and the default ratio of a limit to its request. */
const [week, ratio] = [7, 2];
/** Millicores and MiB to which the 99.9th percentile of a load is scaled. */
const [highestCpu, highestMemory] = [1000, 1024];
const bounds = { cpu: { request: 500, limit: 1000, min: 25, max: 8000 }, memory: { request: 512, limit: 1024, min: 64, max: 16_384 } };

function madeUp(): RecordedLoad {
  const random = seededRandom(6);
  const values = Float64Array.from({ length: 14 * 288 }, (_, bin) => 300 + 60 * Math.sin((2 * Math.PI * bin) / 288) + 60 * random());
  return { name: 'made-up cpu', series: known({ start: 0, step: 300, values }) };
}

/** The policy for a workload without a CPU signal: only then does its request follow its usage. */
const { cpu: _, ...otherSignals } = seedPolicy.signals;
const scaling = { ...seedPolicy, signals: otherSignals };

/** @param next the day that the size is for: only who knows the future may look */
type Sizer = (week: Usage, step: number, next: Usage) => Size;

const ours: Sizer = (usage) => proposedSizing({ ...usage, days: week }, { mode: 'advise', ...bounds }, scaling);

/** @param margin factor on the percentile, such as 1.15 */
const vertical =
  (margin: number): Sizer =>
  ({ cpu, memory }, step) => {
    const request = Math.max(weighted(cpu, step, 0.9) * margin, bounds.cpu.min);
    const held = quantile(memory, 1) * 1.15;
    return { cpu: { request, limit: ratio * request }, memory: { request: held, limit: ratio * held } };
  };

/** The quantile `share` of samples, each weighted half as much as a sample of the next day. */
function weighted(values: Float64Array, step: number, share: number): number {
  const samples = Array.from(values, (value, index) => ({ value, weight: 0.5 ** (((values.length - 1 - index) * step) / secondsOfDay) }));
  samples.sort((a, b) => a.value - b.value);
  let left = share * samples.reduce((sum, { weight }) => sum + weight, 0);
  for (const { value, weight } of samples) {
    left -= weight;
    if (left <= 0) return value;
  }
  return samples.at(-1)?.value ?? 0;
}

const krr: Sizer = ({ cpu, memory }) => {
  const [request, held] = [quantile(cpu, 0.95), quantile(memory, 1) * 1.15];
  return { cpu: { request, limit: Number.POSITIVE_INFINITY }, memory: { request: held, limit: held } };
};

/** The request that a share of the day's samples is above; memory as its highest sample is. */
const knowing =
  (above: number): Sizer =>
  (_week, _step, { cpu, memory }) => {
    const [request, held] = [quantile(cpu, 1 - above), quantile(memory, 1)];
    return { cpu: { request, limit: Math.max(ratio * request, quantile(cpu, 1)) }, memory: { request: held, limit: held } };
  };

interface Played {
  readonly slack: number;
  readonly memorySlack: number;
  /** Share of samples above the request: CPU that other pods of the node do not use. */
  readonly above: number;
  readonly throttled: number;
  readonly killed: number;
}

interface Pod {
  readonly name: string;
  readonly step: number;
  readonly usage: Usage;
}

function played({ step, usage }: Pod, sizer: Sizer): Played {
  const perDay = Math.round(secondsOfDay / step);
  const part = (from: number, until: number): Usage => ({ cpu: usage.cpu.subarray(from, until), memory: usage.memory.subarray(from, until) });
  const days: Played[] = [];
  for (let day = week; (day + 1) * perDay <= usage.cpu.length; day += 1) {
    const next = part(day * perDay, (day + 1) * perDay);
    const size = sizer(part((day - week) * perDay, day * perDay), step, next);
    const { slack, throttled, killed } = usageUnder(next, size);
    const above = next.cpu.reduce((count, value) => count + (value > size.cpu.request ? 1 : 0), 0) / next.cpu.length;
    days.push({ slack: slack.cpu, memorySlack: slack.memory, above, throttled, killed });
  }
  return meanOf(days);
}

function meanOf(all: readonly Played[]): Played {
  const mean = (of: (one: Played) => number): number => all.reduce((sum, one) => sum + of(one), 0) / all.length;
  const killed = all.reduce((sum, one) => sum + one.killed, 0);
  return {
    slack: mean((one) => one.slack),
    memorySlack: mean((one) => one.memorySlack),
    above: mean((one) => one.above),
    throttled: mean((one) => one.throttled),
    killed,
  };
}

/** The margin at which the share `above` of samples exceeds the request. */
function sameRisk(pod: Pod, above: number): number {
  let [low, high] = [0.2, 4];
  for (let step = 0; step < 20; step += 1) {
    const middle = (low + high) / 2;
    if (played(pod, vertical(middle)).above > above) low = middle;
    else high = middle;
  }
  return high;
}

function pods(): readonly Pod[] {
  return askedLoads(madeUp).flatMap(({ name, series }): readonly Pod[] => {
    if (!series.ok || !/cpu|dsp/.test(name)) return [];
    const { step, values } = series.value;
    const cpu = values.map((value, index) => (Number.isFinite(value) ? value : (values[index - 1] ?? 0)) || 0);
    if (cpu.length < ((week + 1) * secondsOfDay) / step) return [];
    const unit = quantile(cpu, 0.999) / highestCpu;
    let slow = cpu[0] ?? 0;
    const memory = cpu.map((value) => highestMemory * (0.5 + 0.5 * ((slow += 0.02 * (value - slow)) / unit / highestCpu)));
    return [{ name, step, usage: { cpu: cpu.map((value) => value / unit), memory } }];
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function main(): void {
  const all = pods().map((pod) => {
    const own = played(pod, ours);
    return {
      name: pod.name,
      own,
      vertical: played(pod, vertical(1.15)),
      atRisk: played(pod, vertical(sameRisk(pod, own.above))),
      krr: played(pod, krr),
      known: played(pod, knowing(own.above)),
    };
  });
  const cells = (name: string, of: (one: (typeof all)[number]) => Played): readonly string[] => {
    const { slack, memorySlack, above, throttled, killed } = meanOf(all.map(of));
    return [name, percent(slack), percent(above), percent(throttled), percent(memorySlack), String(killed)];
  };
  const rows = [
    cells('ours', ({ own }) => own),
    cells('vertical pod autoscaler', ({ vertical: one }) => one),
    cells('the same, at our risk', ({ atRisk }) => atRisk),
    cells('KRR', ({ krr: one }) => one),
    cells('who knows the day, at our risk', ({ known: one }) => one),
  ];
  const head = [`${all.length} pods`, 'unused CPU', 'above the request', 'throttled', 'unused memory', 'killed'];
  process.stdout.write(`${textTable([head, ...rows]).join('\n')}\n\n`);
  const each = all.map(({ name, own, atRisk, known: bound }) => [name, ...[own.slack, atRisk.slack, bound.slack, own.above, own.throttled].map(percent)]);
  process.stdout.write(`${textTable([['pod', 'ours', 'VPA at our risk', 'who knows the day', 'above the request', 'throttled'], ...each]).join('\n')}\n`);
}

main();
