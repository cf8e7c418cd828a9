/** Pods that use much CPU while they start, before or after they are ready, in a closed loop with an autoscaler whose rules ignore starts (decisions 0051 and 0053). */
import type { Pod } from '../../autoscaler/observation';
import { specOfPolicy } from '../../autoscaler/replay/spec-of-policy';
import type { ScalingPolicy } from '../../config/scaling';
import { asking, type Loop } from './closed-loop';

/** Millicores: a pod's request, its load at the target, and the CPU of its start. */
const cpu = { request: 250, carried: 175, start: 2000 };
/** Seconds of a kubelet's measurement, and its age when it is read. */
const measured = 15;
/** Second of the step of the load. */
const step = 300;
const grown = -10_000;

export interface Start {
  /** Load before and after the step, in pods. */
  readonly from: number;
  readonly to: number;
  /** Seconds that a start burns two cores, and after which its pod is ready. */
  readonly burns: number;
  readonly readyAfter: number;
}

export function stepOf(policy: ScalingPolicy, start: Start): Loop {
  const { from, to, burns, readyAfter } = start;
  const starts: number[] = Array.from({ length: from }, () => grown);
  return {
    id: `a step from ${from} to ${to}, starts of ${burns} s, ready after ${readyAfter} s`,
    spec: specOfPolicy('app', policy),
    initialReplicas: from,
    until: step + 600,
    world: (now, replicas) => {
      starts.length = Math.min(starts.length, replicas);
      // pods that the last sync asked for have started since
      while (starts.length < replicas) starts.push(now - 14);
      const worth = now < step ? from : to;
      const ready = starts.filter((at) => at + readyAfter <= now).length;
      const requests = ((worth - 0.4) * cpu.carried) / ready;
      return { metrics: asking(worth), pods: starts.map((at, index) => burningPod(`pod-${index}-${at}`, at, { now, requests, ...start })) };
    },
  };
}

interface Moment extends Pick<Start, 'burns' | 'readyAfter'> {
  readonly now: number;
  /** Millicores that requests use in each ready pod. */
  readonly requests: number;
}

/** A pod as the controller sees it: the CPU of start and requests is one number. */
export function burningPod(name: string, startedAt: number, { now, requests, burns, readyAfter }: Moment): Pod {
  const ready = startedAt + readyAfter <= now;
  const sampledAt = now - measured;
  const burnt = Math.max(0, Math.min(sampledAt, startedAt + burns) - Math.max(sampledAt - measured, startedAt)) / measured;
  return {
    name,
    ready,
    startedAt,
    readyChangedAt: startedAt + (ready ? readyAfter : 0),
    requests: { app: { cpu: cpu.request } },
    usage: sampledAt < startedAt ? null : { app: { cpu: Math.round(cpu.start * burnt + (ready ? requests : 0)) } },
    sampledAt,
    window: measured,
  };
}
