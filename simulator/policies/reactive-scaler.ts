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
import { servedName, specOfPolicy } from './spec-of-policy';

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

function signalCounts({ policy: { signals }, model, window, delay }: Omit<ReactiveOptions, 'name'>): Counts {
  const { cpu, memory, requestRate, latency, errors, forecast } = signals;
  const incident = youngIncident(errors);
  return (seen) => {
    const requests = seen.mean('requests', window, delay);
    const ready = seen.mean('ready', window, delay);
    const used = seen.mean('cpu', window, delay);
    const p95 = latencyAt(model, ready === 0 ? 1 : requests / (ready * model.capacity), latency?.quantile ?? 0.95);
    const ratio = requests === 0 ? 0 : seen.mean('failures', window, delay) / requests;
    const enough = (minimumCalls: number): boolean => requests * window >= minimumCalls;
    const stepped = (measured: number, target: number, largest: number): number => Math.ceil(ready * Math.min(measured / target, largest));
    const counts: [Parameters<typeof servedName>[0], number][] = [];
    if (cpu !== undefined) counts.push(['cpu', Math.min(cpu.cap, Math.ceil(used / (cpu.utilization / 100)))]);
    if (memory !== undefined) counts.push(['memory', 0]);
    if (requestRate !== undefined) counts.push(['requestRate', Math.min(requestRate.cap, Math.ceil(requests / requestRate.perPod))]);
    if (latency !== undefined) {
      const target = seconds(latency.target);
      const slow = p95 > target && enough(latency.minimumCalls);
      counts.push(['latency', slow ? Math.min(latency.cap, stepped(p95, target, latency.largestStep)) : 0]);
    }
    if (errors !== undefined) {
      const failing = ratio > errors.ratio && enough(errors.minimumCalls);
      counts.push(['errors', failing && incident(seen.now) ? Math.min(errors.cap, stepped(ratio, errors.ratio, errors.largestStep)) : 0]);
    }
    if (forecast !== undefined) counts.push(['forecast', 0]);
    return Object.fromEntries(counts.map(([signal, count]) => [servedName(signal), count * 1000]));
  };
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
