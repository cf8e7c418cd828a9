/**
 * The signals of a scaling policy, each in one entry: what is written in the policy, how its series are called, what proves that its numbers are alive, and how
 * people see it. Schema, caps, rules, metrics of the autoscaler and summary follow from here; constructs/scaling/signals.ts says how each is recorded, and does
 * not compile without one that stands here.
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
  /** The autoscaler reads the metric from Google itself, so no rule can stand between and hold a cap below the policy's maximum. */
  cap,
});

const shapes = z.strictObject({
  /** CPU used by the workload's containers, in percent of their request. */
  cpu: z.strictObject({ utilization: percent, cap }),
  /** Working set above the idle heap, in percent of the request; the idle heap comes from sizing. */
  memory: z.strictObject({ utilization: percent, cap }),
  /** Requests per second that one pod is meant to serve. */
  requestRate: z.strictObject({ perPod: z.number().gt(0), cap }),
  /**
   * A latency quantile above its target. The current replicas are multiplied by `min(p95 / target, largestStep)`, so the signal is gated:
   * at least `minimumCalls` in the window, and own share of time and saturation at or above their gates (0 = neutral).
   */
  latency: z.strictObject({
    quantile: z.number().gt(0).lt(1),
    target: duration,
    cap,
    largestStep: z.number().gt(1).max(3),
    minimumCalls: z.int().min(1),
    /** Requests that one pod is meant to work on at once; waiting for others does not count. How busy it is follows from it. */
    concurrency: z.int().min(1),
    gates: z.strictObject({ ownShare: share, busy: share }),
  }),
  /** Share of failed requests above its target; like latency, and for at most `longest` in any `incident`, because pods do not cure a bad release. */
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
  forecast: z.strictObject({ cap }),
  /** Metrics that only Google Cloud knows. */
  external: z.array(externalMetric).min(1),
});

/** What a policy may scale on, any of it left out. */
export const signals = shapes.partial();
export type ExternalSignal = z.infer<typeof externalMetric>;

/** Each signal as a policy states it. */
export type SignalShapes = z.infer<typeof shapes>;
export type Signals = { [Name in keyof SignalShapes]?: SignalShapes[Name] | undefined };
/** The signals that recording rules turn into a capped number of replicas. */
export type RecordedSignal = Exclude<keyof SignalShapes, 'external'>;

/** Where a signal's numbers come from: spans through the collectors, the kubelet, the application's own pods, or nowhere that can die unseen. */
export type SignalSource = 'spans' | 'kubelet-cpu' | 'kubelet-memory' | 'application' | 'always';

interface SignalFacts<Shape> {
  /** Last part of its series' names, and of its metric's. */
  readonly series: string;
  readonly source: SignalSource;
  /** Its target as the summary shows it. */
  readonly shown: (signal: Shape) => string;
}

type SignalTable = { readonly [Name in RecordedSignal]: SignalFacts<SignalShapes[Name]> };

/** In the order in which the autoscaler's metrics and the summary have them. */
export const recordedSignals = {
  cpu: { series: 'cpu', source: 'kubelet-cpu', shown: ({ utilization }) => `CPU ${utilization} %` },
  memory: { series: 'memory', source: 'kubelet-memory', shown: ({ utilization }) => `memory ${utilization} %` },
  requestRate: { series: 'request_rate', source: 'spans', shown: ({ perPod }) => `${perPod} requests/s` },
  latency: { series: 'latency', source: 'spans', shown: ({ quantile, target }) => `P${quantile * 100} ${seconds(target)}s` },
  errors: { series: 'errors', source: 'spans', shown: ({ ratio }) => `errors ${ratio * 100} %` },
  forecast: { series: 'forecast', source: 'always', shown: () => 'forecast' },
} as const satisfies SignalTable;

/** A signal's metric name in custom.metrics.k8s.io is this prefix and the signal's name. */
export const servedPrefix = 'lyo_desired_replicas_';

/** Names of the recorded signals as the policy has them. */
export const recordedSignalNames: readonly RecordedSignal[] = keysOf(recordedSignals);

/** Names of their series: `request_rate`. */
export const signalSeries: readonly string[] = recordedSignalNames.map((name) => recordedSignals[name].series);

/** The signals that a policy states, as `CPU 70 % → 20`: target, then the most replicas that each alone may ask for. */
export function shownSignals(stated: Signals): readonly string[] {
  const external = (stated.external ?? []).map(({ metric, perPod, cap: most }) => `${metric.split('|').at(-1) ?? metric} ${perPod} → ${most}`);
  return [...recordedSignalNames.flatMap((name) => shownSignal(name, stated[name])), ...external];
}

function shownSignal<Name extends RecordedSignal>(name: Name, signal: SignalShapes[Name] | undefined): readonly string[] {
  const table: SignalTable = recordedSignals;
  return signal === undefined ? [] : [`${table[name].shown(signal)} → ${signal.cap}`];
}

/** The recorded signals of a policy that are made of spans. */
export function signalsOfSpans(stated: Signals): readonly RecordedSignal[] {
  return recordedSignalNames.filter((name) => stated[name] !== undefined && recordedSignals[name].source === 'spans');
}

function keysOf<Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] {
  const isKey = (key: string): key is Key => key in table;
  return Object.keys(table).filter(isKey);
}
