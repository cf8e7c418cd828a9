/** Releases whose surge pods are visible to the autoscaler (kubernetes/kubernetes#138505), with constant signals. */
import { heldReplicas } from '../../autoscaler/replay/held-replicas';
import { specOfPolicy } from '../../autoscaler/replay/spec-of-policy';
import type { Pod } from '../../autoscaler/observation';
import type { ScalingPolicy } from '../../config/scaling';
import { asking, type Loop } from './closed-loop';

/** Seconds at which surge begins and ends, and seconds until a pod is ready. */
const release = { from: 60, to: 660, each: 60 };
const grown = -10_000;
/** Millicores of a service whose CPU signal asks for no pods. */
const cpu = { request: 250, usage: 100 };

export interface Released {
  readonly wanted: number;
  /** Surge of the release in percent of the wanted replicas, at least one pod. */
  readonly surge: number;
  /** Where the tolerance applies: in the rules, as shipped, or in the controller. */
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
