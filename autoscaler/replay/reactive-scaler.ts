/**
 * A scaler with our policy: the signals of the recording rules (constructs/scaling), computed from the means of the simulated Prometheus. Gates are
 * open, because the simulated workload has no dependencies; memory does not grow with the load, and the start-up of pods uses no CPU.
 */
import type { Observation } from '../observation';
import { seconds } from '../../config/quantities';
import { mostHeadroom, type RecordedSignal, type ScalingPolicy, type Signals } from '../../config/scaling';
import { latencyAt, type PodModel } from './pod-model';
import { heldReplicas } from './held-replicas';
import { youngIncident } from './young-incident';
import { kubernetesScaler } from './kubernetes-scaler';
import type { Sampling } from './observed-pods';
import type { Scaler, Seen } from './scaler';
import { servedName, specOfPolicy } from './spec-of-policy';

export interface ReactiveOptions {
  readonly name: string;
  readonly policy: ScalingPolicy;
  readonly model: PodModel;
  /** Window of rates, and the age of their values at a sync, in seconds. */
  readonly window: number;
  readonly delay: number;
  /** Sampling of the failsafe's CPU metric. */
  readonly sampling: Sampling;
  /** Values that the optimizer publishes at a second of the replay. @default - no forecast, and a headroom of 1 */
  readonly published?: (now: number) => Published;
  /** Prometheus does not answer meanwhile. @default - it always does */
  readonly lost?: LostMetrics;
  /** Called at each sync with the replicas of each signal in thousandths, by the name of the served metric; with none while they are lost. @default - not called */
  readonly onSignals?: (counts: Observation['metrics']) => void;
}

/** Values of the optimizer's gauges. */
export interface Published {
  /** Replicas; 0 without a forecast. */
  readonly forecast: number;
  /** Factor on the targets of CPU and request rate; 1 changes nothing. */
  readonly headroom: number;
}

/** Seconds of the replay; the end is not part of it. */
export interface LostMetrics {
  readonly from: number;
  readonly until: number;
}

const nothing: Published = { forecast: 0, headroom: 1 };

/**
 * While Prometheus does not answer, and until it has a whole window again, every signal is unavailable. The controller then refuses to scale in, and scales out on the failsafe alone, whose CPU
 * metrics-server measures.
 */
export function reactiveScaler({ name, policy, sampling, lost, onSignals, ...recording }: ReactiveOptions): Scaler {
  const counts = signalCounts({ policy, ...recording });
  const unseen = recording.window + recording.delay;
  const metrics: typeof counts = (seen) => {
    const isLost = lost !== undefined && seen.now >= lost.from && seen.now < lost.until + unseen;
    const asked = isLost ? {} : counts(seen);
    onSignals?.(asked);
    return asked;
  };
  return kubernetesScaler({ name, spec: specOfPolicy('app', policy), sampling, metrics });
}

/** Values of the recorded series at a sync. */
interface Recorded extends Published {
  readonly now: number;
  /** Requests per second. */
  readonly requests: number;
  readonly ready: number;
  /** CPU of all pods together, in multiples of one pod's CPU request. */
  readonly cpu: number;
  readonly latency: number;
  readonly errorRatio: number;
  /** Calls within the window. */
  readonly calls: number;
}

interface Count {
  readonly signal: RecordedSignal;
  readonly cap: number;
  readonly of: (recorded: Recorded) => number;
}

function signalCounts({
  policy,
  model,
  window,
  delay,
  published = () => nothing,
}: Omit<ReactiveOptions, 'name' | 'sampling' | 'lost' | 'onSignals'>): (seen: Seen) => Observation['metrics'] {
  const { signals, behavior } = policy;
  const counts = [...loads(policy), ...troubles(signals)].map((count) => ({ ...count, name: servedName(count.signal) }));
  const most = mostHeadroom(policy) ?? Infinity;
  const belowKnee = (now: number): Published => {
    const { forecast, headroom } = published(now);
    return { forecast, headroom: Math.min(most, headroom) };
  };
  return (seen) => {
    const recorded = recordedAt(seen, { window, delay, model, published: belowKnee, quantile: signals.latency?.quantile ?? 0.95 });
    const metrics: Record<string, number> = {};
    for (const { name, cap, of } of counts) metrics[name] = 1000 * heldReplicas(behavior, { proposed: of(recorded), wanted: seen.replicas, cap });
    return metrics;
  };
}

interface Recording {
  readonly window: number;
  readonly delay: number;
  readonly model: PodModel;
  readonly quantile: number;
  readonly published: (now: number) => Published;
}

function recordedAt({ now, mean }: Seen, { window, delay, model, quantile, published }: Recording): Recorded {
  const requests = mean('requests', window, delay);
  const ready = mean('ready', window, delay);
  return {
    ...published(now),
    now,
    requests,
    ready,
    cpu: mean('cpu', window, delay),
    latency: latencyAt(model, ready === 0 ? 1 : requests / (ready * model.capacity), quantile),
    errorRatio: requests === 0 ? 0 : mean('failures', window, delay) / requests,
    calls: requests * window,
  };
}

/** Signals of the form load / target per pod. */
function loads({ spare = 0, signals: { cpu, memory, requestRate, forecast } }: ScalingPolicy): readonly Count[] {
  return [
    ...when(cpu, ({ utilization, cap }) => ({
      signal: 'cpu',
      cap,
      of: (recorded) => Math.ceil(recorded.cpu / ((utilization / 100) * recorded.headroom)) + spare,
    })),
    ...when(memory, ({ cap }) => ({ signal: 'memory', cap, of: () => 0 })),
    ...when(requestRate, ({ perPod, cap }) => ({
      signal: 'requestRate',
      cap,
      of: ({ requests, headroom }) => Math.ceil(requests / (perPod * headroom)) + spare,
    })),
    ...when(forecast, ({ cap }) => ({ signal: 'forecast', cap, of: (recorded) => recorded.forecast })),
  ];
}

/** Signals that multiply the present pods while a value is above its target (constructs/scaling/stepped.ts). */
function troubles({ latency, errors }: Signals): readonly Count[] {
  const incident = youngIncident(errors);
  const stepped = (ready: number, excess: number, largestStep: number): number => Math.ceil(ready * Math.min(excess, largestStep));
  return [
    ...when(latency, ({ target, largestStep, minimumCalls, cap }) => ({
      signal: 'latency',
      cap,
      of: ({ latency: measured, ready, calls }) => {
        const excess = measured / seconds(target);
        return excess > 1 && calls >= minimumCalls ? stepped(ready, excess, largestStep) : 0;
      },
    })),
    ...when(errors, ({ ratio, largestStep, minimumCalls, cap }) => ({
      signal: 'errors',
      cap,
      of: ({ errorRatio, ready, calls, now }) => {
        const excess = errorRatio / ratio;
        return excess > 1 && calls >= minimumCalls && incident(now) ? stepped(ready, excess, largestStep) : 0;
      },
    })),
  ];
}

function when<Signal>(signal: Signal | undefined, count: (signal: Signal) => Count): readonly Count[] {
  return signal === undefined ? [] : [count(signal)];
}
