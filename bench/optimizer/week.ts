/**
 * The service of `npm run bench:optimizer`, in a process of its own: a week of many workloads, of which some or all are learned anew every day, with some of the ticks between. What it prints is for the parent: a line of JSON for each day.
 * Prometheus is a function here: what is measured is the service's own work.
 */
import { existsSync, readFileSync } from 'node:fs';
import { optimizerSettings, type OptimizerSettings } from '../../optimizer/config';
import type { LabelledSeries, MetricsSource } from '../../optimizer/ports';
import { learnNext } from '../../optimizer/learning/learner';
import { Service } from '../../optimizer/service';
import { seedPolicy } from '../../test/fixtures/standard';

/** What the parent asks for, and what it is told of a day. */
export interface Asked {
  readonly workloads: number;
  /** Of history, and how many are played after the first lesson. */
  readonly historyDays: number;
  readonly days: number;
  /** Of a day, those that are due for longest; on the first all are learned. */
  readonly lessons: number;
  readonly ticksADay: number;
}

export interface PlayedDay {
  readonly day: number;
  readonly learned: number;
  /** Seconds by the wall: of one lesson, of the longest time without a breath in it, of a tick, and of the longest tick. */
  readonly lesson: number;
  readonly breathless: number;
  readonly tick: number;
  readonly longest: number;
  /** Megabytes: resident at the end of the day, and the most until then; of it typed arrays, and what the C library's allocator has, in which most of them are. */
  readonly resident: number;
  readonly most: number;
  readonly arrays: number;
  readonly allocator: number | undefined;
  /** Megabytes of objects that are reachable: after a collection. */
  readonly heap: number;
}

const secondsOfDay = 86_400;
const begin = Date.UTC(2026, 5, 1, 12) / 1000;
const namespace = 'bench';
const named = (index: number): string => `workload-${index}`;

/** A daily load of its own for each, with some percent of what looks like chance. */
function loadOf(index: number, at: number): number {
  const chance = Math.abs(Math.sin(at * 12.9898 + index * 78.233) * 43_758.5453) % 1;
  return (1000 + 700 * Math.sin((2 * Math.PI * at) / secondsOfDay + index)) * (0.95 + 0.1 * chance);
}

/** Answers a query for the workload that the expression names, or for all of them. */
function source(count: number): MetricsSource {
  const all = Array.from({ length: count }, (_, index) => index);
  const asked = (expression: string): readonly number[] => {
    const [, of] = /(?:deployment|workload|container)="workload-(\d+)/.exec(expression) ?? [];
    return of === undefined ? all : [Number(of)];
  };
  const labels = (index: number): LabelledSeries['labels'] => ({ namespace, deployment: named(index) });
  return {
    range: (expression, { from, until, step }) => {
      const times = Array.from({ length: Math.round((until - from) / step) + 1 }, (_, index) => from + index * step);
      const series = asked(expression).map((index) => ({ labels: labels(index), samples: times.map((at) => ({ at, value: loadOf(index, at) })) }));
      return Promise.resolve({ kind: 'series', series, warnings: [] });
    },
    instant: (expression, at) =>
      Promise.resolve({ kind: 'series', series: asked(expression).map((index) => ({ labels: labels(index), samples: [{ at, value: at }] })), warnings: [] }),
  };
}

/** Settings that the chart makes for a workload without settings of its own. */
function settingsOf({ workloads, historyDays }: Asked): OptimizerSettings {
  const workload = {
    namespace,
    scaling: seedPolicy,
    startUp: 60,
    burst: 2,
    forecast: 'act',
    headroom: { mode: 'act', most: 1.2 },
    limits: { step: 3, changesPerHour: 60, extraPodHours: 100, evidenceDays: 3, freezes: [] },
    sizing: { mode: 'advise', cpu: { request: 500, limit: 2000, min: 250, max: 2000 }, memory: { request: 512, limit: 768, min: 384, max: 1536 } },
    anomalies: { mode: 'advise', cap: 20 },
  };
  return optimizerSettings.parse({
    prometheus: { url: 'http://prometheus:9090', timeout: 5, mostBytes: 8_000_000 },
    listen: { host: '127.0.0.1', port: 0 },
    tick: 30,
    validFor: 45,
    freshFor: 60,
    history: { bin: 300, days: historyDays },
    relearn: secondsOfDay,
    signals: { window: 60, delay: 25, syncPeriod: 15 },
    knee: 0.85,
    workloads: Array.from({ length: workloads }, (_, index) => ({ ...workload, deployment: named(index) })),
  });
}

const seconds = (): number => performance.now() / 1000;
const megabytes = (bytes: number): number => bytes / 2 ** 20;

/** Resident megabytes of the area that Linux calls [heap]; undefined on other systems. */
function ofAllocator(): number | undefined {
  const maps = '/proc/self/smaps';
  const [, kilobytes] = existsSync(maps) ? (/\[heap\]\n(?:.*\n)*?Rss: +(\d+) kB/.exec(readFileSync(maps, 'utf8')) ?? []) : [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

async function main(asked: Asked): Promise<void> {
  let [passed, served, breathless, learned] = [0, seconds(), 0, 0];
  const world = {
    settings: settingsOf(asked),
    source: source(asked.workloads),
    clock: () => begin + passed,
    log: ({ message }: { readonly message: string }) => void (learned += message === 'learned' ? 1 : 0),
    breathe: () => {
      breathless = Math.max(breathless, seconds() - served);
      served = seconds();
      return Promise.resolve();
    },
  };
  const service = new Service({ world, elapsed: seconds });
  const timed = async (what: () => Promise<void>): Promise<number> => {
    const began = seconds();
    await what();
    return seconds() - began;
  };
  for (let day = 0; day <= asked.days; day += 1) {
    const ticks: number[] = [];
    for (let tick = 0; tick < (day === 0 ? 1 : asked.ticksADay); tick += 1) {
      passed += secondsOfDay / asked.ticksADay;
      ticks.push(await timed(() => service.tick()));
    }
    [served, breathless, learned] = [seconds(), 0, 0];
    const lessons = day === 0 ? asked.workloads : Math.min(asked.lessons, asked.workloads);
    const learning = await timed(async () => {
      for (let lesson = 0; lesson < lessons; lesson += 1) await learnNext(world, service.view().states);
    });
    if (learned !== lessons) throw new Error(`day ${day}: ${lessons} workloads must be learned, ${learned} were`);
    const { rss, arrayBuffers } = process.memoryUsage();
    const allocator = ofAllocator();
    globalThis.gc?.();
    const played: PlayedDay = {
      day,
      learned,
      lesson: learning / learned,
      breathless,
      tick: ticks.reduce((sum, one) => sum + one, 0) / ticks.length,
      longest: Math.max(...ticks),
      resident: megabytes(rss),
      most: process.resourceUsage().maxRSS / 1024,
      arrays: megabytes(arrayBuffers),
      allocator,
      heap: megabytes(process.memoryUsage().heapUsed),
    };
    process.stdout.write(`${JSON.stringify(played)}\n`);
  }
}

void main(JSON.parse(process.argv[2] ?? '') as Asked);
