/** Synthetic loads with shapes that are known to be hard or easy for autoscalers. One value per minute, the largest about 100. */
import { seededRandom, type Random } from '../../optimizer/timeseries/random';
import type { Load } from './load';

const step = 60;
const perDay = (24 * 3600) / step;

type Shape = (index: number, random: Random) => number;

const day = (index: number): number => 55 - 40 * Math.cos((2 * Math.PI * index) / perDay);
const hour = 3600 / step;

const shapes: Readonly<Record<string, { readonly days: number; readonly shape: Shape }>> = {
  diurnal: { days: 3, shape: day },
  weekly: { days: 14, shape: (index) => day(index) * (Math.floor(index / perDay) % 7 < 5 ? 1 : 0.5) },
  /** A constant load for three hours, then six times as much within five minutes, for an hour. */
  'flash-crowd': { days: 0.5, shape: (index) => (index > 3 * hour && index < 4 * hour ? Math.min(96, 16 + (index - 3 * hour) * 16) : 16) },
  ramp: { days: 0.5, shape: (index) => 10 + (85 * index) / (0.5 * perDay) },
  step: { days: 0.25, shape: (index) => (index < 3 * hour ? 25 : 75) },
  noise: { days: 1, shape: (_, random) => 30 + 60 * random() },
  /** No requests for half an hour, then almost twice the usual load for six minutes. */
  outage: { days: 0.5, shape: (index) => (index > 5 * hour && index < 5.5 * hour ? 0 : index >= 5.5 * hour && index < 5.6 * hour ? 95 : 50) },
};

export const generatorNames: readonly string[] = Object.keys(shapes);

/** `undefined` for an unknown name. */
export function generatedLoad(name: string, seed: number): Load | undefined {
  const found = shapes[name];
  if (found === undefined) return undefined;
  const random = seededRandom(seed);
  return { name, step, values: Array.from({ length: Math.round(found.days * perDay) }, (_, index) => found.shape(index, random)), gaps: [] };
}
