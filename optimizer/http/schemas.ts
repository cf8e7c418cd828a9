/** The shape of every answer, for the OpenAPI document and for the tests that hold answers to it. */
import { z } from 'zod';
import { tunables } from '../acting/tunables';
import { vitalKinds } from '../incidents/vital';

const named = { namespace: z.string(), deployment: z.string() };
const moment = z.number().describe('Seconds since 1970.');
const share = z.number().min(0).max(1);

const refusal = z.strictObject({ policy: z.string(), because: z.string(), why: z.string() });
const health = {
  ...named,
  inForce: z.boolean().describe('Whether the published values are valid now.'),
  published: z.strictObject({ forecast: z.number(), headroom: z.number(), validUntil: moment }).optional(),
  blind: z.string().optional().describe('Why the present load is not known.'),
  silent: z.string().optional().describe('Why this process, one of several, publishes nothing.'),
  lacking: z.string().optional().describe('Why nothing has been learned.'),
  refusals: z.array(refusal),
};
const outcome = z.strictObject({ violations: z.number(), podHours: z.number() });
const trust = z.strictObject({
  trusted: z.boolean(),
  stance: z.strictObject({ of: z.enum(['value', 'upper']), headroom: z.number() }).optional(),
  alone: outcome,
  best: outcome,
  gain: z.number(),
  why: z.string(),
});
const live = z.strictObject({ outcomes: z.int(), coverage: share, error: z.number() });
const horizon = z.strictObject({ horizon: z.int(), weights: z.record(z.string(), z.number()), live: live.optional() });
const workload = z.strictObject({
  ...health,
  history: z.strictObject({ seconds: z.number(), known: z.int(), load: z.number().nullable() }).optional(),
  learned: z.strictObject({ at: moment, trust, horizons: z.array(horizon) }).optional(),
  signals: z.array(z.strictObject({ signal: z.string(), replicas: z.number(), wins: z.boolean() })),
  tuning: z
    .strictObject({
      values: tunables,
      watched: z.strictObject({ policy: z.string(), at: moment, until: moment, before: tunables, after: tunables }).optional(),
      finished: z.array(
        z.strictObject({
          policy: z.string(),
          at: moment,
          ended: moment,
          before: tunables,
          after: tunables,
          outcome: z.enum(['kept', 'rolled back']),
          why: z.string(),
        }),
      ),
    })
    .optional(),
});

const sides = z.strictObject({ request: z.number(), limit: z.number() });
const made = {
  policy: z.string(),
  value: z.number(),
  confidence: share,
  risk: z.enum(['low', 'medium', 'high']),
  tunables: tunables.optional(),
  sizing: z.strictObject({ cpu: sides, memory: sides, utilization: z.number() }).optional(),
  reverts: z.boolean().optional(),
  acts: z.boolean(),
  reasons: z.array(z.string()),
};

const subject = z.strictObject({ name: z.string(), client: z.string().optional().describe('With it, the calls from it are meant.') });
const incident = z.strictObject({
  id: z.string(),
  at: moment,
  seen: moment.describe('When a symptom was last there.'),
  until: moment.optional(),
  symptoms: z.array(
    z.strictObject({
      subject,
      of: z.enum(vitalKinds),
      direction: z.enum(['more', 'less']),
      value: z.number(),
      usual: z.number(),
      deviations: z.number(),
      text: z.string(),
    }),
  ),
  causes: z.array(z.strictObject({ place: z.string(), fault: z.string(), probability: share, explains: z.array(z.string()) })),
  alerts: z.array(z.string()),
  changes: z.array(z.strictObject({ at: moment, service: z.string(), what: z.string() })),
  links: z.strictObject({ panel: z.string(), traces: z.string(), runbook: z.string() }).optional(),
});

/** Schemas of the answers with status 200, by path. */
export const schemas = {
  '/health': z.strictObject({ status: z.enum(['alive', 'stuck']), quietFor: z.number().optional() }),
  '/health/ready': z.strictObject({ status: z.enum(['ready', 'starting', 'stopping']) }),
  '/health/optimization': z.strictObject({ workloads: z.array(z.strictObject(health)) }),
  '/api/v1/workloads': z.strictObject({ workloads: z.array(workload) }),
  '/api/v1/forecasts': z.strictObject({
    forecasts: z.array(
      z.strictObject({ ...named, binSeconds: z.number().optional(), at: moment, horizon: z.int(), value: z.number(), lower: z.number(), upper: z.number() }),
    ),
  }),
  '/api/v1/anomalies': z.strictObject({
    anomalies: z.array(z.strictObject({ ...named, at: moment, load: z.number(), deviations: z.number(), signals: z.array(z.string()).optional() })),
  }),
  '/api/v1/incidents': z.strictObject({ incidents: z.array(incident) }),
  '/api/v1/decisions': z.strictObject({
    decisions: z.array(
      z.union([
        z.strictObject({ ...named, at: moment, kind: z.literal('decision'), ...made }),
        z.strictObject({ ...named, at: moment, kind: z.literal('refusal'), ...refusal.shape }),
      ]),
    ),
  }),
  '/api/v1/proposals': z.strictObject({
    proposals: z.array(z.strictObject({ ...named, id: z.string(), ...made })),
  }),
} as const;
