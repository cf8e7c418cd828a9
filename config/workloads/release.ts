/** A workload that runs once for each release before its new pods start, such as a database migration. */
import { z } from 'zod';
import { shared } from './shared';
import { attempts, deadline, taskShutdown } from './task';

export const release = z.strictObject({
  kind: z.literal('release'),
  ...shared,
  deadline,
  attempts,
  shutdown: taskShutdown,
});
