/** The shape of every answer, for the OpenAPI document and for the tests that hold answers to it. */
import { z } from 'zod';
import { tunables } from '../acting/tunables';
import { interventionRecord } from '../interventions/record';
import { vitalKinds } from '../incidents/vital';
import { calleeKinds } from '../bottleneck/callee';

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
  frozen: z.string().optional().describe('Why nothing may be decided, by what people said.'),
  lacking: z.string().optional().describe('Why nothing has been learned.'),
  refusals: z.array(refusal),
};
const verdict = z.strictObject({
  ...named,
  inForce: health.inForce,
  published: health.published,
  because: z.enum(['blind', 'silent', 'frozen', 'expired']).optional().describe('Why nothing is in force; /api/v1/workloads says it in a sentence.'),
  refusals: z.array(refusal.omit({ why: true })),
});
const outcome = z.strictObject({ violations: z.number(), podHours: z.number() });
const stance = z.strictObject({
  of: z.enum(['value', 'upper', 'nothing']).describe('Which value of the forecast gives the replicas, if any.'),
  headroom: z.number(),
});
const trust = z.strictObject({
  trusted: z.boolean().describe('Whether the forecast is.'),
  stance: stance.optional(),
  advised: z.strictObject({ stance, why: z.string() }).optional().describe('What would be published if headroom acted, where it only advises.'),
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
          confirmed: z.boolean().optional(),
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
  effect: z.strictObject({ before: z.number(), after: z.number() }).optional().describe('Mean seconds of a request, and what they are expected to become.'),
  sizing: z.strictObject({ cpu: sides, memory: sides, utilization: z.number() }).optional(),
  reverts: z.boolean().optional(),
  acts: z.boolean(),
  reasons: z.array(z.string()),
};

const { freezes, approvals, rejections } = interventionRecord.shape;

/** What is answered to a write that was done, and to one that was not. */
export const written = z.strictObject({ done: z.enum(['frozen', 'unfrozen', 'approved', 'rejected']), by: z.string(), workloads: z.array(z.string()) });
export const notWritten = z.strictObject({ error: z.string() });
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

const level = z.strictObject({ now: z.number(), usual: z.number() });
const bottleneck = z.strictObject({
  ...named,
  at: moment,
  seconds: level.describe('Of a request, the mean.'),
  parts: z.array(
    z.strictObject({
      part: z.string(),
      kind: z.enum(['itself', ...calleeKinds]),
      seconds: level.describe('Of a request.'),
      calls: level.describe('Of a request.'),
      deviations: z.number().describe('Above the usual.'),
    }),
  ),
  cores: level.optional().describe('Of a pod.'),
  says: z.string().optional().describe('What relieves it, or why nothing does.'),
});

/** Schemas of the answers with status 200, by path. */
export const schemas = {
  '/health': z.strictObject({ status: z.enum(['alive', 'stuck']), quietFor: z.number().optional() }),
  '/health/ready': z.strictObject({ status: z.enum(['ready', 'starting', 'stopping']) }),
  '/health/optimization': z.strictObject({ workloads: z.array(verdict) }),
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
  '/api/v1/bottlenecks': z.strictObject({ bottlenecks: z.array(bottleneck) }),
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
  '/api/v1/trends': z.strictObject({
    trends: z.array(
      z.strictObject({
        what: z.string(),
        unit: z.string(),
        why: z.string().describe('What the limit follows from.'),
        limit: z.number().optional(),
        now: z.number().optional().describe('Of the last whole day.'),
        refused: z.string().optional().describe('Why nothing is said.'),
        expected: moment.optional(),
        earliest: moment.optional(),
        latest: moment.optional(),
        daysLeft: z.number().optional().describe('At most 180.'),
        fewestDaysLeft: z.number().optional(),
      }),
    ),
  }),
  '/api/v1/lessons': z.strictObject({
    lessons: z.array(
      z.strictObject({
        ...named,
        at: moment,
        trusted: z.boolean().describe('Whether the forecast is.'),
        alone: z.number().optional().describe('How full pods may be without a forecast, as a factor.'),
        gain: z.number(),
        why: z.string(),
        because: z.enum(['first', 'regular', 'drift']).optional(),
        weights: z.record(z.string(), share).optional().describe('Of the models, for the next bin.'),
        missed: share.optional().describe('Share of outcomes that intervals are set to miss.'),
        error: z.number().optional().describe('Of the lesson before, lately: sum of errors over sum of loads.'),
      }),
    ),
  }),
  '/api/v1/interventions': z.strictObject({
    writable: z.boolean().describe('Whether anybody may write: the environment names writers.'),
    audience: z.string().optional().describe('Of the tokens of those who write.'),
    freezes,
    approvals: z.array(approvals.element.extend({ state: z.enum(['begun', 'waits', 'expired']) })),
    rejections,
  }),
} as const;
