/** What may be changed of a workload while it runs, and what is kept beside it: one object, so that one write changes all of it or nothing. */
import { z } from 'zod';

/** As the workload reads its file; what is left out has its own default. */
export const tunables = z.strictObject({
  cacheTtlSeconds: z.int().min(1).max(3600).optional(),
  prewarmKeys: z.array(z.string().min(1).max(200)).max(100).optional(),
  poolSize: z.int().min(1).max(50).optional(),
});
export type Tunables = z.infer<typeof tunables>;

/** What a signal would have been: a line over the load, and how far values were from it. */
const expectation = z.strictObject({
  signal: z.string(),
  level: z.number(),
  slope: z.number(),
  deviation: z.number().min(0),
  meanLoad: z.number(),
  /** Σ (load − mean)² of what the line was drawn through. */
  spread: z.number().min(0),
  samples: z.int().min(1),
});
export type Expectation = z.infer<typeof expectation>;

/** A change that is being watched. */
const trial = z.strictObject({
  policy: z.string(),
  /** Seconds since 1970. */
  at: z.number(),
  until: z.number(),
  before: tunables,
  after: tunables,
  expected: z.array(expectation).max(20),
});
export type Trial = z.infer<typeof trial>;

const finished = z.strictObject({
  policy: z.string(),
  at: z.number(),
  ended: z.number(),
  before: tunables,
  after: tunables,
  outcome: z.enum(['kept', 'rolled back']),
  why: z.string().max(500),
});
export type Finished = z.infer<typeof finished>;

/** Changes whose end is remembered. */
export const remembered = 20;

export const tunablesRecord = z.strictObject({
  values: tunables,
  trial: trial.optional(),
  finished: z.array(finished).max(remembered),
});
export type TunablesRecord = z.infer<typeof tunablesRecord>;

export const untuned: TunablesRecord = { values: {}, finished: [] };

/**
 * Where they are kept. `foreign` is one that somebody else wrote, or that cannot be read: it is left as it is. A write is whole or not at all, and only over the revision that
 * was read; whether one that is `unavailable` took place is not known, and the next read tells.
 */
export interface TunablesPort {
  read(
    workload: string,
  ): Promise<
    | { readonly kind: 'stored'; readonly record: TunablesRecord; readonly revision: string | undefined }
    | { readonly kind: 'foreign' | 'unavailable'; readonly why: string }
  >;
  write(workload: string, record: TunablesRecord, revision: string | undefined): Promise<'written' | 'conflict' | 'unavailable'>;
}
