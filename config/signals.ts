/**
 * The signals of a scaling policy, one entry each: its fields in the policy, the names of its series, the source that proves that its values are alive, and its text in the
 * summary. Schema, caps, rules, metrics of the autoscaler and summary follow from this list. constructs/scaling/signals.ts says how each is recorded; it does not compile
 * while a signal of this list is missing there.
 */
import { z } from 'zod';
import { duration, seconds } from './quantities';

/** Most replicas that this signal alone may ask for. */
const cap = z.int().min(1).max(1000);
const percent = z.number().gt(0).max(100);
const share = z.number().min(0).max(1);

/** A metric of Google Cloud, for example a Pub/Sub backlog, read through the Stackdriver adapter. */
const externalMetric = z.strictObject({
  metric: z.string().regex(/^[a-z0-9.]+(\|[a-z0-9_./]+)+$/, 'must be a Cloud Monitoring metric type with "|" for "/"'),
  labels: z.record(z.string(), z.string()),
  perPod: z.number().gt(0),
  /** The autoscaler reads the metric directly from Google, so no recording rule can apply a cap below the policy's maximum. */
  cap,
});

const shapes = z.strictObject({
  /** CPU used by the workload's containers, in percent of their request. */
  cpu: z.strictObject({ utilization: percent, cap }),
  /** Working set above the idle heap, in percent of the request; the idle heap comes from sizing. */
  memory: z.strictObject({ utilization: percent, cap }),
  /** Requests per second that one pod should serve. */
  requestRate: z.strictObject({ perPod: z.number().gt(0), cap }),
  /**
   * A latency quantile above its target multiplies the current replicas by `min(p95 / target, largestStep)`. That could run away, so the signal is gated: there must be
   * at least `minimumCalls` in the window, and the workload's own share of the time and its saturation must be at or above their gates (0 = always open).
   */
  latency: z.strictObject({
    quantile: z.number().gt(0).lt(1),
    target: duration,
    cap,
    largestStep: z.number().gt(1).max(3),
    minimumCalls: z.int().min(1),
    /** Requests that one pod should work on at once, without those that wait for other services. Saturation is measured against it. */
    concurrency: z.int().min(1),
    gates: z.strictObject({ ownShare: share, busy: share }),
  }),
  /** A share of failed requests above its target multiplies the replicas like latency, but for at most `longest` in any `incident`: more pods do not cure a bad release. */
  errors: z.strictObject({
    ratio: z.number().gt(0).lt(1),
    cap,
    largestStep: z.number().gt(1).max(3),
    minimumCalls: z.int().min(1),
    gates: z.strictObject({ ownErrors: share }),
    longest: duration,
    incident: duration,
  }),
  /** Replicas that the optimizer expects to need; without a valid forecast the signal is 0. */
  forecast: z.strictObject({
    cap,
    /** What is forecast for a worker: one of its own metrics, or one of `external`. For a web service it is always requests. */
    of: z.string().min(1).optional(),
  }),
  /** Metrics that are read from Google Cloud. */
  external: z.array(externalMetric).min(1),
});

/** The signals of a policy; each may be left out. */
export const signals = shapes.partial();

/** Of a web service: everything, and the forecast is of its requests. */
export const webSignals = signals.extend({ forecast: shapes.shape.forecast.omit({ of: true }).optional() });

/** Of a worker, which nobody sends requests that could be counted: its forecast has to say what it is of (config/rules/worker-rules.ts). */
export const workerSignals = signals.pick({ cpu: true, memory: true, external: true, forecast: true });

export type ExternalSignal = z.infer<typeof externalMetric>;

/** Each signal as a policy states it. */
export type SignalShapes = z.infer<typeof shapes>;
export type Signals = { [Name in keyof SignalShapes]?: SignalShapes[Name] | undefined };
/** The signals that recording rules turn into a capped number of replicas. */
export type RecordedSignal = Exclude<keyof SignalShapes, 'external'>;

/** Source of a signal's values: spans through the collectors, the kubelet, the application's own pods, or (`always`) one whose loss cannot go unnoticed. */
export type SignalSource = 'spans' | 'kubelet-cpu' | 'kubelet-memory' | 'application' | 'always';

interface SignalFacts<Shape> {
  /** Last part of the names of the signal's series and of its metric. */
  readonly series: string;
  readonly source: SignalSource;
  /** Text of the signal's target in the summary. */
  readonly shown: (signal: Shape) => string;
}

type SignalTable = { readonly [Name in RecordedSignal]: SignalFacts<SignalShapes[Name]> };

/** In the order of the autoscaler's metrics and of the summary. */
export const recordedSignals = {
  cpu: { series: 'cpu', source: 'kubelet-cpu', shown: ({ utilization }) => `CPU ${utilization} %` },
  memory: { series: 'memory', source: 'kubelet-memory', shown: ({ utilization }) => `memory ${utilization} %` },
  requestRate: { series: 'request_rate', source: 'spans', shown: ({ perPod }) => `${perPod} requests/s` },
  latency: { series: 'latency', source: 'spans', shown: ({ quantile, target }) => `P${quantile * 100} ${seconds(target)}s` },
  errors: { series: 'errors', source: 'spans', shown: ({ ratio }) => `errors ${ratio * 100} %` },
  forecast: { series: 'forecast', source: 'always', shown: ({ of }) => (of === undefined ? 'forecast' : `forecast of ${shortName(of)}`) },
} as const satisfies SignalTable;

/** A signal's metric name in custom.metrics.k8s.io is this prefix and the signal's name. */
export const servedPrefix = 'lyo_desired_replicas_';

/** Names of the recorded signals in the policy: `requestRate`. */
export const recordedSignalNames: readonly RecordedSignal[] = keysOf(recordedSignals);

/** The same in names of series: `request_rate`. */
export const signalSeries: readonly string[] = recordedSignalNames.map((name) => recordedSignals[name].series);

/** The signals of a policy as text, target and cap: `CPU 70 % → 20`. */
export function shownSignals(stated: Signals): readonly string[] {
  const external = (stated.external ?? []).map(({ metric, perPod, cap: most }) => `${shortName(metric)} ${perPod} → ${most}`);
  return [...recordedSignalNames.flatMap((name) => shownSignal(name, stated[name])), ...external];
}

/** The last part of a metric of Google, whose parts "|" separates: `num_undelivered_messages`. */
function shortName(metric: string): string {
  return metric.split('|').at(-1) ?? metric;
}

function shownSignal<Name extends RecordedSignal>(name: Name, signal: SignalShapes[Name] | undefined): readonly string[] {
  const table: SignalTable = recordedSignals;
  return signal === undefined ? [] : [`${table[name].shown(signal)} → ${signal.cap}`];
}

/** The recorded signals of a policy that are made from spans. */
export function signalsOfSpans(stated: Signals): readonly RecordedSignal[] {
  return recordedSignalNames.filter((name) => stated[name] !== undefined && recordedSignals[name].source === 'spans');
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  const isKey = (key: string): key is Key => key in table;
  return Object.keys(table).filter(isKey);
}
