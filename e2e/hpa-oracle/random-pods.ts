/** Random pods, in every state that an autoscaler distinguishes. */
import fc from 'fast-check';
import type { HpaCaseSource } from '../../simulator/hpa/hpa-case';
import { podMetrics } from './random-spec';

export type PodSource = NonNullable<HpaCaseSource['steps'][number]['pods']>[number];

const often = (probability: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: 1000 }).map((drawn) => drawn <= probability * 1000);
const cpuRequest = 500;
/** 256 Mi in thousandths of a byte. */
const memoryRequest = 256 * 2 ** 20 * 1000;

/** Random properties of a pod except its load, which all pods of a step share. */
const traits = fc.record({
  phase: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, 'Running', 'Running', 'Pending', 'Failed', 'Succeeded', 'Unknown'),
  ready: often(0.8),
  seen: often(0.96),
  judged: often(0.96),
  age: fc.constantFrom(0, 5, 20, 40, 70, 200, 290, 300, 301, 600, 2000),
  readyAfter: fc.constantFrom(0, 5, 29, 30, 31, 120, 400),
  deleted: often(0.05),
  sidecar: often(0.4),
  requested: often(0.99),
  empty: often(0.002),
  sampled: fc.constantFrom('both', 'both', 'both', 'both', 'both', 'both', 'both', 'cpu', 'app', 'none', 'unknown'),
  sampleAge: fc.constantFrom(undefined, undefined, 0, 10, 30, 90),
  windowSeconds: fc.constantFrom(undefined, undefined, 0, 15, 30),
  valued: often(0.9),
  noise: fc.double({ min: 0.7, max: 1.3, noNaN: true }),
});
type Traits = typeof traits extends fc.Arbitrary<infer Value> ? Value : never;

export const randomPods: fc.Arbitrary<readonly Traits[]> = fc.array(traits, { minLength: 0, maxLength: 7 });

/** @param load of the pods as a share of their requests */
export function podsAt(drawn: readonly Traits[], t: number, load: number): PodSource[] {
  return drawn.map((pod, index) => podAt(pod, `pod-${index}`, { t, load: load * pod.noise }));
}

function podAt(pod: Traits, name: string, { t, load }: { readonly t: number; readonly load: number }): PodSource {
  const startedAt = pod.seen ? t - pod.age : null;
  return {
    name,
    ...(pod.phase === undefined ? {} : { phase: pod.phase }),
    ready: pod.ready,
    startedAt,
    readyChangedAt: pod.judged ? t - pod.age + Math.min(pod.readyAfter, pod.age) : null,
    ...(pod.deleted ? { deleted: true } : {}),
    requests: requestsOf(pod),
    usage: usageOf(pod, load),
    ...(pod.sampleAge === undefined ? {} : { sampledAt: t - pod.sampleAge }),
    ...(pod.windowSeconds === undefined ? {} : { windowSeconds: pod.windowSeconds }),
    ...(pod.valued ? { values: Object.fromEntries(podMetrics.map((metric, index) => [metric, Math.round(load * 3000 * (index + 1))])) } : {}),
  };
}

function requestsOf({ empty, requested, sidecar }: Traits): NonNullable<PodSource['requests']> {
  if (empty) return {};
  const app: Record<string, number> = requested ? { cpu: cpuRequest, memory: memoryRequest } : { memory: memoryRequest };
  return sidecar ? { app, sidecar: { cpu: 0, memory: memoryRequest / 8 } } : { app };
}

function usageOf({ sampled, sidecar }: Traits, load: number): PodSource['usage'] {
  const app = { cpu: Math.round(load * cpuRequest), memory: Math.round(load * memoryRequest) };
  const other = { cpu: Math.round(load * 20), memory: Math.round(load * 5000) };
  switch (sampled) {
    case 'both':
      return sidecar ? { app, sidecar: other } : { app };
    case 'cpu':
      return { app: { cpu: app.cpu }, sidecar: other };
    case 'app':
      return { sidecar: other };
    case 'none':
      return {};
    default:
      return null;
  }
}
