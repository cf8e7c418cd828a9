/** Fields of workloads that run to completion (`release` and `scheduled`). */
import { z } from 'zod';
import { wholeSeconds } from '../quantities';

/** Time for all attempts together. After it the pod is stopped and the run has failed. */
export const deadline = wholeSeconds('Kubernetes');

/** Attempts before a run has failed. @default - 1: a run that failed half-way is looked at before it is repeated */
export const attempts = z.int().min(1, 'must be at least 1').max(10, 'must be at most 10').optional();

/** `grace` is the time in which a stopping pod may finish its work. */
export const taskShutdown = z.strictObject({ grace: wholeSeconds('Kubernetes') });
