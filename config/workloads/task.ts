/** Fields of workloads that run to completion (`release` and `scheduled`). */
import { z } from 'zod';
import { wholeSeconds } from '../quantities';

/** Seconds within which all attempts together must have ended; then its pod is stopped and it has failed. */
export const deadline = wholeSeconds('Kubernetes');

/** How often it is tried before it has failed. @default - once: what fails half-way is looked at before it runs again */
export const attempts = z.int().min(1, 'must be at least 1').max(10, 'must be at most 10').optional();

/** `grace` is the time in which a stopping pod may finish what it began. */
export const taskShutdown = z.strictObject({ grace: wholeSeconds('Kubernetes') });
