/** Inputs of autoscalers while a recorded load is simulated, as cases for the controller. */
import type { Pod } from '../../autoscaler/observation';
import { cpuScaler } from '../../autoscaler/replay/kubernetes-scaler';
import { observedPods } from '../../autoscaler/replay/observed-pods';
import { reactiveScaler } from '../../autoscaler/replay/reactive-scaler';
import { replay } from '../../autoscaler/replay/replay';
import type { Scaler } from '../../autoscaler/replay/scaler';
import { specOfPolicy } from '../../autoscaler/replay/spec-of-policy';
import type { AutoscalerSpec } from '../../autoscaler/spec';
import { latencyKnee, type ScalingPolicy } from '../../config/scaling';
import type { HpaCaseSource } from '../../simulator/hpa/hpa-case';
import { demandOf, quantileOf, type Load } from '../../simulator/load/load';

const tick = 5;
const syncPeriod = 15;
/** Pods that the peak of the load needs at the knee of latency. */
const podsAtPeak = 20;
const sampling = { window: 60, delay: 30 };
const model = { capacity: 100 / 0.7, burst: 2, knee: latencyKnee, startUp: 60, variation: 1, timeout: 20 };
const initialReplicas = 10;

type Step = HpaCaseSource['steps'][number];

/**
 * One case for a plain autoscaler on CPU and one for a policy.
 * @param most largest number of seconds of the record
 */
export function recordedCases(load: Load, policy: ScalingPolicy, most: number): readonly HpaCaseSource[] {
  const factor = (podsAtPeak * model.capacity * latencyKnee) / quantileOf(load.values, 0.999);
  const demand = demandOf({ ...load, values: load.values.slice(0, Math.ceil(most / load.step)) }, tick, factor);
  let signals: Step['metrics'] = {};
  const ours = reactiveScaler({ name: 'policy', policy, model, window: 60, delay: 30, sampling, onSignals: (asked) => (signals = whole(asked)) });
  const plain = {
    minReplicas: 2,
    maxReplicas: 50,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
  } satisfies AutoscalerSpec;
  const played = (name: string, spec: AutoscalerSpec, scaler: Scaler): HpaCaseSource => {
    const steps: Step[] = [];
    const seen: Scaler['sync'] = (at) => {
      signals = {};
      const replicas = scaler.sync(at);
      steps.push({ t: at.now, metrics: signals, pods: observedPods(sampling, at).flatMap(separate) });
      return replicas;
    };
    replay({ demand, tick, syncPeriod, model, scaler: { name, sync: seen }, initialReplicas });
    return { id: `${load.name} ${name}`, spec, initialReplicas, syncSeconds: syncPeriod, until: steps.at(-1)?.t ?? 0, steps };
  };
  return [
    played('HPA 70 %', plain, cpuScaler({ percent: 70, minReplicas: 2, maxReplicas: 50, sampling })),
    played('policy', specOfPolicy('app', policy), ours),
  ];
}

/** Values rounded to thousandths, the controller's resolution. */
function whole(asked: Readonly<Record<string, number | null | undefined>>): Step['metrics'] {
  return Object.fromEntries(Object.entries(asked).map(([name, value]) => [name, value === undefined || value === null ? null : Math.round(value)]));
}

/** A group of equal pods as single pods. */
function separate({ count = 1, window, ...pod }: Pod, index: number): NonNullable<Step['pods']> {
  return Array.from({ length: count }, (_, place) => ({ ...pod, name: `${pod.name}-${index}-${place}`, windowSeconds: window }));
}
