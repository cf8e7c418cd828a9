/**
 * The shop second by second, as Prometheus sees it by scrapes: requests that come independently of each other, durations and counts that vary, levels that drift, pauses of the whole machine after which everything that waited
 * is answered at once, and now and then a single slow or failed call. A source of metrics for the incident book; everything is drawn from a seed.
 */
import type { LabelledSeries, MetricsAnswer, MetricsRange, MetricsSource } from '../../../optimizer/ports';
import { lookBack, vitalQueries } from '../../../optimizer/incidents/vital-expressions';
import { subjectText, vitalKey, type Subject, type VitalKind } from '../../../optimizer/incidents/vital';
import { seededRandom, type Random } from '../../../optimizer/timeseries/random';
import { subjects, type Moves } from './played-shop';

const [namespace, window] = ['lyo-backend', 60];
/** Of the book that asks. */
export const bookOptions = { namespaces: [namespace], window } as const;
const queries = vitalQueries(bookOptions.namespaces, lookBack(window));

export interface Disturbed {
  readonly seed: number;
  /** Seconds that are simulated, from 0. */
  readonly length: number;
  /** Multiple of the shop's usual load. */
  readonly load: number;
  /** Pauses of the machine in an hour, each of 1 to 20 s. */
  readonly pauses: number;
  /** Share of half minutes with one call of the price service that takes five seconds and fails. */
  readonly rare: number;
  /** What is moved, and in which seconds. @default - nothing ever is */
  readonly faults?: readonly { readonly from: number; readonly until: number; readonly moves: Moves }[];
}

const counters = ['calls', 'failures', 'own failures', 'seconds', 'own seconds', 'cores'] as const;
type Counter = (typeof counters)[number];
type Levels = (typeof subjects)[number][1];

/** What a vital is the quotient of; the time where there is no second counter. */
const quotients: Readonly<Record<Exclude<VitalKind, 'memory'>, readonly [of: Counter, by?: Counter]>> = {
  requests: ['calls'],
  latency: ['seconds', 'calls'],
  errors: ['failures', 'calls'],
  'own time': ['own seconds', 'calls'],
  'own errors': ['own failures', 'calls'],
  CPU: ['cores'],
};

/** Seconds between two scrapes, and by how much what they see is late: a flush. */
const [scrapeEvery, flushEvery] = [10, 5];

export class DisturbedShop implements MetricsSource {
  /** Sums since the begin, by vital's subject and counter. */
  private readonly sums = new Map<string, Float64Array>();
  private readonly scrapes: readonly number[];
  private readonly random: Random;
  private readonly paused: readonly (readonly [begin: number, end: number])[];

  public constructor(private readonly disturbed: Disturbed) {
    this.random = seededRandom(disturbed.seed);
    this.paused = this.pausesOf();
    for (const [subject, levels] of subjects) this.play(subject, levels);
    const offset = Math.floor(scrapeEvery * this.random());
    const due = Array.from({ length: Math.ceil(disturbed.length / scrapeEvery) }, (_, index) => offset + index * scrapeEvery);
    this.scrapes = due.map((at) => this.paused.find(([begin, end]) => at >= begin && at < end)?.[1] ?? at);
  }

  public range(expression: string, { from, until, step }: MetricsRange): Promise<MetricsAnswer> {
    const query = queries.find((one) => one.expression === expression);
    const series = subjects.flatMap(([subject, levels]): readonly LabelledSeries[] => {
      const labels: Readonly<Record<string, string>> =
        subject.client === undefined ? { service_name: subject.name, container: subject.name } : { client: subject.client, server: subject.name };
      const about = query?.subject(labels);
      if (query === undefined || about === undefined || subjectText(about) !== subjectText(subject) || levels[query.of] === undefined) return [];
      const samples = [];
      for (let at = from; at <= until; at += step) {
        const value = this.valueAt(subject, query.of, at);
        if (value !== undefined) samples.push({ at, value });
      }
      return [{ labels, samples }];
    });
    return Promise.resolve({ kind: 'series', series, warnings: [] });
  }

  public instant(): Promise<MetricsAnswer> {
    return Promise.resolve({ kind: 'series', series: [], warnings: [] });
  }

  private valueAt(subject: Subject, of: VitalKind, at: number): number | undefined {
    // scrapes are late, and never early
    let place = Math.min(Math.floor(at / scrapeEvery), this.scrapes.length - 1);
    while ((this.scrapes[place] ?? -Infinity) > at) place -= 1;
    const [last, first] = [this.scrapes[place], this.scrapes.slice(Math.max(place - 10, 0), place + 1).find((scrape) => scrape > at - lookBack(window))];
    if (last === undefined || first === undefined || first >= last) return undefined;
    const name = subjectText(subject);
    if (of === 'memory') return this.sums.get(`memory of ${name}`)?.[last];
    const [upper, lower] = quotients[of];
    const grown = this.grown(`${upper} of ${name}`, first, last);
    if (lower === undefined) return grown / (last - first);
    const by = this.grown(`${lower} of ${name}`, first, last);
    return by > 0 ? grown / by : undefined;
  }

  private grown(sum: string, first: number, last: number): number {
    const sums = this.sums.get(sum) ?? new Float64Array();
    return (sums[flushed(last)] ?? Number.NaN) - (sums[flushed(first)] ?? Number.NaN);
  }

  private pausesOf(): readonly (readonly [number, number])[] {
    const { pauses, length } = this.disturbed;
    const found: (readonly [number, number])[] = [];
    for (let at = 0; pauses > 0;) {
      at += (-3600 / pauses) * Math.log(1 - this.random());
      if (at >= length - 30) break;
      const begin = Math.floor(at);
      const end = begin + 1 + Math.floor(20 * this.random());
      found.push([begin, end]);
      at = end;
    }
    return found;
  }

  private play(subject: Subject, levels: Levels): void {
    const { length, load, rare, faults = [] } = this.disturbed;
    const { random } = this;
    const kept = <Name extends string>(name: Name): readonly [Name, Float64Array] => {
      const sum = new Float64Array(length + 1);
      this.sums.set(`${name} of ${subjectText(subject)}`, sum);
      return [name, sum];
    };
    const [own, [, memory]] = [counters.map((name) => kept(name)), kept('memory')];
    const door = new Door(this.paused);
    let level = 0;
    for (let second = 0; second < length; second += 1) {
      const moves = movesAt(faults, second);
      // a first-order autoregression with a memory of a minute
      level = 0.983 * level + 0.1 * Math.sqrt(1 - 0.983 ** 2) * normal(random);
      const inside = door.next(second, poisson((levels.requests ?? 0) * load * moved(moves, { subject, of: 'requests' }, 1), random));
      const isOdd = subject.name === 'prices' && random() < rare / 30;
      const counted = inside === undefined ? nothing : countedOf(inside, { subject, levels, moves, level, isOdd }, random);
      for (const [name, sum] of own) sum[second + 1] = (sum[second] ?? 0) + counted[name];
      memory[second + 1] = (levels.memory ?? 0) * moved(moves, { subject, of: 'memory' }, 1) * (1 + 0.05 * level);
    }
  }
}

/** Requests of a second, with those that waited for the end of a pause. */
interface LetIn {
  readonly calls: number;
  /** Seconds of all together, and how many of them gave up. */
  readonly waited: number;
  readonly gaveUp: number;
  /** What was late takes half as long again to catch up, while all is slower. */
  readonly isBehind: boolean;
}

const nothing: Readonly<Record<Counter, number>> = { calls: 0, failures: 0, 'own failures': 0, seconds: 0, 'own seconds': 0, cores: 0 };

/** Nobody comes in while the machine pauses. */
class Door {
  private pause = 0;
  private outside = 0;
  private waited = 0;
  private behind = 0;

  public constructor(private readonly paused: readonly (readonly [begin: number, end: number])[]) {}

  /** Undefined in a pause. */
  public next(second: number, came: number): LetIn | undefined {
    while ((this.paused[this.pause]?.[1] ?? Infinity) <= second) this.pause += 1;
    const begin = this.paused[this.pause]?.[0] ?? Infinity;
    if (second >= begin) {
      this.outside += came;
      this.waited += this.outside;
      this.behind = second + 1 + 0.5 * (second + 1 - begin);
      return undefined;
    }
    const { outside, waited } = this;
    [this.outside, this.waited] = [0, 0];
    return { calls: came + outside, waited, gaveUp: waited > 10 * outside ? outside / 2 : 0, isBehind: second < this.behind };
  }
}

/** Collectors flush what they counted. */
function flushed(scrape: number): number {
  return Math.max(Math.floor((scrape - 1) / flushEvery) * flushEvery, 0);
}

// functions of their own: one that is made anew for each second and subject takes a third of the time

function movesAt(faults: NonNullable<Disturbed['faults']>, second: number): Moves | undefined {
  return faults.find(({ from, until }) => second >= from && second < until)?.moves;
}

function moved(moves: Moves | undefined, vital: { readonly subject: Subject; readonly of: VitalKind }, usual: number): number {
  return moves?.[vitalKey(vital)] ?? usual;
}

interface Circumstances {
  readonly subject: Subject;
  readonly levels: Levels;
  readonly moves: Moves | undefined;
  /** Logarithm of what makes everything slower. */
  readonly level: number;
  /** Whether one call takes five seconds and fails. */
  readonly isOdd: boolean;
}

function countedOf(inside: LetIn, around: Circumstances, random: Random): Readonly<Record<Counter, number>> {
  const { subject, levels, moves, level } = around;
  return {
    calls: inside.calls,
    failures: failuresOf('errors', inside, around, random),
    'own failures': failuresOf('own errors', inside, around, random),
    seconds: secondsOf('latency', inside, around, random),
    'own seconds': secondsOf('own time', inside, around, random),
    cores: (levels.CPU ?? 0) * moved(moves, { subject, of: 'CPU' }, 1) * (inside.isBehind ? 2 : 1) * Math.exp(level / 2) * (1 + 0.2 * normal(random)),
  };
}

const oddCalls = ({ calls }: LetIn, { isOdd }: Circumstances): number => (isOdd && calls > 0 ? 1 : 0);

function failuresOf(of: 'errors' | 'own errors', inside: LetIn, around: Circumstances, random: Random): number {
  const failed = poisson(inside.calls * moved(around.moves, { subject: around.subject, of }, 0), random);
  return Math.min(failed, inside.calls) + inside.gaveUp + oddCalls(inside, around);
}

function secondsOf(of: 'latency' | 'own time', inside: LetIn, around: Circumstances, random: Random): number {
  const slower = Math.exp(around.level) * (inside.isBehind ? 3 : 1);
  const each = (around.levels[of] ?? 0) * moved(around.moves, { subject: around.subject, of }, 1);
  return inside.calls * each * slower * scatter(inside.calls, random) + inside.waited + 5 * oddCalls(inside, around);
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Of so many exponential durations, their mean by its own. */
function scatter(count: number, random: Random): number {
  return count === 0 ? 0 : Math.max(1 + normal(random) / Math.sqrt(count), 0.1);
}

function poisson(mean: number, random: Random): number {
  if (mean > 30) return Math.max(Math.round(mean + Math.sqrt(mean) * normal(random)), 0);
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > least; product *= random()) count += 1;
  return count;
}
