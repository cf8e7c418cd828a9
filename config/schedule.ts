/** Schedules of cron: as Kubernetes and Google's backup read them, with what both take alike. */
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

export const schedule = z
  .string()
  .refine(isSchedule, 'must be five fields of cron such as "0 2 * * *" (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-6)');

/** A zone that the tz database knows: Kubernetes takes no offset, and `Local` would be the control plane's. */
export const timeZone = z
  .string()
  .refine(isTimeZone, 'must be a time zone of the tz database such as "Europe/Berlin" or "UTC"');

function isTimeZone(text: string): boolean {
  // an offset such as "+02:00" is a zone for Intl, and none for Kubernetes
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(text) || text === 'Local') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
