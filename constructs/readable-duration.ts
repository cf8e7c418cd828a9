import { milliseconds, seconds, type Duration } from '../config/quantities';

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const;

/** A duration for people, in the largest unit that divides it: `259200s` → `3 d`, `5400s` → `90 min`; below a minute `1.5 s`, below a second `300 ms`. */
export function readableDuration(duration: Duration): string {
  const all = seconds(duration);
  if (all < 1) return `${milliseconds(duration)} ms`;
  const [size, name] = units.find(([length]) => all >= length && all % length === 0) ?? [1, 's'];
  return `${all / size} ${name}`;
}
