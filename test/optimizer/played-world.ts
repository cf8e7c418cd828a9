/** A Prometheus that answers from a function of time, and a clock that tests set. */
import type { TunablesPort } from '../../optimizer/acting/tunables';
import { settingsOf, type OptimizerSettings } from '../../optimizer/config';
import type { Interventions } from '../../optimizer/interventions/interventions';
import { Outlook } from '../../optimizer/outlook/outlook';
import type { LabelledSeries, LogLine, MetricsAnswer, MetricsSource } from '../../optimizer/ports';
import { Service } from '../../optimizer/service';
import type { Lesson } from '../../optimizer/workload-state';
import { seedPolicy } from '../fixtures/standard';

export const [hour, day] = [3600, 86_400];
/** A Monday at noon. */
export const noon = Date.UTC(2026, 5, 1, 12) / 1000;

export type LoadAt = (at: number) => number;

/** 200 to 1800 requests/s, highest at six in the evening. */
export const daily: LoadAt = (at) => 1000 + 800 * Math.sin((2 * Math.PI * (at - 12 * hour)) / day);

export const settingsWith = (change: Readonly<Record<string, unknown>> = {}): unknown => ({
  prometheus: { url: 'http://prometheus:9090', timeout: 5, mostBytes: 8_000_000 },
  listen: { host: '127.0.0.1', port: 0 },
  tick: 30,
  validFor: 45,
  freshFor: 60,
  history: { bin: 900, days: 4 },
  relearn: 21_600,
  signals: { window: 60, delay: 25, syncPeriod: 15 },
  knee: 0.85,
  workloads: [workloadSettings('backend')],
  ...change,
});

export const limits = { step: 3, changesPerHour: 30, extraPodHours: 100, evidenceDays: 3, freezes: [] };

export function workloadSettings(deployment: string, change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    namespace: 'lyo-backend',
    deployment,
    scaling: seedPolicy,
    startUp: 120,
    burst: 2,
    forecast: 'act',
    headroom: { mode: 'act', most: 1.1 },
    limits,
    ...change,
  };
}

export function validSettings(change?: Readonly<Record<string, unknown>>): OptimizerSettings {
  const result = settingsOf(settingsWith(change));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.settings;
}

export interface PlayedWorld {
  readonly service: Service;
  readonly lines: readonly LogLine[];
  /** Changes an answer before it is returned. */
  tampered: (answer: MetricsAnswer, expression: string) => MetricsAnswer | Promise<MetricsAnswer>;
  now: number;
  load: LoadAt;
  /** Runs ticks at intervals of 30 s. */
  ticks(count: number): Promise<void>;
}

export function playedWorld(settings: OptimizerSettings = validSettings(), begin = noon, tunables?: TunablesPort, interventions?: Interventions): PlayedWorld {
  const lines: LogLine[] = [];
  let now = begin;
  const deployments = settings.workloads.map(({ namespace, deployment }) => ({ namespace, deployment }));
  const asked = (expression: string): typeof deployments =>
    deployments.filter(
      ({ deployment }) =>
        !expression.includes('{') ||
        expression.startsWith('timestamp(') ||
        [`deployment="${deployment}"`, `container="${deployment}"`, `workload="${deployment}"`].some((label) => expression.includes(label)),
    );
  const source: MetricsSource = {
    range: async (expression, { from, until, step }) => {
      const samples = Array.from({ length: Math.round((until - from) / step) + 1 }, (_, index) => ({
        at: from + index * step,
        value: world.load(from + (index - 0.5) * step),
      }));
      return world.tampered({ kind: 'series', series: asked(expression).map((labels): LabelledSeries => ({ labels, samples })), warnings: [] }, expression);
    },
    instant: async (expression, at) =>
      world.tampered(
        { kind: 'series', series: asked(expression).map((labels): LabelledSeries => ({ labels, samples: [{ at, value: at - 5 }] })), warnings: [] },
        expression,
      ),
  };
  const service = new Service({
    world: {
      settings,
      source,
      tunables,
      interventions,
      outlook: new Outlook(settings.watched ?? []),
      clock: () => now,
      log: (line) => void lines.push(line),
      breathe: () => Promise.resolve(),
    },
    elapsed: () => now,
  });
  const world: PlayedWorld = {
    service,
    lines,
    tampered: (answer) => answer,
    get now() {
      return now;
    },
    set now(at) {
      now = at;
    },
    load: daily,
    ticks: async (count) => {
      for (let tick = 0; tick < count; tick += 1) {
        now += 30;
        await service.tick();
        await service.learn();
      }
    },
  };
  return world;
}

/** The lesson of two ticks with the daily load, for tests that do not test the forecast. */
export async function dailyLesson(): Promise<Lesson | undefined> {
  const world = playedWorld();
  await world.ticks(2);
  return world.service.view().states[0]?.lesson;
}
