/**
 * A closed loop with our autoscaler: its input depends on its decisions. The inputs of all syncs become a case; a controller with the same decisions for the case
 * would have closed the same loop.
 */
import { decide, type State } from '../../autoscaler/decide';
import type { Observation, Pod } from '../../autoscaler/observation';
import { policyOf } from '../../autoscaler/policy';
import { servedName } from '../../autoscaler/replay/spec-of-policy';
import type { AutoscalerSpec } from '../../autoscaler/spec';
import { recordedSignalNames } from '../../config/scaling';
import type { HpaCaseSource } from '../../simulator/hpa/hpa-case';

const syncSeconds = 15;

export interface Loop {
  readonly id: string;
  readonly spec: AutoscalerSpec;
  readonly initialReplicas: number;
  /** Seconds. */
  readonly until: number;
  /** The state of the cluster at a second, for a number of wanted replicas. */
  readonly world: (now: number, replicas: number) => Pick<Observation, 'pods' | 'metrics' | 'statusReplicas'>;
}

export interface ClosedLoop {
  readonly asked: HpaCaseSource;
  /** Wanted replicas after each sync. */
  readonly replicas: readonly number[];
}

export function closed({ id, spec, initialReplicas, until, world }: Loop): ClosedLoop {
  const policy = policyOf(spec);
  const steps: NonNullable<HpaCaseSource['steps']>[number][] = [];
  const replicas: number[] = [];
  let state: State | undefined;
  for (let now = syncSeconds; now <= until; now += syncSeconds) {
    const current = replicas.at(-1) ?? initialReplicas;
    const seen = world(now, current);
    const decision = decide(policy, state, { now, replicas: current, ...seen });
    state = decision;
    replicas.push(decision.replicas);
    steps.push({ ...seen, t: now, metrics: { ...seen.metrics } as Record<string, number | null>, pods: seen.pods.map(asStated) });
  }
  return { asked: { id, spec, initialReplicas, syncSeconds, until, steps }, replicas };
}

/** Signals of which one asks for `replicas`, and the others for none. */
export function asking(replicas: number): Readonly<Record<string, number>> {
  return Object.fromEntries(recordedSignalNames.map((signal) => [servedName(signal), signal === 'cpu' ? replicas * 1000 : 0]));
}

function asStated({ window, ...pod }: Pod): NonNullable<HpaCaseSource['steps'][number]['pods']>[number] {
  return { ...pod, windowSeconds: window };
}
