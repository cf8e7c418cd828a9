/** Every window, period and interval that alerts use, in one place. Demonstrations and scenarios pass shorter ones, for example an hour in place of a day. */
import { z } from 'zod';
import { duration, longDuration } from './quantities';

/** One pair of windows of a multi-window burn-rate alert. Both must burn: the long window shows that it matters, the short one that it still continues. */
const burnWindow = z.strictObject({
  severity: z.enum(['page', 'ticket']),
  /** Share of the period's error budget that is spent when the alert fires. */
  budget: z.number().gt(0).max(1),
  long: longDuration,
  short: longDuration,
});

export const alertTiming = z.strictObject({
  /** Time between two evaluations of alerts and of the series that they read. */
  interval: duration,
  burns: z.array(burnWindow).min(1),
  /** Window of the current value of one operation or edge; at least four scrapes. */
  recent: duration,
  /** Window of the past with which the current value is compared; it ends `recent` ago. */
  past: longDuration,
  /** Shortest past that is enough for a comparison. With less history no alert fires. */
  history: duration,
  /** An edge that appears after being absent for this long counts as new. */
  known: longDuration,
  /** How long the condition of an alert on a signal must last before it fires. */
  sustained: duration,
  /** How long a fault of the platform must last before its alert fires: longer than a rollout. */
  patience: duration,
  /** The time over which the slope of a filling volume is measured, and how far ahead it is extrapolated. */
  volume: z.strictObject({ slope: longDuration, ahead: longDuration }),
  /** Recorded trends. The interval is below the five minutes that Prometheus looks back, or the series would have gaps. */
  trend: z.strictObject({ interval: duration, window: duration }),
  /** Time between two heartbeats of the dead man's switch. */
  heartbeat: duration,
  notifications: z.strictObject({
    /** How long the first alert of a group waits for others, so that one message tells of all of them. */
    wait: z.strictObject({ page: duration, ticket: duration }),
    /** Time between two messages about a group in which alerts start or end. Also the delay of the message that a group has ended, and of the retry of a failed message. */
    interval: duration,
    /** Time between two messages about a group in which nothing changes. */
    repeat: z.strictObject({ page: longDuration, ticket: longDuration }),
  }),
});
export type AlertTiming = z.infer<typeof alertTiming>;
export type BurnWindow = z.infer<typeof burnWindow>;

/**
 * Burn windows: Google SRE workbook, chapter 5, table 5-8 ("2 % in 1 h, 5 % in 6 h, 10 % in 3 d", short window 1/12 of the long one), with a ticket for 10 % in a day
 * as sloth has it. At a period of 30 days they are the rates 14.4, 6, 3 and 1.
 */
export const standardTiming: AlertTiming = {
  interval: '30s',
  burns: [
    { severity: 'page', budget: 0.02, long: '3600s', short: '300s' },
    { severity: 'page', budget: 0.05, long: '21600s', short: '1800s' },
    { severity: 'ticket', budget: 0.1, long: '86400s', short: '7200s' },
    { severity: 'ticket', budget: 0.1, long: '259200s', short: '21600s' },
  ],
  recent: '300s',
  past: '86400s',
  history: '600s',
  known: '604800s',
  sustained: '120s',
  patience: '600s',
  volume: { slope: '21600s', ahead: '345600s' },
  trend: { interval: '240s', window: '600s' },
  heartbeat: '60s',
  notifications: { wait: { page: '10s', ticket: '30s' }, interval: '300s', repeat: { page: '14400s', ticket: '86400s' } },
};
