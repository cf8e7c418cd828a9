/** Google Managed Prometheus, as a copy for the long term: Google keeps it for 24 months. Scaling and alerts stay with the platform's own Prometheus. */
import { z } from 'zod';
import { duration } from './quantities';

export const managedPrometheus = z.discriminatedUnion('kind', [
  /** Nothing is collected, and nothing of Google's runs for it. */
  z.strictObject({ kind: z.literal('off') }),
  /** The contract's metrics go to Google as well; each sample is paid. */
  z.strictObject({
    kind: z.literal('copy'),
    /** Time between two samples of a series: `60s` is as fine as Google keeps them beyond their first week. */
    interval: duration,
  }),
]);
