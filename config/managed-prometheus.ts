/** Google Managed Prometheus, as a long-term copy that Google keeps for 24 months. Scaling and alerts still read the platform's own Prometheus. */
import { z } from 'zod';
import { duration } from './quantities';

export const managedPrometheus = z.discriminatedUnion('kind', [
  /** No copy is made, and Google's collectors do not run. */
  z.strictObject({ kind: z.literal('off') }),
  /** The metrics of the telemetry contract are copied to Google, which charges for each sample. */
  z.strictObject({
    kind: z.literal('copy'),
    /** Time between two samples of a series. After a week Google keeps one sample per minute, so `60s` loses nothing in the long term. */
    interval: duration,
  }),
]);
