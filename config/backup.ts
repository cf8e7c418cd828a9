/** Copies of the cluster's objects and volumes. */
import { z } from 'zod';
import { schedule } from './schedule';

export const backup = z.strictObject({
  /** When a copy is made: five fields of cron, UTC. */
  schedule,
  /** Days that a copy is kept. */
  retentionDays: z.int().min(1).max(365),
  /** Days in which no identity can delete a copy. */
  lockDays: z.int().min(0).max(90),
});

export type Backup = z.infer<typeof backup>;
