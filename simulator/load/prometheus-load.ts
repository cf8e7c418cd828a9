/** A load that Prometheus has recorded: from its range query, asked in parts, or from a saved answer of one. */
import { answerOf, prometheusSource } from '../../optimizer/adapters/prometheus';
import type { LabelledSeries, MetricsAnswer, MetricsRange } from '../../optimizer/ports';
import type { Load } from './load';
import { LoadError } from './load-error';
import { disorder, onGrid, placeOf, type Row } from './on-grid';

export interface RangeQuery extends MetricsRange {
  /** Address of the Prometheus. */
  readonly url: string;
  /** PromQL of one series. */
  readonly query: string;
}

/** Most points of a series that are asked for at once. Prometheus refuses a range of more than 11,000 steps (web/api/v1, `exceeded maximum resolution`). */
const pointsAtOnce = 11_000;
/** Seconds for one part, and most bytes of its answer. A part of one series has about 300 kB. */
const [timeout, mostBytes] = [60, 16_000_000];

/** The range in parts that Prometheus answers; together they ask for each moment once. */
export function partsOf({ from, until, step }: MetricsRange): readonly MetricsRange[] {
  const points = Math.floor((until - from) / step) + 1;
  return Array.from({ length: Math.ceil(points / pointsAtOnce) }, (_, part) => {
    const [first, next] = [part * pointsAtOnce, Math.min((part + 1) * pointsAtOnce, points)];
    return { from: from + first * step, until: from + (next - 1) * step, step };
  });
}

/** @throws LoadError where there is no answer, or none that is a load */
export async function queriedLoad({ url, query, ...range }: RangeQuery): Promise<Load> {
  const source = prometheusSource({ url, timeout, mostBytes });
  const parts: LabelledSeries[] = [];
  for (const part of partsOf(range)) parts.push(...seriesOf(await source.range(query, part), url));
  return loadOf(joined(parts), { name: query, range });
}

/**
 * @param text a saved answer of `/api/v1/query_range`
 * @throws LoadError where it is none, or has no load
 */
export function savedLoad(text: string, name: string): Load {
  return loadOf(joined(seriesOf(answerOf(text), name)), { name });
}

/** A partial answer is refused: what is missing would look like less load. */
function seriesOf(answer: MetricsAnswer, name: string): readonly LabelledSeries[] {
  if (answer.kind === 'unavailable') throw new LoadError([`${name}: must be a Prometheus that answers, ${answer.why}`]);
  if (answer.kind === 'refused') throw new LoadError([`${name}: must be an answer that can be used, received ${answer.why}`]);
  if (answer.warnings.length > 0) throw new LoadError([`${name}: must be a complete answer, received the warnings ${answer.warnings.join('; ')}`]);
  return answer.series;
}

/** The samples of each series from all parts. */
function joined(parts: readonly LabelledSeries[]): readonly LabelledSeries[] {
  const all = new Map<string, { readonly labels: LabelledSeries['labels']; readonly samples: LabelledSeries['samples'][number][] }>();
  for (const { labels, samples } of parts) {
    const key = labelsText(labels);
    const known = all.get(key) ?? { labels, samples: [] };
    for (const sample of samples) known.samples.push(sample);
    all.set(key, known);
  }
  return [...all.values()];
}

interface Named {
  readonly name: string;
  /** What was asked for. @default - what the answer has */
  readonly range?: MetricsRange;
}

/** A value that is not finite is none: Prometheus writes NaN and infinities for divisions by zero. */
function loadOf(all: readonly LabelledSeries[], { name, range }: Named): Load {
  const [only, another] = all;
  if (only === undefined || another !== undefined) throw new LoadError([`${name}: must be one series, received ${seriesText(all)}`]);
  const read = only.samples.map(({ at, value }, index) => ({ line: index + 1, time: at, value }));
  const rows = read.filter(({ value }) => Number.isFinite(value));
  const where = { name, unit: 'value' as const };
  const problems = [...disorder(read, where), ...unusable(rows, where)];
  if (problems.length > 0) throw new LoadError(problems);
  const load = onGrid(rows, { ...where, step: range?.step });
  const asked = range ?? { from: timeOf(read, 0), until: timeOf(read, -1) };
  const unrecorded = { before: timeOf(rows, 0) - asked.from, after: wholeSteps(asked.until - timeOf(rows, -1), load.step) };
  return unrecorded.before > 0 || unrecorded.after > 0 ? { ...load, unrecorded } : load;
}

function unusable(rows: readonly Row[], where: { readonly name: string; readonly unit: 'value' }): readonly string[] {
  const negative = rows.filter(({ value }) => value < 0);
  return [
    ...negative.map(({ line, value }) => `${placeOf(line, where)}: must be a number that is not negative, received ${value}`),
    ...(rows.length < 2 ? [`${where.name}: must have at least two values that are numbers, received ${rows.length}`] : []),
  ];
}

/** Time of the first row (0) or the last (-1). */
function timeOf(rows: readonly Row[], place: number): number {
  return rows.at(place)?.time ?? 0;
}

function wholeSteps(seconds: number, step: number): number {
  return Math.floor(seconds / step) * step;
}

const mostShown = 3;

function seriesText(all: readonly LabelledSeries[]): string {
  if (all.length === 0) return 'none; is there anything recorded at that time?';
  const shown = all.slice(0, mostShown).map(({ labels }) => labelsText(labels));
  return `${all.length}: ${[...shown, ...(all.length > mostShown ? ['…'] : [])].join(', ')}; sum(…) makes one of them`;
}

/** As PromQL writes labels, in their order of names. */
function labelsText(labels: LabelledSeries['labels']): string {
  const sorted = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(', ')}}`;
}
