/** Settings of an environment's optimizer. The service reads the same schemas (optimizer/config.ts), so whatever it would refuse is reported here first. */
import { z } from 'zod';
import { dnsLabel, pinnedImage } from './fields';
import { duration } from './quantities';

/** What a policy of the optimizer may do: nothing (`off`), report what it would do (`advise`), or do it (`act`). */
export const optimizerMode = z.enum(['off', 'advise', 'act']);

const freeze = z
  .strictObject({ from: z.iso.datetime({ offset: true }), until: z.iso.datetime({ offset: true }) })
  .refine(({ from, until }) => Date.parse(from) < Date.parse(until), { path: ['until'], error: 'must be later than from' });

/** Limits of every decision, whatever policy it comes from (optimizer/limits). */
export const optimizerLimits = z.strictObject({
  /** Largest number of replicas as a multiple of those that the present load needs. */
  step: z.number().min(1).max(10),
  changesPerHour: z.int().min(1).max(60),
  /** Pod-hours per day beyond those that the load needs at each moment. */
  extraPodHours: z.number().min(0).max(100_000),
  /** Days of measured load before anything may act. */
  evidenceDays: z.number().min(1).max(28),
  /** Times in which nothing acts. */
  freezes: z.array(freeze).max(50),
});

/** A range `{ least, most }` within two bounds, both included. */
export function rangeWithin(least: number, most: number): z.ZodType<{ readonly least: number; readonly most: number }> {
  return z
    .strictObject({ least: z.int().min(least).max(most), most: z.int().min(least).max(most) })
    .refine((range) => range.least <= range.most, { path: ['most'], error: 'must not be below least' });
}

/** Prefix of a workload's metrics, such as `backend` of `backend_sql_pool_in_use`. */
export const metricPrefix = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/, 'must be the beginning of a metric name');

/** How long entries of a cache may live. */
export const tunedCache = {
  /** Bounds of the time to live, in seconds. The upper bound is the oldest that an answer may be. */
  ttl: rangeWithin(1, 3600),
  /** Cache misses per second, so reads of the database, to aim for at the peak. */
  missesPerSecond: z.number().gt(0).max(1_000_000),
};

/** Keys that may be loaded into the cache before a request asks for them. */
export const prewarmedKeys = z.int().min(0).max(100);

/** A web service that reads its tunables again while it runs (`tunables` in config/names.ts) and exposes metrics of their effect, as example/backend does. */
const tunedWorkload = z.strictObject({
  metrics: metricPrefix,
  /** @default - the time to live is not tuned */
  cache: z
    .strictObject({
      /** @default advise */
      mode: optimizerMode.optional(),
      ...tunedCache,
      /** @default 0 */
      prewarm: prewarmedKeys.optional(),
    })
    .optional(),
  /** Connections of a process to its SQL database, within the connection budget. @default - the pool is not tuned */
  pool: z
    .strictObject({
      /** @default advise */
      mode: optimizerMode.optional(),
    })
    .optional(),
  /** How long the effect of a change is watched before the change is kept; what it shows by its end is undone within half a minute more. At least 240s: harm must last for three minutes. @default 270s */
  watch: duration.optional(),
});
export type TunedWorkload = z.infer<typeof tunedWorkload>;

export const optimizer = z.strictObject({
  /** @default - `optimizer` in the environment's own registry, of the version of config/versions.json */
  image: pinnedImage.optional(),
  /** Replicas: one leader, and others that compute the same and can take over. @default - two where a zone may be lost, else one */
  replicas: z.int().min(1).max(3).optional(),
  /** Replicas for the load that is forecast. */
  forecast: optimizerMode,
  /** A higher load per pod while a trusted forecast exists, or without one where the last three days were hardly worse with it. */
  headroom: optimizerMode,
  limits: optimizerLimits,
  /** Requests and limits from the measured usage of pods: always a proposal. @default advise */
  sizing: z.enum(['off', 'advise']).optional(),
  /** Response to an anomaly of the load: pods are kept, and some are added. @default advise */
  anomalies: optimizerMode.optional(),
  /** What makes requests slow, and the tunable that relieves it; it acts where that tunable acts too. @default advise */
  bottlenecks: optimizerMode.optional(),
  /** Who may freeze it, and approve or reject what it proposes: for each a ServiceAccount `optimizer-<name>` beside it, whose tokens may do that. @default - nobody can write anything */
  writers: z
    .array(dnsLabel.max(40, 'must have at most 40 characters'))
    .max(20)
    .refine((all) => new Set(all).size === all.length, 'must name each once')
    .optional(),
  /** Whether its own ticks and stages are traced, by the collectors of the platform. @default false */
  traced: z.boolean().optional(),
  /** Web services that may be tuned while they run, by name. @default - none */
  tuned: z.record(dnsLabel, tunedWorkload).optional(),
});

export type Optimizer = z.infer<typeof optimizer>;

/** The forecast acts, because it can only add pods, and within limits. Headroom only advises, until somebody has read its decisions and turns it on. */
export const standardOptimizer: Optimizer = {
  forecast: 'act',
  headroom: 'advise',
  limits: { step: 3, changesPerHour: 30, extraPodHours: 100, evidenceDays: 3, freezes: [] },
};
