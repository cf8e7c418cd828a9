/** Schema of a review as data. */
import { z } from 'zod';
import { risks } from './risk';

const judgement = { risk: z.enum(risks), why: z.string() };

/** At rest, and at the autoscaler's maximum. */
const pair = z.tuple([z.number(), z.number()]).readonly();

/** Questions about every change. */
const questions = ['deleted', 'replaced', 'restarted', 'pods', 'nodes', 'cost', 'minutes', 'access'] as const;

/** Percent of requests that came while ready pods were above the knee of latency. */
const playedSchema = z.object({ violations: z.number(), podHours: z.number() });

/** The schema of `review.json`; fields are added and never removed. */
export const reviewSchema = z.object({
  version: z.literal(1),
  base: z.string(),
  head: z.string(),
  risk: z.enum(risks),
  /** Commits between the two, the newest first. @default none */
  merged: z.array(z.object({ commit: z.string(), subject: z.string(), pullRequest: z.int().optional() })).default([]),
  /** Lines that people wrote; the other changes are generated from them. @default none */
  sources: z.array(z.object({ file: z.string(), lines: z.array(z.string()) })).default([]),
  environments: z.array(
    z.object({
      name: z.string(),
      ...judgement,
      /** Each question, its answer, and whether it has changed. @default none */
      answers: z.array(z.object({ question: z.enum(questions), answer: z.string(), changes: z.boolean() })).default([]),
      /** Policies that change, simulated over the same loads on the same pods. @default none */
      replays: z.array(z.object({ workload: z.string(), load: z.string(), before: playedSchema, after: playedSchema })).default([]),
      /** Changes of `plans/<environment>.yaml`. @default none */
      infrastructure: z
        .array(
          z.object({
            resource: z.string(),
            change: z.enum(['added', 'removed', 'changed']),
            ...judgement,
            fields: z.array(z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
          }),
        )
        .default([]),
      /** The effect, with present prices on both sides, and each side's own configuration where it is known. @default - nothing changes */
      effect: z
        .object({
          compared: z.array(z.object({ what: z.string(), before: z.string(), after: z.string() })),
          broken: z.array(z.string()),
          mended: z.array(z.string()),
          rollouts: z.array(z.object({ object: z.string(), pods: pair, seconds: pair })),
        })
        .optional(),
      /** What the pods of the previous version lose while they are replaced. */
      during: z.array(z.string()),
      objects: z.array(
        z.object({
          object: z.string(),
          change: z.enum(['added', 'removed', 'renamed', 'changed']),
          ...judgement,
          /** TypeScript file of its chart. */
          source: z.string().optional(),
          /** Path of its construct, where the synthesis has recorded it. */
          construct: z.string().optional(),
          fields: z.array(
            z.object({ path: z.string(), before: z.unknown().optional(), after: z.unknown().optional(), reordered: z.boolean().optional(), ...judgement }),
          ),
        }),
      ),
    }),
  ),
});

export type Review = z.infer<typeof reviewSchema>;
export type ReviewedEnvironment = Review['environments'][number];
export type ReviewedObject = ReviewedEnvironment['objects'][number];
