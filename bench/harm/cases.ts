/** Changes that are drawn: harmless ones, and harmful ones of a stated size. */
import type { Random } from '../../optimizer/timeseries/random';
import type { Course, Disturbance, HarmDone, MadeUp } from './disturbed-workload';

const courses: readonly Course[] = ['steady', 'waves', 'drift', 'doubled', 'halved'];
const disturbances: readonly Disturbance[] = ['none', 'pauses', 'pauses since', 'neighbour', 'now and then'];

/** Latency and missed reads are 1.6 to 3 times what they were, 1 to 5 requests wait more, and 2 to 30 % of the requests fail; pods read the change within a minute. */
const harms: readonly ((between: (least: number, most: number) => number) => Omit<HarmDone, 'after'>)[] = [
  (between) => ({ signal: 'latency', size: between(1.6, 3) }),
  (between) => ({ signal: 'errors', size: between(0.02, 0.3) }),
  (between) => ({ signal: 'waiting for a connection', size: between(1, 5) }),
  (between) => ({ signal: 'missed reads', size: between(1.6, 3) }),
];

/** The same share of each course with each disturbance, and of each kind of harm. */
export function drawnCase(random: Random, index: number, harmful: boolean): MadeUp {
  const between = (least: number, most: number): number => least + (most - least) * random();
  const course = courses[index % courses.length] ?? 'steady';
  const disturbance = disturbances[Math.floor(index / courses.length) % disturbances.length] ?? 'none';
  const harm = harms[Math.floor(index / (courses.length * disturbances.length)) % harms.length]?.(between);
  return { course, disturbance, ...(harmful && harm !== undefined ? { harm: { ...harm, after: between(0, 60) } } : {}) };
}
