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
  /** Whose clock that is, as IANA names it, such as `Europe/Berlin`; with summer time, an hour that comes twice or never. */
  timeZone,
  /**
   * What happens when it is time and the last run has not ended: `forbid` leaves this run out, `replace` stops the old one. `Allow` of Kubernetes is not offered: of runs without a bound neither
   * quota nor connections of a database could be proven.
   */
  overlap: z.enum(['forbid', 'replace'], 'must be forbid or replace'),
  deadline,
  attempts,
  /** How late it may still start where the cluster could not start it in time. @default 600s */
  startWithin: wholeSeconds('Kubernetes').optional(),
  shutdown: taskShutdown,
  /** Limits of its alerts. */
  expected: z.strictObject({
    /** How long ago the last run may have succeeded. */
    lastSuccess: longDuration,
    /** How long a run may take. */
    longestRun: duration,
  }),
  /** Ended runs that are kept, with their logs. @default - three of each */
  history: z.strictObject({ succeeded: kept, failed: kept }).optional(),
});

type Scheduled = z.infer<typeof scheduled>;

export function startWithinOf({ startWithin = '600s' }: Pick<Scheduled, 'startWithin'>): Duration {
  return startWithin;
}

export function historyOf({ history = { succeeded: 3, failed: 3 } }: Pick<Scheduled, 'history'>): NonNullable<Scheduled['history']> {
  return history;
}
