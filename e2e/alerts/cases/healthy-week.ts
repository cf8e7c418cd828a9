import type { AlertCase } from '../alert-case';
import type { Clock, OverTime } from '../timed-series';
import { healthy, world } from '../world';

/**
 * A week at two minutes instead of ten seconds, which is 5,040 steps instead of 60,480: the shortest window, five minutes, still has two samples. The other cases cover shorter causes.
 */
export const week: Clock = { step: 120, steps: 5040 };
const day = 86_400;
const hour = 3600;

/** Deterministic noise between -1 and 1 that does not repeat daily. */
function noise(now: number, seed: number): number {
  const wave = Math.sin(now * 12.9898 + seed * 78.233) * 43_758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}

/** A daily load: a tenth of the peak at night, the peak in the afternoon, less on the last two days, with noise of a fifth. */
function daily(peak: number, seed: number): OverTime {
  return (now) => {
    const byDay = 0.55 - 0.45 * Math.cos((2 * Math.PI * (now - 3 * hour)) / day);
    const weekend = now > 5 * day ? 0.6 : 1;
    return peak * byDay * weekend * (1 + 0.2 * noise(now, seed));
  };
}

/** The value with noise of a quarter, and a little more at the daily peak. */
function wavering(value: number, seed: number): OverTime {
  return (now) => value * (1 + 0.25 * noise(now, seed) + 0.15 * Math.sin((2 * Math.PI * now) / day));
}

/** Share of failures: one in ten thousand, and one bad minute a day. */
const stray: OverTime = (now) => (now % day < 120 ? 0.01 : 0.0001);

const operations = Object.fromEntries(
  Object.entries(healthy.operations).map(([name, { rate, typical, tail }], seed) => [
    name,
    { rate: daily(rate(0), seed), typical: wavering(typical(0), seed + 10), tail: wavering(tail(0), seed + 20), failing: stray },
  ]),
);
const edges = Object.fromEntries(
  Object.entries(healthy.edges).map(([name, { rate, typical, tail }], seed) => [
    name,
    { rate: daily(rate(0), seed + 30), typical: wavering(typical(0), seed + 40), tail: wavering(tail(0), seed + 50), failing: stray },
  ]),
);

/** Changes that are normal in a week: replicas that follow the load, one lost scrape a day, one rollout of the adapter a day, and a volume that fills to its limit and stays there. */
const faults = {
  desired: (now: number) => Math.round(2 + daily(10, 60)(now) / 2),
  up: { 'otel-gateway': (now: number) => (now % day === 10 * hour ? 0 : 1) },
  ready: { 'prometheus-adapter': (now: number) => (now % day >= 11 * hour && now % day < 11 * hour + 240 ? 1 : 2) },
  queue: (now: number) => 100 + 90 * noise(now, 61),
  volumeLeft: (now: number) => Math.max(0.2, 0.5 - now / (14 * day)),
};

export const healthyWeek: readonly AlertCase[] = [
  {
    title: 'a healthy week raises nothing: days and nights, a weekend, stray errors, a lost scrape and a rollout a day',
    series: world({ operations, edges, faults }, week),
    // every two hours
    expect: Array.from({ length: 83 }, (_, index) => ({ at: (index + 1) * 2 * hour, firing: [] })),
  },
];
