/** Copies of the cluster's objects and volumes. */
import { z } from 'zod';

/** A number, a range, a list or every, optionally every nth. */
const field = String.raw`(\*|\d+(-\d+)?(,\d+(-\d+)?)*)(\/[1-9]\d*)?`;
const fields = new RegExp(`^${field}( ${field}){4}$`);

/** Least and most of minute, hour, day of the month, month and day of the week. */
const limits = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;

function isSchedule(text: string): boolean {
  const parts = text.split(' ');
  return fields.test(text) && limits.every((limit, index) => isWithin(parts[index] ?? '', limit));
}

/** Every number within the limits, no range backwards, and no step beyond the field. */
function isWithin(part: string, [least, most]: readonly [number, number]): boolean {
  const [values = '', step = '1'] = part.split('/');
  const ranges = values.split(',').map((range) => (range === '*' ? [least, most] : range.split('-').map(Number)));
  return Number(step) <= most && ranges.every(([from = least, to = from]) => from >= least && from <= to && to <= most);
}

export const backup = z.strictObject({
  /** When a copy is made: five fields of cron, UTC. */
  schedule: z
    .string()
    .refine(isSchedule, 'must be five fields of cron such as "0 2 * * *" (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-6)'),
  /** Days that a copy is kept. */
  retentionDays: z.int().min(1).max(365),
  /** Days in which nobody can delete a copy, whatever their rights. */
  lockDays: z.int().min(0).max(90),
});

export type Backup = z.infer<typeof backup>;
