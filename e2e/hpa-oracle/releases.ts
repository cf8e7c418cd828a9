/** Releases whose extra pods an autoscaler gets to see (kubernetes/kubernetes#138505): its signals ask for the same throughout. */
import { heldReplicas } from '../../autoscaler/replay/held-replicas';
import { specOfPolicy } from '../../autoscaler/replay/spec-of-policy';
import type { Pod } from '../../autoscaler/observation';
import type { ScalingPolicy } from '../../config/scaling';
import { asking, type Loop } from './closed-loop';

/** Seconds between which there are extra pods, and how long they take to serve. */
const release = { from: 60, to: 660, each: 60 };
const grown = -10_000;
/** Thousandths of a core: a service whose CPU asks for nothing. */
const cpu = { request: 250, usage: 100 };

export interface Released {
  readonly wanted: number;
  /** Percent of the wanted replicas that a release may add, one pod at least. */
  readonly surge: number;
  /** Where the tolerance is: in what the rules publish, as shipped, or in the controller. */
  readonly tolerance: 'rules' | 'controller';
}

export function releaseOf(policy: ScalingPolicy, { wanted, surge, tolerance }: Released): Loop {
  const spec = specOfPolicy('app', policy);
  const inController = { ...spec.behavior, scaleDown: { ...spec.behavior?.scaleDown, tolerance: String(policy.behavior.down.tolerance) } };
  return {
    id: `${wanted} replicas, a surge of ${surge} %, tolerance in the ${tolerance}`,
    spec: tolerance === 'rules' ? spec : { ...spec, behavior: inController },
    initialReplicas: wanted,
    until: 900,
    world: (now, replicas) => {
      const extra = now < release.from || now > release.to ? 0 : Math.ceil((replicas * surge) / 100);
      const need = { proposed: wanted, wanted: replicas, cap: policy.maxReplicas };
      const published = tolerance === 'rules' ? heldReplicas(policy.behavior, need) : wanted;
      const old = Array.from({ length: replicas }, (_, index) => podOf(`old-${index}`, grown, now));
      const started = now - (now % release.each);
      const young = Array.from({ length: extra }, (_, index) => podOf(`new-${started}-${index}`, started, now));
      return { metrics: asking(published), statusReplicas: replicas + extra, pods: [...old, ...young] };
    },
  };
}

function podOf(name: string, startedAt: number, now: number): Pod {
  const ready = startedAt === grown;
  return {
    name,
    ready,
    startedAt,
    readyChangedAt: startedAt,
    requests: { app: { cpu: cpu.request } },
    usage: ready ? { app: { cpu: cpu.usage } } : null,
    sampledAt: now - 15,
    window: 15,
  };
}
