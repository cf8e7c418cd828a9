/** The budget of an environment, its recipients, and discounts. */
import { z } from 'zod';

const email = z.email('must be an email address');

export const budget = z.strictObject({
  /** Whole units of the currency in a calendar month. */
  monthly: z.int().min(1),
  /** Currency of the budget: that of the billing account. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as "EUR"'),
  /** Shares of the amount at which the recipients are notified; 1 is the whole amount. */
  thresholds: z.array(z.number().gt(0).max(10)).min(1),
  /** E-mail addresses; Cloud Billing notifies at most five. */
  recipients: z.array(email).min(1).max(5),
});

/** Assumptions of the cost estimate: the load, and how nodes are paid. */
export const cost = z.strictObject({
  /** Requests at the daily peak as a share of what the policies can serve (maxReplicas · requests per pod). @default 0.3, because a policy's maximum is for rare peaks */
  peakShare: z.number().gt(0).max(1).optional(),
  /** Share of the nodes above the minimum that come from the spot pool. @default - none */
  spotShare: z.number().min(0).max(1).optional(),
  /** Committed-use discount for the nodes that always run. @default - paid on demand */
  commitment: z.enum(['none', '1y', '3y']).optional(),
});

export type Budget = z.infer<typeof budget>;
