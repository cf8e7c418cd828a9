/** Settings of a workload that may change while it runs, and the optimizer's notes about them: one object, so that one write changes all of it or nothing. */
import { z } from 'zod';
import { moment } from '../moment';
import type { StoreAnswer } from '../ports';

/** The values that the workload reads from its file; one that is absent has the workload's own default. */
export const tunables = z.strictObject({
  cacheTtlSeconds: z.int().min(1).max(3600).optional(),
  prewarmKeys: z.array(z.string().min(1).max(200)).max(100).optional(),
  poolSize: z.int().min(1).max(50).optional(),
});
export type Tunables = z.infer<typeof tunables>;

/** The expected value of a signal: a line over the load, and how values spread around it. What is optional was not written by processes before. */
const expectation = z.strictObject({
  signal: z.string(),
  level: z.number(),
  slope: z.number(),
  /** Of one minute. */
  deviation: z.number().min(0),
  meanLoad: z.number(),
  /** Σ (load − mean)² of the samples of the line. */
  spread: z.number().min(0),
  samples: z.int().min(1),
  /** The least and the most load of these samples. */
  loads: z.tuple([z.number(), z.number()]).optional(),
  /** The most by which the signal was above the line for three, four and five minutes. */
  lasting: z.array(z.number().min(0)).max(3).optional(),
  /** The largest control with which a minute counts as undisturbed. */
  calm: z.number().optional(),
});
export type Expectation = z.infer<typeof expectation>;

/** A change that is being watched. */
const trial = z.strictObject({
  policy: z.string(),
  at: moment,
  until: moment,
  before: tunables,
  after: tunables,
  expected: z.array(expectation).max(20),
});
export type Trial = z.infer<typeof trial>;

/** Most characters of a sentence that is stored. */
export const longestWhy = 500;

const finished = z.strictObject({
  policy: z.string(),
  at: moment,
  ended: moment,
  before: tunables,
  after: tunables,
  outcome: z.enum(['kept', 'rolled back']),
  why: z.string().max(longestWhy),
  /** Whether the harm ended when the change was undone; absent while, and where, nobody knows. */
  confirmed: z.boolean().optional(),
});
export type Finished = z.infer<typeof finished>;

/** What lasted above the expected value of a signal, in its unit. */
const harm = z.strictObject({ signal: z.string(), excess: z.number(), expected: z.number() });
export type Harm = z.infer<typeof harm>;

/** Harm for which the last change was undone, until it is seen whether it ended with it. */
const undone = z.strictObject({
  ended: moment,
  harm,
  expected: expectation,
  /** Whether a disturbance might have been taken for harm. */
  disturbed: z.boolean(),
});
export type Undone = z.infer<typeof undone>;

/** How many finished changes are remembered. */
export const remembered = 20;

export const tunablesRecord = z.strictObject({
  values: tunables,
  trial: trial.optional(),
  undone: undone.optional(),
  finished: z.array(finished).max(remembered),
});
export type TunablesRecord = z.infer<typeof tunablesRecord>;

export const untuned: TunablesRecord = { values: {}, finished: [] };

/**
 * Where they are kept. `foreign` is an object that another writer made, or that cannot be parsed: it is not touched. A write changes all or nothing, and only over the revision that
 * was read. After `unavailable` it is not known whether the write took place; the next read shows it.
 */
export interface TunablesPort {
  read(
    workload: string,
  ): Promise<
    | { readonly kind: 'stored'; readonly record: TunablesRecord; readonly revision: string | undefined }
    | { readonly kind: 'foreign' | 'unavailable'; readonly why: string }
  >;
  write(workload: string, record: TunablesRecord, revision: string | undefined): Promise<StoreAnswer>;
}
