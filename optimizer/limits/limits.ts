/** The limits of each policy, in the order in which they are asked: what cannot be counted first, what people said, what is known, then how much, how far, how often, and for how much. */
import { aNumber } from './a-number';
import { bounds } from './bounds';
import { budget } from './budget';
import { evidence } from './evidence';
import { freezes } from './freezes';
import type { Limit } from './limit';
import { rate } from './rate';
import { step } from './step';

const replicaBounds = bounds(({ settings: { scaling } }) => ({
  least: 0,
  most: Math.min(scaling.signals.forecast?.cap ?? scaling.maxReplicas, scaling.maxReplicas),
}));

export const forecastLimits: readonly Limit[] = [aNumber, freezes, evidence, step, replicaBounds, rate, budget];

const headroomBounds = bounds(({ settings: { headroom } }) => ({ least: 0.9, most: headroom.most }));

export const headroomLimits: readonly Limit[] = [aNumber, freezes, evidence, headroomBounds, rate];
