/** Copies of the cluster's objects and volumes. */
import { z } from 'zod';

/** A number, a range, a list or every, optionally every nth. */
const field = String.raw`(\*|\d+(-\d+)?(,\d+(-\d+)?)*)(\/\d+)?`;

export const backup = z.strictObject({
  /** When a copy is made: five fields of cron, UTC. */
  schedule: z.string().regex(new RegExp(`^${field}( ${field}){4}$`), 'must be five fields of cron such as "0 2 * * *"'),
  /** Days that a copy is kept. */
  retentionDays: z.int().min(1).max(365),
  /** Days in which nobody can delete a copy, whatever their rights. */
  lockDays: z.int().min(0).max(90),
});

export type Backup = z.infer<typeof backup>;
