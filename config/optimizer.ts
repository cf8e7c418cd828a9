/** What an environment says of its optimizer. The service reads the same shapes (optimizer/config.ts), so what it would refuse is a mistake in the environment. */
import { z } from 'zod';
import { pinnedImage } from './fields';

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
});

export type Optimizer = z.infer<typeof optimizer>;

/** The forecast can only add pods, within its limits; fuller pods are advice until somebody has read some of it. */
export const standardOptimizer: Optimizer = {
  forecast: 'act',
  headroom: 'advise',
  limits: { step: 3, changesPerHour: 30, extraPodHours: 100, evidenceDays: 3, freezes: [] },
};
