/** Settings of the service: one JSON file, written by its chart from the environment and read by the process. Both use this schema, so a value that the process would refuse fails at synthesis. */
import { z } from 'zod';
import { metricPrefix, optimizerLimits, optimizerMode, prewarmedKeys, rangeWithin, tunedCache } from '../config/optimizer';
import { scalingPolicy } from '../config/scaling';
import { leastWatch } from './acting/lasting-excess';
import { hasUser, withoutUser } from './address';

export type Mode = z.infer<typeof optimizerMode>;

/** Errors tell the address to whoever reads the log or the page. */
const url = z
  .url({ protocol: /^https?$/, error: 'must be an address such as http://prometheus:9090' })
  .refine((address) => !hasUser(address), 'must have no user name and no password');
const label = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be a name of Kubernetes');
const seconds = (least: number, most: number): z.ZodNumber => z.number().min(least).max(most);

/** What the workload reads again while it runs (`config/names.ts`), and what may become of it. */
const tuned = z.strictObject({
  /** Metrics of the application begin with it: `backend_sql_pool_in_use`. */
  prefix: metricPrefix,
  cache: z
    .strictObject({
      mode: optimizerMode,
      ...tunedCache,
      prewarm: prewarmedKeys,
    })
    .optional(),
  /** Connections of a process: the most is what the database has for it while all are at their maximum (`config/budgets/connection-budget`). */
  pool: z.strictObject({ mode: optimizerMode, connections: rangeWithin(1, 50) }).optional(),
  /** Seconds for which a change is watched before it stays; harm must last for minutes before it is told from a pause. */
  watch: seconds(leastWatch, 3600),
});

const resource = z
  .strictObject({ request: z.number().gt(0), limit: z.number().gt(0), min: z.number().gt(0), max: z.number().gt(0) })
  .refine(({ request, limit, min, max }) => min <= request && request <= Math.min(limit, max), 'must have min ≤ request, and request at most limit and max');

const workload = z.strictObject({
  namespace: label,
  deployment: label,
  /** The policy of its autoscaler: bounds, caps and targets of the published values, and the input of the trial. Of a worker `requestRate` is its load. */
  scaling: scalingPolicy,
  /** What is forecast: requests, or the load of a worker, which its rules record; and its unit, for people. @default - requests a second */
  load: z.strictObject({ of: z.enum(['requests', 'worker']), unit: z.string().min(1) }).optional(),
  /** Seconds from the decision until a pod is ready. */
  startUp: seconds(1, 1800),
  /** How many times its CPU request a pod may use. */
  burst: z.number().min(1).max(100),
  forecast: optimizerMode,
  headroom: z.strictObject({
    mode: optimizerMode,
    /** Largest factor by which the targets of CPU and request rate may be raised. */
    most: z.number().min(1).max(1.2),
  }),
  limits: optimizerLimits,
  /** @default - nothing is tuned */
  tuned: tuned.optional(),
  /** Requests and limits of its pods, in millicores and MiB; only proposals follow from them. @default - nothing is proposed */
  sizing: z.strictObject({ mode: z.enum(['off', 'advise']), cpu: resource, memory: resource }).optional(),
  /** What an anomaly of the load does; `cap` is the most replicas that it may ask for. @default - it is only reported */
  anomalies: z.strictObject({ mode: optimizerMode, cap: z.int().min(1).max(1000) }).optional(),
  /** Which tunable relieves what makes requests slow. It acts where the tunable may be changed by a policy too. @default off */
  bottlenecks: optimizerMode.optional(),
});
export type WorkloadSettings = z.infer<typeof workload>;

/** Unit of what is forecast, for people. */
export const unitOfLoad = ({ load }: Pick<WorkloadSettings, 'load'>): string => load?.unit ?? 'requests/s';

const keyOf = ({ namespace, deployment }: Pick<WorkloadSettings, 'namespace' | 'deployment'>): string => `${namespace}/${deployment}`;

/** The cluster it runs in. */
const kubernetes = z.strictObject({
  server: z.url({ protocol: /^https$/, error: 'must be an address such as https://kubernetes.default.svc' }),
  /** Folder with `token` and `ca.crt` of its service account. */
  credentials: z.string().startsWith('/', 'must be the path of a folder'),
  /** Where its own objects are: the Lease of the leader, and the ConfigMap of decisions. */
  namespace: label,
  lease: label,
  decisions: label,
  /** What people may write through HTTP: the ConfigMap in which it is kept, the audience of their tokens, and the API group of their rights. @default - nothing */
  interventions: z.strictObject({ name: label, audience: z.string().min(1).max(200), group: z.string().min(1).max(200) }).optional(),
  /** Seconds after which a lease that is not renewed expires. */
  leaseFor: seconds(6, 60),
});

/** Seconds after which the autoscaler works alone, whatever happened to the optimizer. */
const mostAfterwards = 90;

/** What may run out: a series whose days grow, and how much of it there is. */
const watched = z.strictObject({
  name: z.string().min(1).max(120),
  /** PromQL of the mean of an hour. */
  expression: z.string().min(1).max(2000),
  /** Labels whose values name each of several series. @default - there is one */
  each: z.array(z.string().min(1)).min(1).max(5).optional(),
  /** Whether the peak or the mean of a day runs into it. */
  measure: z.enum(['peak', 'mean']),
  /** In the unit of the series. @default - nothing of it runs out */
  limit: z.number().gt(0).optional(),
  unit: z.string().min(1).max(40),
  /** What the limit follows from. */
  why: z.string().max(300),
});
export type WatchedSettings = z.infer<typeof watched>;

export const optimizerSettings = z
  .strictObject({
    prometheus: z.strictObject({
      url,
      /** Of one question. */
      timeout: seconds(0.1, 30),
      /** Most bytes of one answer; a longer one is refused while it arrives. */
      mostBytes: z.int().min(10_000).max(64_000_000),
    }),
    listen: z.strictObject({ host: z.string().min(1), port: z.int().min(0).max(65_535) }),
    /** @default - it is the only process: it always publishes, and keeps its decisions in memory */
    kubernetes: kubernetes.optional(),
    /** Where its own spans are sent, as OTLP over HTTP. @default - nothing is traced */
    tracing: z.strictObject({ endpoint: url }).optional(),
    /** Where people look, for the links of incidents. @default - they have none */
    links: z.strictObject({ grafana: url, jaeger: url, runbooks: url }).optional(),
    /** Between two ticks. */
    tick: seconds(1, 60),
    /** How long the values of a tick are valid: longer than a tick takes, and short enough that the autoscaler works alone 90 s after the optimizer died. */
    validFor: seconds(2, 75),
    /** A load that was measured longer ago does not count as the present one. */
    freshFor: seconds(1, 300),
    history: z.strictObject({
      /** Seconds of one step of the history. */
      bin: z.int().min(60).max(900).multipleOf(60),
      days: z.number().min(1).max(28),
    }),
    /** Seconds between two runs of learning. */
    relearn: seconds(600, 86_400),
    /** Delays of the telemetry: the window of rates, the age of their values, and the interval of the autoscaler. */
    signals: z.strictObject({ window: seconds(1, 3600), delay: seconds(0, 3600), syncPeriod: seconds(1, 300) }),
    /** CPU utilization (of the request) above which requests count as too slow. */
    knee: z.number().gt(0).max(1),
    /** @default - nothing */
    watched: z.array(watched).max(300).optional(),
    workloads: z.array(workload).min(1).max(200),
  })
  .refine(({ tick, validFor }) => validFor > tick, { path: ['validFor'], error: 'must be longer than a tick, or every forecast expires before the next' })
  .refine(({ kubernetes: cluster, validFor }) => (cluster?.leaseFor ?? 0) + validFor <= mostAfterwards, {
    path: ['kubernetes', 'leaseFor'],
    error: `must be at most ${mostAfterwards} s together with validFor: a process that is cut off may publish for the first, and its values are valid for the second`,
  })
  .refine(({ kubernetes: cluster }) => cluster?.interventions?.name !== cluster?.decisions || cluster === undefined, {
    path: ['kubernetes', 'interventions', 'name'],
    error: 'must be another ConfigMap than that of decisions: each is written whole',
  })
  .refine(({ history }) => 3600 % history.bin === 0, { path: ['history', 'bin'], error: 'must divide an hour' })
  .refine(({ workloads }) => new Set(workloads.map(keyOf)).size === workloads.length, {
    path: ['workloads'],
    error: 'must name each Deployment once',
  })
  .superRefine(({ workloads, history }, context) => {
    for (const [
      index,
      {
        scaling,
        limits: { evidenceDays },
      },
    ] of workloads.entries()) {
      if (evidenceDays > history.days)
        context.addIssue({
          code: 'custom',
          path: ['workloads', index, 'limits', 'evidenceDays'],
          message: `must be at most the ${history.days} days of history; otherwise nothing is ever decided`,
        });
      if (scaling.minReplicas > scaling.maxReplicas)
        context.addIssue({
          code: 'custom',
          path: ['workloads', index, 'scaling', 'minReplicas'],
          message: `must be at most maxReplicas (${scaling.maxReplicas})`,
        });
      if (scaling.signals.requestRate === undefined)
        context.addIssue({
          code: 'custom',
          path: ['workloads', index, 'scaling', 'signals', 'requestRate'],
          message: 'must be present: replicas are forecast from requests a second, or from the load of a worker in their place',
        });
      if (scaling.signals.forecast === undefined)
        context.addIssue({
          code: 'custom',
          path: ['workloads', index, 'scaling', 'signals', 'forecast'],
          message: 'must be present; otherwise nothing reads the forecast',
        });
    }
  });
export type OptimizerSettings = z.infer<typeof optimizerSettings>;

/** What is wrong with a value: where, the rule, and what was received. */
export interface SettingsProblem {
  readonly path: string;
  readonly rule: string;
  readonly received: string;
}

export type SettingsResult =
  { readonly ok: true; readonly settings: OptimizerSettings } | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/** Every problem at once. */
export function settingsOf(value: unknown): SettingsResult {
  const parsed = optimizerSettings.safeParse(value);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.') || '(whole)', rule: message, received: received(value, path) }));
  return { ok: false, problems };
}

function received(value: unknown, path: readonly PropertyKey[]): string {
  let found: unknown = value;
  for (const key of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  // of an address that is refused for its password everything else is told
  const told = JSON.stringify(found, (_, part: unknown) => (typeof part === 'string' ? withoutUser(part) : part));
  return found === undefined ? 'nothing' : told.slice(0, 120);
}

export { keyOf };
