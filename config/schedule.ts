/** Cron schedules, in the syntax that Kubernetes and Google's backup read alike. */
import { Cron } from 'croner';
import { z } from 'zod';

/** One part of a field: `*` or a range, optionally with a step (`/n`), or a number. Kubernetes reads a step behind a number (`5/15`) as a range to the end, others do not read it. */
const part = String.raw`((\*|\d+-\d+)(\/[1-9]\d*)?|\d+)`;
/** One field of a schedule: a list of parts. */
const field = `${part}(,${part})*`;
const fields = new RegExp(`^${field}( ${field}){4}$`);

/** Smallest and largest value of minute, hour, day of the month, month and day of the week. */
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

/** Whether every number is within the limits, no range runs backwards, and no step is larger than the field. */
function isWithin(list: string, [least, most]: readonly [number, number]): boolean {
  return list.split(',').every((one) => {
    const [range = '', step = '1'] = one.split('/');
    const [from = least, to = from] = range === '*' ? [least, most] : range.split('-').map(Number);
    return Number(step) <= most && from >= least && from <= to && to <= most;
  });
}

export const schedule = z
  .string()
  .refine(
    isSchedule,
    'must be five fields of cron such as "0 2 * * *" (minute 0-59, hour 0-23, day 1-31, month 1-12, day of the week 0-6), with a step behind "*" or a range alone ("*/15", "5-59/15")',
  );

/** A time zone of the tz database. Kubernetes accepts no offset, and `Local` would be the control plane's zone. */
export const timeZone = z
  .string()
  .refine(isTimeZone, 'must be a time zone of the tz database such as "Europe/Berlin" or "UTC", in capital and small letters as they are there');

/** Names of the tz database without an area. Intl knows further ones, such as `JST` and `PST`, which Kubernetes refuses. */
const withoutArea =
  'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu'.split(
    ' ',
  );
const areas = 'Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US'.split(' ');
/** Names that Intl has kept and the tz database has not. */
const removed = ['Canada/East-Saskatchewan', 'US/Pacific-New'];
/** A word of a name as the tz database writes it: `Berlin`, `McMurdo`, `DumontDUrville`, `NSW`, `of`, `GMT+5`. */
const placeWord = /^(?:[A-Z][a-z]+(?:[A-Z][a-z]*)*|[A-Z]{2,4}|GMT\+?\d{0,2}|\d{1,2}|of|es|au)$/;

function isTimeZone(text: string): boolean {
  const [area = '', ...places] = text.split('/');
  if (places.length === 0) return withoutArea.includes(text);
  // Intl reads names in any letters, Kubernetes looks for a file of that name
  if (removed.includes(text) || !areas.includes(area) || !places.every((place) => place.split(/[-_]/).every((word) => placeWord.test(word)))) return false;
  try {
    const { timeZone: known } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    return known === text || known.toLowerCase() !== text.toLowerCase();
  } catch {
    return false;
  }
}

/** A fixed start, so that results do not depend on the current day. Its year is a leap year and has both clock changes. */
const someDay = new Date('2028-01-01T00:00:00Z');
const daySeconds = 86_400;

/** The first `count` runs of a schedule after a fixed day; empty where it never fires. */
export function nextRuns(cron: string, zone: string, count: number): readonly Date[] {
  return cronOf(cron, zone).nextRuns(count, someDay);
}

/** Runs that are examined one by one: a whole day of a schedule that fires every minute, four years of a daily one. */
const looked = 1500;
/** Nights that are examined in addition, because the first runs of a frequent schedule do not cover a week or a month. */
const nights = 62;
/** Months of which one day is examined, for a frequent schedule that pauses for some of them. */
const months = 12;

const gaps = new Map<string, number | undefined>();

/** Longest time between two runs, in seconds; `undefined` where there are fewer than two. Every day at 2 in Berlin: 90,000, when the clock goes back. */
export function longestGap(cron: string, zone: string): number | undefined {
  const key = `${zone} ${cron}`;
  if (!gaps.has(key)) gaps.set(key, gapOf(cron, zone));
  return gaps.get(key);
}

function gapOf(cron: string, zone: string): number | undefined {
  const runs = nextRuns(cron, zone, looked).map(secondsOf);
  const [first, second] = runs;
  if (first === undefined || second === undefined) return undefined;
  const between = runs.slice(1).map((run, index) => run - (runs[index] ?? run));
  const asked = cronOf(cron, zone);
  const looks = [
    ...Array.from({ length: nights }, (_, night) => first + (night + 1) * daySeconds + 1),
    ...Array.from({ length: months }, (_, month) => Date.UTC(someDay.getUTCFullYear(), month, 15) / 1000 + 1),
  ];
  return Math.max(...between, ...looks.map((moment) => gapOver(asked, moment)));
}

/** Seconds from the last run before a moment to the first after it; a run at that very moment counts as neither. */
function gapOver(cron: Cron, moment: number): number {
  const [before] = cron.previousRuns(1, new Date(moment * 1000));
  const after = cron.nextRun(new Date(moment * 1000));
  return before === undefined || after === null ? 0 : secondsOf(after) - secondsOf(before);
}

function cronOf(cron: string, zone: string): Cron {
  // as in Kubernetes, a schedule with a day of the month and a day of the week fires when either matches
  return new Cron(cron, { timezone: zone, domAndDow: false, mode: '5-part' });
}

function secondsOf(date: Date): number {
  return date.getTime() / 1000;
}
