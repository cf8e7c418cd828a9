/** A workload that runs on a schedule, such as a nightly report. */
import { z } from 'zod';
import { schedule, timeZone } from '../schedule';
import { duration, longDuration, wholeSeconds, type Duration } from '../quantities';
import { shared } from './shared';
import { attempts, deadline, taskShutdown } from './task';

const kept = z.int().min(1, 'must be at least 1').max(50, 'must be at most 50');

export const scheduled = z.strictObject({
  kind: z.literal('scheduled'),
  ...shared,
  /** When it runs: five fields of cron. */
  schedule,
  /** Time zone of the schedule by its IANA name, such as `Europe/Berlin`. With daylight saving time one hour of the year occurs twice and one never. */
  timeZone,
  /**
   * What happens when a run is due and the last one has not ended: `forbid` skips the new run, `replace` stops the old one. Kubernetes' `Allow` is not offered: the number
   * of parallel runs would have no bound, so neither quota nor database connections could be proven.
   */
  overlap: z.enum(['forbid', 'replace'], 'must be forbid or replace'),
  deadline,
  attempts,
  /** How late a run may still start when the cluster could not start it in time. @default 600s */
  startWithin: wholeSeconds('Kubernetes').optional(),
  shutdown: taskShutdown,
  /** Limits of its alerts. */
  expected: z.strictObject({
    /** Longest time since the last successful run. */
    lastSuccess: longDuration,
    /** Longest duration of a run. */
    longestRun: duration,
  }),
  /** Number of ended runs that are kept, with their logs. @default - three of each */
  history: z.strictObject({ succeeded: kept, failed: kept }).optional(),
});

type Scheduled = z.infer<typeof scheduled>;

export function startWithinOf({ startWithin = '600s' }: Pick<Scheduled, 'startWithin'>): Duration {
  return startWithin;
}

export function historyOf({ history = { succeeded: 3, failed: 3 } }: Pick<Scheduled, 'history'>): NonNullable<Scheduled['history']> {
  return history;
}
