/** The limits of each policy, in the order in which they are asked: what cannot be counted first, what people said, what is known, then how much, how far, how often, and for how much. */
import type { Mode } from '../config';
import type { View } from '../policies/policy';
import { aNumber } from './a-number';
import { bounds } from './bounds';
import { budget } from './budget';
import { evidence } from './evidence';
import { factor } from './factor';
import { free } from './free';
import { freezes } from './freezes';
import type { Limit } from './limit';
import { rate } from './rate';
import { step } from './step';

const mostReplicas = ({ settings: { scaling } }: View): number => Math.min(scaling.signals.forecast?.cap ?? scaling.maxReplicas, scaling.maxReplicas);

const replicaBounds = bounds((view) => ({ least: 0, most: mostReplicas(view) }));

export const forecastLimits: readonly Limit[] = [aNumber, freezes, evidence, step, replicaBounds, rate, budget];

const headroomBounds = bounds(({ settings: { headroom } }) => ({ least: 0.9, most: headroom.most }));

export const headroomLimits: readonly Limit[] = [aNumber, freezes, evidence, headroomBounds, rate];

/** What the environment says of one tunable. */
interface Tuned {
  readonly mode: Mode;
  readonly least: number;
  readonly most: number;
}

/** Of a value that is `present` now. What the environment allows comes after the step, so that nothing is outside of it even where it begins there. */
export function tunedLimits(present: number, tuned: Tuned): readonly Limit[] {
  return [aNumber, freezes, evidence, free(tuned.mode), factor(present, 2), bounds(() => tuned), rate];
}

export function prewarmLimits({ mode, prewarm: most }: { readonly mode: Mode; readonly prewarm: number }): readonly Limit[] {
  return [aNumber, freezes, evidence, free(mode), bounds(() => ({ least: 0, most })), rate];
}

/** A person makes the change, at any time: no freeze and no rate limit apply. */
export const sizingLimits: readonly Limit[] = [aNumber, evidence];

/** The cap of the answer, and that of the signal by which it is published. */
export function anomalyLimits(cap: number): readonly Limit[] {
  return [aNumber, freezes, bounds((view) => ({ least: 0, most: Math.min(cap, mostReplicas(view)) })), rate];
}
