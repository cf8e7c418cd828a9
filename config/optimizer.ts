/** What an environment says of its optimizer. The service reads the same shapes (optimizer/config.ts), so what it would refuse is a mistake in the environment. */
import { z } from 'zod';
import { dnsLabel, pinnedImage } from './fields';
import { duration } from './quantities';

/** What a policy of the optimizer may do: nothing, say what it would, or do it. */
export const optimizerMode = z.enum(['off', 'advise', 'act']);

const freeze = z
  .strictObject({ from: z.iso.datetime({ offset: true }), until: z.iso.datetime({ offset: true }) })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { path: ['until'], error: 'must be later than from' });

/** What no decision goes beyond, whatever it follows from (optimizer/limits). */
export const optimizerLimits = z.strictObject({
  /** How many times what the load needs now may be asked for. */
  step: z.number().min(1).max(10),
  changesPerHour: z.int().min(1).max(60),
  /** Pod-hours of a day that may be asked for beyond what the load needs at that moment. */
  extraPodHours: z.number().min(0).max(100_000),
  /** Days of measured load that must be known. */
  evidenceDays: z.number().min(1).max(28),
  /** When nothing acts. */
  freezes: z.array(freeze).max(50),
});

/** From the least to the most. */
export function rangeWithin(least: number, most: number): z.ZodType<{ readonly least: number; readonly most: number }> {
  return z
    .strictObject({ least: z.int().min(least).max(most), most: z.int().min(least).max(most) })
    .refine((range) => range.least <= range.most, { path: ['most'], error: 'must not be below least' });
}

/** How metrics of a workload begin, such as `backend` of `backend_sql_pool_in_use`. */
export const metricPrefix = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/, 'must be the beginning of a metric name');

/** How long what a cache holds may live. */
export const tunedCache = {
  /** Seconds. The longest is how old an answer may be. */
  ttl: rangeWithin(1, 3600),
  /** Reads of the database a second that are meant to be left at the peak. */
  missesPerSecond: z.number().gt(0).max(1_000_000),
};

/** Keys that may be renewed before anybody asks. */
export const prewarmedKeys = z.int().min(0).max(100);

/** A web service that reads its tunables again while it runs (`tunables` in config/names.ts), as example/backend does, and tells in metrics what they do. */
const tunedWorkload = z.strictObject({
  metrics: metricPrefix,
  /** @default - how long answers are kept is left alone */
  cache: z
    .strictObject({
      /** @default advise */
      mode: optimizerMode.optional(),
      ...tunedCache,
      /** @default 0 */
      prewarm: prewarmedKeys.optional(),
    })
    .optional(),
  /** Connections of a process to its SQL database, within the connection budget. @default - they are left alone */
  pool: z
    .strictObject({
      /** @default advise */
      mode: optimizerMode.optional(),
    })
    .optional(),
  /** How long a change is watched before it stays. @default 300s */
  watch: duration.optional(),
});
export type TunedWorkload = z.infer<typeof tunedWorkload>;

export const optimizer = z.strictObject({
  /** @default - `optimizer` in the environment's own registry, of the version of config/versions.json */
  image: pinnedImage.optional(),
  /** Pods, of which one speaks and the others know as much. @default - two where a zone may be lost, or else one */
  replicas: z.int().min(1).max(3).optional(),
  /** Replicas for the load that comes. */
  forecast: optimizerMode,
  /** Fuller pods while a forecast sees what comes. */
  headroom: optimizerMode,
  limits: optimizerLimits,
  /** Requests and limits out of what pods use: never more than a proposal. @default advise */
  sizing: z.enum(['off', 'advise']).optional(),
  /** What a load unlike its past does: pods are held, and some are added. @default advise */
  anomalies: optimizerMode.optional(),
  /** Web services that may be tuned while they run, by name. @default - none */
  tuned: z.record(dnsLabel, tunedWorkload).optional(),
});

export type Optimizer = z.infer<typeof optimizer>;

/** The forecast can only add pods, within its limits; fuller pods are advice until somebody has read some of it. */
export const standardOptimizer: Optimizer = {
  forecast: 'act',
  headroom: 'advise',
  limits: { step: 3, changesPerHour: 30, extraPodHours: 100, evidenceDays: 3, freezes: [] },
};
