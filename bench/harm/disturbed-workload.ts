/**
 * An hour of a workload before a change and some minutes after it, made up second by second: noise that depends on itself (a first-order autoregression), loads that drift, jump and double, pauses of the whole machine,
 * neighbours that take its CPU for minutes, and requests that wait now and then. Everything is drawn from a seed; what the change does is stated.
 */
import type { WatchedSample, WatchedSignal } from '../../optimizer/acting/watched-signal';
import type { Random } from '../../optimizer/timeseries/random';

export type Course = 'steady' | 'waves' | 'drift' | 'doubled' | 'halved';
export type Disturbance = 'none' | 'pauses' | 'pauses since' | 'neighbour' | 'now and then';

export interface HarmDone {
  readonly signal: 'latency' | 'errors' | 'waiting for a connection' | 'missed reads';
  /** Factor of latency and missed reads; requests that wait more, and share of errors more. */
  readonly size: number;
  /** Seconds from the change until pods have read it. */
  readonly after: number;
}

export interface MadeUp {
  readonly course: Course;
  readonly disturbance: Disturbance;
  /** @default - a change without an effect */
  readonly harm?: HarmDone;
}

/** Seconds before the change, in which something happens after it, until the end, of a minute, and between samples. */
const [before, after, end, minute, step] = [3600, 300, 600, 60, 30];
const length = before + end;
/** Seconds between two scrapes. */
const scrapeEvery = 10;
/** Requests a second. */
const usualLoad = 100;

interface Pause {
  readonly at: number;
  readonly seconds: number;
}

type Signal = HarmDone['signal'];

/** What happens second by second; 0 is the change. */
interface World {
  readonly loads: Float64Array;
  readonly pauses: readonly Pause[];
  /** Logarithms of what makes requests slower, and reads miss more often. */
  readonly slowed: Float64Array;
  readonly missing: Float64Array;
  /** Requests that wait at each scrape, in most of them none, and some in a few minutes after each other. */
  readonly queued: Float64Array;
  readonly neighbour: { readonly at: number; readonly seconds: number; readonly slower: number; readonly scrapes: number };
  readonly service: Service;
}

interface Service {
  /** How full it is at its usual load: doubling it is felt, and does not overload it. */
  readonly full: number;
  readonly latency: number;
  readonly missed: number;
  readonly waiting: number;
  /** Seconds of a pause after which requests fail. */
  readonly patience: number;
}

/** The change is at 0; samples are every 30 s, of the minute before each. @param undone seconds after the change; with it the harm ends */
export function madeUpSignals({ course, disturbance, harm }: MadeUp, random: Random, undone = Infinity): readonly WatchedSignal[] {
  const world = worldOf(course, disturbance, random);
  const harmed = (signal: Signal, at: number): number =>
    harm?.signal === signal ? (harm.size * Math.max(Math.min(at, undone) - Math.max(at - minute, harm.after), 0)) / minute : 0;
  const shares = (signal: Signal, at: number): number => (harm?.signal === signal ? 1 + ((harm.size - 1) / harm.size) * harmed(signal, at) : 1);
  const samples: Record<Signal, WatchedSample[]> = { latency: [], errors: [], 'waiting for a connection': [], 'missed reads': [] };
  for (let at = -before + minute; at <= end; at += step) {
    const seen = minuteOf(world, at, random);
    const put = (signal: Signal, value: number): unknown => samples[signal].push({ at, load: seen.load, value, control: seen.control });
    const latency = seen.latency * shares('latency', at);
    // of the requests of the minute those of a pause wait for its end: the 95th percentile is theirs where they are more than a twentieth
    const late = seen.longest - 0.05 * minute;
    put('latency', late > 0 ? Math.max(latency, late + 0.5 * latency) : latency);
    put('errors', seen.errors + harmed('errors', at));
    put('waiting for a connection', seen.waiting + harmed('waiting for a connection', at) * Math.exp(0.3 * normal(random)));
    put('missed reads', Math.min(seen.missed * shares('missed reads', at), 1));
  }
  return Object.entries(samples).map(([name, found]) => ({ name, samples: found }));
}

function worldOf(course: Course, disturbance: Disturbance, random: Random): World {
  const between = (least: number, most: number): number => least + (most - least) * random();
  const neighbour = { at: between(-60, 200), seconds: between(60, 400), slower: between(1.3, 3), scrapes: between(4, 20) };
  return {
    loads: loadsOf(course, random),
    pauses: pausesOf(disturbance, random),
    slowed: autoregression(random, between(0.02, 0.12), between(10, 90)),
    missing: autoregression(random, between(0.02, 0.08), between(10, 90)),
    queued: queuedOf(disturbance, random),
    neighbour: disturbance === 'neighbour' ? neighbour : { ...neighbour, seconds: 0 },
    service: {
      full: between(0.05, 0.33),
      latency: between(0.05, 1),
      missed: between(0.05, 0.3),
      waiting: disturbance === 'now and then' ? 0 : between(0, 0.2),
      patience: between(2, 30),
    },
  };
}

/** Without what the change does. */
interface Minute {
  readonly load: number;
  readonly control: number;
  readonly latency: number;
  readonly errors: number;
  readonly waiting: number;
  readonly missed: number;
  /** Seconds of its longest pause. */
  readonly longest: number;
}

function minuteOf(world: World, at: number, random: Random): Minute {
  const { loads, pauses, slowed, missing, neighbour, service } = world;
  const mean = (of: (second: number) => number): number => {
    let sum = 0;
    for (let second = at - minute; second < at; second += 1) sum += of(second);
    return sum / minute;
  };
  const crowd = mean((second) => (1 - service.full) / (1 - (service.full * loadAt(loads, second)) / usualLoad));
  const beside = mean((second) => (isBusy(neighbour, second) ? neighbour.slower : 1));
  const paused = pauses.map(({ at: begin, seconds }) => Math.max(Math.min(begin + seconds, at) - Math.max(begin, at - minute), 0));
  const longest = Math.max(0, ...paused);
  const load = mean((second) => loadAt(loads, second)) * (1 + 0.02 * normal(random));
  const counted = Math.sqrt(load * minute);
  const backlog = paused.reduce((sum, seconds) => sum + (0.1 * load * seconds ** 2) / (2 * minute), 0);
  const forgotten = (mean((second) => loadAt(loads, second)) / usualLoad) ** -0.8;
  return {
    load,
    control: slowestScrape(world, at, random),
    latency: service.latency * crowd * beside * Math.exp(mean((second) => valueAt(slowed, second))) * (1 + (3 / counted) * normal(random)),
    errors: 0.0005 * random() + Math.max(longest - service.patience, 0) / minute,
    waiting: service.waiting * (crowd ** 2 * Math.exp(0.5 * normal(random)) + 2 * (beside - 1)) + backlog + queuedIn(world, at),
    missed: service.missed * forgotten * Math.exp(mean((second) => valueAt(missing, second))) * (1 + (2 / counted) * normal(random)),
    longest,
  };
}

function isBusy({ at, seconds }: World['neighbour'], second: number): boolean {
  return second >= at && second < at + seconds;
}

function queuedIn({ queued }: World, at: number): number {
  const last = Math.floor((at + before) / scrapeEvery);
  return queued.subarray(last - minute / scrapeEvery, last).reduce((sum, count) => sum + count, 0) / (minute / scrapeEvery);
}

/** A gauge is a whole number at each scrape: its mean over a minute is none in most of them, and a third or a half in clumps. */
function queuedOf(disturbance: Disturbance, random: Random): Float64Array {
  const counts = new Float64Array(length / scrapeEvery);
  if (disturbance !== 'now and then') return counts;
  const [clump, mean] = [autoregression(random, 1, 60 + 240 * random()), 0.03 + 0.07 * random()];
  return counts.map((_, index) => poisson(mean * Math.exp(clump[index * scrapeEvery] ?? 0), random));
}

/** Knuth's. */
function poisson(mean: number, random: Random): number {
  let count = 0;
  for (let product = random(); product > Math.exp(-mean); product *= random()) count += 1;
  return count;
}

/** Of six in a minute; a pause is over before the machine answers. */
function slowestScrape({ pauses, neighbour }: World, at: number, random: Random): number {
  const scrapes = Array.from({ length: minute / scrapeEvery }, (_, index) => {
    const second = at - minute + scrapeEvery * index + 5;
    const pause = pauses.find(({ at: begin, seconds }) => second >= begin && second < begin + seconds);
    const left = pause === undefined ? 0 : pause.at + pause.seconds - second;
    return 0.004 * Math.exp(0.3 * normal(random)) * (isBusy(neighbour, second) ? neighbour.scrapes : 1) + left;
  });
  return Math.max(...scrapes);
}

/** Of a series that begins an hour before the change. */
function valueAt(values: Float64Array, second: number): number {
  return values[second + before] ?? 0;
}

function loadAt(loads: Float64Array, second: number): number {
  return loads[second + before] ?? usualLoad;
}

function loadsOf(course: Course, random: Random): Float64Array {
  const noise = autoregression(random, 0.02 + 0.06 * random(), 20 + 100 * random());
  const [period, phase, slope] = [1200 + 2400 * random(), 2 * Math.PI * random(), 0.3 * (2 * random() - 1)];
  // within the five minutes, at once or over a minute
  const [jump, ramp] = [after * random(), 1 + 60 * random()];
  const changed = (second: number, factor: number): number => 1 + (factor - 1) * Math.min(Math.max((second - jump) / ramp, 0), 1);
  return noise.map((value, index) => {
    const second = index - before;
    const course60: Readonly<Record<Course, number>> = {
      steady: 1,
      waves: 1 + 0.25 * Math.sin((2 * Math.PI * second) / period + phase),
      drift: 1 + slope * (second / before),
      doubled: changed(second, 2),
      halved: changed(second, 0.5),
    };
    return usualLoad * course60[course] * Math.exp(value);
  });
}

function pausesOf(disturbance: Disturbance, random: Random): readonly Pause[] {
  const pause = (at: number): Pause => ({ at, seconds: 1 + 19 * random() });
  if (disturbance === 'pauses since') return Array.from({ length: 1 + Math.floor(3 * random()) }, () => pause(after * random()));
  if (disturbance !== 'pauses') return [];
  const [found, every]: [Pause[], number] = [[], 100 + 800 * random()];
  for (let at = -before; at < end; at += -every * Math.log(1 - random())) found.push(pause(at));
  return found;
}

/** Second by second, with this deviation, and a correlation that falls to 1/e within so many seconds. */
function autoregression(random: Random, deviation: number, memory: number): Float64Array {
  const kept = Math.exp(-1 / memory);
  const fresh = deviation * Math.sqrt(1 - kept ** 2);
  let value = deviation * normal(random);
  return Float64Array.from({ length }, () => (value = kept * value + fresh * normal(random)));
}

/** Box and Muller's. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
