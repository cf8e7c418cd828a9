/**
 * Our policy without a forecast: the signals as the recording rules make them (constructs/scaling), from the means that the simulated Prometheus has. Gates are taken
 * as open, because the simulated workload calls nobody; memory does not grow with load here. The start-up of pods costs no CPU.
 */
import type { Observation } from '../../autoscaler/observation';
import { seconds } from '../../config/quantities';
import type { ScalingPolicy } from '../../config/scaling';
import { latencyAt, type PodModel } from '../world/pod-model';
import { kubernetesScaler } from './kubernetes-scaler';
import type { Scaler, Seen } from './scaler';
import { servedName, specOfPolicy, type SimulatedSignal } from './spec-of-policy';

export interface ReactiveOptions {
  readonly name: string;
  readonly policy: ScalingPolicy;
  readonly model: PodModel;
  /** Window of rates, and how old what they show is, in seconds. */
  readonly window: number;
  readonly delay: number;
}

export function reactiveScaler({ name, policy, model, window, delay }: ReactiveOptions): Scaler {
  const counts = signalCounts({ policy, model, window, delay });
  return kubernetesScaler(name, specOfPolicy('app', policy), (seen) => counts(seen));
}

type Counts = (seen: Seen) => Observation['metrics'];

/** What the recorded series say at a sync. */
interface Recorded {
  readonly now: number;
  /** A second. */
  readonly requests: number;
  readonly ready: number;
  /** Of all pods, in units of one request. */
  readonly cpu: number;
  readonly latency: number;
  readonly errorRatio: number;
  /** In the window. */
  readonly calls: number;
}

type Signals = ScalingPolicy['signals'];
type Count = readonly [SimulatedSignal, (recorded: Recorded) => number];

function signalCounts({ policy: { signals }, model, window, delay }: Omit<ReactiveOptions, 'name'>): Counts {
  const counts = [...loads(signals), ...troubles(signals)];
  return (seen) => {
    const requests = seen.mean('requests', window, delay);
    const ready = seen.mean('ready', window, delay);
    const recorded: Recorded = {
      now: seen.now,
      requests,
      ready,
      cpu: seen.mean('cpu', window, delay),
      latency: latencyAt(model, ready === 0 ? 1 : requests / (ready * model.capacity), signals.latency?.quantile ?? 0.95),
      errorRatio: requests === 0 ? 0 : seen.mean('failures', window, delay) / requests,
      calls: requests * window,
    };
    return Object.fromEntries(counts.map(([signal, count]) => [servedName(signal), count(recorded) * 1000]));
  };
}

/** Signals that are a load over what a pod is meant to carry. */
function loads({ cpu, memory, requestRate, forecast }: Signals): readonly Count[] {
  return [
    ...when(cpu, ({ utilization, cap }) => ['cpu', (recorded) => Math.min(cap, Math.ceil(recorded.cpu / (utilization / 100)))]),
    ...when(memory, () => ['memory', () => 0]),
    ...when(requestRate, ({ perPod, cap }) => ['requestRate', ({ requests }) => Math.min(cap, Math.ceil(requests / perPod))]),
    ...when(forecast, () => ['forecast', () => 0]),
  ];
}

/** Signals that multiply the present pods while something is above its target (constructs/scaling/stepped.ts). */
function troubles({ latency, errors }: Signals): readonly Count[] {
  const incident = youngIncident(errors);
  const stepped = (ready: number, excess: number, { largestStep, cap }: { readonly largestStep: number; readonly cap: number }): number =>
    Math.min(cap, Math.ceil(ready * Math.min(excess, largestStep)));
  return [
    ...when(latency, (signal) => [
      'latency',
      ({ latency: measured, ready, calls }) => {
        const excess = measured / seconds(signal.target);
        return excess > 1 && calls >= signal.minimumCalls ? stepped(ready, excess, signal) : 0;
      },
    ]),
    ...when(errors, (signal) => [
      'errors',
      ({ errorRatio, ready, calls, now }) => {
        const excess = errorRatio / signal.ratio;
        return excess > 1 && calls >= signal.minimumCalls && incident(now) ? stepped(ready, excess, signal) : 0;
      },
    ]),
  ];
}

function when<Signal>(signal: Signal | undefined, count: (signal: Signal) => Count): readonly Count[] {
  return signal === undefined ? [] : [count(signal)];
}

/** Errors ask for pods for at most `longest` in any `incident`, counted at the moments at which they would. */
function youngIncident(errors: ScalingPolicy['signals']['errors']): (now: number) => boolean {
  if (errors === undefined) return () => false;
  const [longest, span] = [seconds(errors.longest), seconds(errors.incident)];
  let asked: readonly number[] = [];
  return (now) => {
    asked = [...asked.filter((at) => at > now - span), now];
    const period = asked.length < 2 ? 0 : now - (asked.at(-2) ?? now);
    return asked.length * period <= longest;
  };
}
