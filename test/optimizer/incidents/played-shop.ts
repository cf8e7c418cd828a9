/** Measurements of a shop whose backend calls a database, a cache and a price service with its own database: a usual hour, and then a fault. */
import { seededRandom } from '../../../optimizer/timeseries/random';
import type { Subject, Vital, VitalKind } from '../../../optimizer/incidents/vital';

export const [begin, step] = [1_000_000, 30];

/** Changes of measurements by key, such as `latency of backend → redis`: a factor, or a summand for shares. */
export type Moves = Readonly<Record<string, number>>;

/** Services and calls with their usual measurements. */
export const subjects: readonly (readonly [Subject, Partial<Record<VitalKind, number>>])[] = [
  [{ name: 'backend' }, { requests: 30, latency: 0.08, errors: 0, 'own time': 0.01, 'own errors': 0, CPU: 0.2, memory: 90 }],
  [{ name: 'prices' }, { requests: 6, latency: 0.02, errors: 0, 'own time': 0.005, 'own errors': 0, CPU: 0.05, memory: 80 }],
  [
    { client: 'backend', name: 'shop' },
    { requests: 20, latency: 0.05, errors: 0 },
  ],
  [
    { client: 'backend', name: 'redis' },
    { requests: 15, latency: 0.001, errors: 0 },
  ],
  [
    { client: 'backend', name: 'prices' },
    { requests: 6, latency: 0.022, errors: 0 },
  ],
  [
    { client: 'prices', name: 'stock' },
    { requests: 4, latency: 0.01, errors: 0 },
  ],
];

export interface PlayedShop {
  readonly seed: number;
  /** Relative noise of each sample. */
  readonly noise: number;
  /** From {@link begin} on. */
  readonly moves: Moves;
  /** Seconds since the begin of the fault. */
  readonly lasting: number;
}

export function playedVitals({ seed, noise, moves, lasting }: PlayedShop): readonly Vital[] {
  const random = seededRandom(seed);
  return subjects.flatMap(([subject, usual]) =>
    Object.entries(usual).map(([of, level]): Vital => {
      const key = `${of} of ${subject.client === undefined ? '' : `${subject.client} → `}${subject.name}`;
      const samples = [];
      for (let at = begin - 3600; at <= begin + lasting; at += step) {
        const moved = at > begin ? (moves[key] ?? (level === 0 ? 0 : 1)) : level === 0 ? 0 : 1;
        const around = 1 + noise * (random() + random() + random() - 1.5);
        samples.push({
          at,
          value: level === 0 ? Math.max(moved + 0.002 * (random() - 0.5), 0) : level * moved * (of === 'memory' ? 1 + (around - 1) / 20 : around),
        });
      }
      return { subject, of: of as VitalKind, samples };
    }),
  );
}

/** Faults with their place, the cause, and the measurements that they change; changes grow with `size`, from 1. */
export const faults: Readonly<Record<string, { readonly place: string; readonly moves: (size: number) => Moves }>> = {
  'slow SQL': { place: 'shop', moves: (size) => ({ 'latency of backend → shop': 2 + 3 * size, 'latency of backend': 1.6 + 2 * size }) },
  'failing SQL': { place: 'shop', moves: (size) => ({ 'errors of backend → shop': 0.1 * size, 'errors of backend': 0.07 * size }) },
  'cache down': {
    place: 'redis',
    moves: (size) => ({ 'errors of backend → redis': 1, 'requests of backend → shop': 1.5, 'latency of backend': 1.3 + 0.3 * size }),
  },
  'slow cache': { place: 'redis', moves: (size) => ({ 'latency of backend → redis': 40 * size, 'latency of backend': 1.5 + size }) },
  'slow price service': {
    place: 'prices',
    moves: (size) => ({
      'own time of prices': 20 * size,
      'latency of prices': 6 * size,
      'latency of backend → prices': 6 * size,
      'latency of backend': 1.3 + 0.5 * size,
    }),
  },
  'failing price service': {
    place: 'prices',
    moves: (size) => ({
      'own errors of prices': 0.2 * size,
      'errors of prices': 0.2 * size,
      'errors of backend → prices': 0.2 * size,
      'errors of backend': 0.04 * size,
    }),
  },
  'price service gone': {
    place: 'prices',
    moves: () => ({ 'requests of prices': 0, 'requests of backend → prices': 0, 'errors of backend': 0.2, 'requests of prices → stock': 0 }),
  },
  'slow database of the price service': {
    place: 'stock',
    moves: (size) => ({
      'latency of prices → stock': 10 * size,
      'latency of prices': 6 * size,
      'latency of backend → prices': 6 * size,
      'latency of backend': 1.3 + 0.3 * size,
    }),
  },
  'error burst': { place: 'backend', moves: (size) => ({ 'own errors of backend': 0.1 * size, 'errors of backend': 0.1 * size }) },
  'CPU hog': {
    place: 'backend',
    moves: (size) => ({
      'CPU of backend': 2 + size,
      'own time of backend': 3 + 3 * size,
      'latency of backend': 1.8 + size,
      'latency of backend → redis': 3 * size,
      'latency of backend → shop': 1.7,
    }),
  },
  'memory leak': { place: 'backend', moves: (size) => ({ 'memory of backend': 1.15 + 0.2 * size }) },
  'traffic surge': {
    place: 'users',
    moves: (size) => {
      const times = 1.8 + size;
      const requests = ['backend', 'prices', 'backend → shop', 'backend → redis', 'backend → prices', 'prices → stock'];
      return { ...Object.fromEntries(requests.map((name) => [`requests of ${name}`, times])), 'CPU of backend': times, 'latency of backend': 1.2 };
    },
  },
};
