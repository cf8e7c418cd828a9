/**
 * `npm run bench:hosts`: the share of labelled segments of many metrics of a host (`$LYO_DATA/smd`, `$LYO_DATA/asd`) that the joint detector finds (optimizer/timeseries/anomalies), and its false alarms a day and host. It learns
 * from the train part alone; its threshold is the one at which that part has a given number of alarms a day. Printed beside it: each of its members alone, and the largest deviation from the mean. `--short` takes a synthetic host.
 */
import { alarmsOf, quietThreshold } from '../optimizer/timeseries/anomalies/cool-down';
import { fittedJointDetector, jointAlarms, type JointMember } from '../optimizer/timeseries/anomalies/joint-detector';
import type { Matrix } from '../optimizer/timeseries/forest/bins';
import { seededRandom } from '../optimizer/timeseries/random';
import { segmentsFound } from '../optimizer/timeseries/scores/segments';
import { hostsOf, type Host } from './anomalies/hosts';
import { short } from './short-form';
import { textTable } from '../command-line/text-table';

/** Four metrics that follow a daily load, two of which deviate from it for a while. */
function madeUp(): Host {
  const random = seededRandom(4);
  const [rows, columns] = [2000, 4];
  const labels = Float64Array.from({ length: rows }, (_, row) => (row % 500 >= 300 && row % 500 < 312 ? 1 : 0));
  const part = (labelled: boolean): Matrix => ({
    rows,
    columns,
    values: Float64Array.from({ length: rows * columns }, (_, place) => {
      const [row, column] = [Math.floor(place / columns), place % columns];
      const off = labelled && labels[row] === 1 && column < 2 ? 2 : 0;
      return Math.sin((2 * Math.PI * row) / 288) * (column + 1) + 0.3 * random() + off * (column + 1);
    }),
  });
  return { set: 'made-up', name: 'host', step: 300, train: part(false), test: part(true), labels };
}

function hosts(): readonly Host[] {
  if (short) return [madeUp()];
  const folder = process.env['LYO_DATA'];
  const found = folder === undefined ? [] : hostsOf(folder);
  if (found.length > 0) return found;
  process.stderr.write(
    `LYO_DATA must name a folder with smd/ or asd/ of <host>_train.csv.gz and <host>_test.csv.gz, received ${folder ?? 'nothing'}; --short takes a made-up host\n`,
  );
  process.exit(1);
}

/** Scores of the train part and of the rows that are judged. */
interface Scored {
  readonly usual: Float64Array;
  readonly judged: Float64Array;
}

const secondsOfDay = 86_400;

function jointly(weights: Readonly<Partial<Record<JointMember, number>>>): (host: Host) => Scored {
  return ({ train, test, step }) => {
    const detector = fittedJointDetector(train, { window: Math.max(Math.round(jointAlarms.window / step), 1), weights });
    if (!detector.ok) throw new Error(detector.reason.why);
    return { usual: detector.value.scores(train), judged: detector.value.scores(joined(train, test)).subarray(train.rows) };
  };
}

/** Rows of one matrix after those of the other: the end of the train part is the history of the first test row. */
function joined(one: Matrix, other: Matrix): Matrix {
  const values = new Float64Array(one.values.length + other.values.length);
  values.set(one.values);
  values.set(other.values, one.values.length);
  return { rows: one.rows + other.rows, columns: one.columns, values };
}

/** The largest distance of a metric from its mean, in its standard deviations. */
function largest({ train, test }: Host): Scored {
  const { columns } = train;
  const moments = Array.from({ length: columns }, (_, column) => {
    const all = Float64Array.from({ length: train.rows }, (_none, row) => train.values[row * columns + column] ?? 0);
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    return { mean, deviation: Math.max(Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length), 1e-3) };
  });
  const score = ({ rows, values }: Matrix): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) =>
      Math.max(...moments.map(({ mean, deviation }, column) => Math.abs((values[row * columns + column] ?? 0) - mean) / deviation)),
    );
  return { usual: score(train), judged: score(test) };
}

interface Counted {
  readonly host: Host;
  readonly segments: number;
  readonly found: number;
  readonly falseAlarms: number;
  readonly days: number;
}

function counted(host: Host, { usual, judged }: Scored): Counted {
  const rest = Math.round(jointAlarms.rest / host.step);
  const threshold = quietThreshold(usual, (jointAlarms.perDay * usual.length * host.step) / secondsOfDay, rest);
  return { host, ...segmentsFound(host.labels, alarmsOf(judged, threshold, rest)), days: (judged.length * host.step) / secondsOfDay };
}

function cells(all: readonly Counted[]): readonly string[] {
  const sum = (of: (one: Counted) => number): number => all.reduce((total, one) => total + of(one), 0);
  const [segments, found, days] = [sum((one) => one.segments), sum((one) => one.found), sum((one) => one.days)];
  if (segments === 0) return ['', ''];
  return [`${found} of ${segments}, ${((100 * found) / segments).toFixed(0)} %`, (sum(({ falseAlarms }) => falseAlarms) / days).toFixed(2)];
}

function main(): void {
  const all = hosts();
  const detectors: Readonly<Record<string, (host: Host) => Scored>> = {
    joint: jointly(jointAlarms.weights),
    'size alone': jointly({ size: 1 }),
    'components alone': jointly({ components: 1 }),
    'forest alone': jointly({ forest: 1 }),
    'all three, the same weight': jointly({ size: 1, components: 1, forest: 1 }),
    'largest metric': largest,
  };
  const sets = [...new Set(all.map(({ set }) => set))];
  // every second host of a set: parameters were chosen on the other hosts
  const place = (host: Host): number => all.filter(({ set }) => set === host.set).indexOf(host);
  const groups: readonly (readonly [string, (host: Host) => boolean])[] = [
    ['all hosts', () => true],
    ...sets.map((set) => [set, (host: Host) => host.set === set] as const),
    ['hosts chosen on', (host) => place(host) % 2 === 0],
    ['the others', (host) => place(host) % 2 === 1],
  ];
  const rows = Object.entries(detectors).map(([name, score]) => {
    const counts = all.map((host) => counted(host, score(host)));
    return [name, ...groups.flatMap(([, of]) => cells(counts.filter(({ host }) => of(host))))];
  });
  process.stdout.write(
    `${all.length} hosts; thresholds at which the train part has ${jointAlarms.perDay} alarms a day; found, and false alarms a day and host\n\n`,
  );
  process.stdout.write(`${textTable([['', ...groups.flatMap(([name]) => [name, ''])], ...rows]).join('\n')}\n`);
}

main();
