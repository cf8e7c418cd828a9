/**
 * Policies for the classes of load that `npm run simulate -- --classify` distinguishes. Signals and caps are those of `seedPolicy`; the policies differ in the spare
 * capacity that they keep and in their tolerances (docs/decisions/0160-the-shipped-policy-is-that-of-a-class.md).
 */
import { seedPolicy, type ScalingPolicy } from './scaling';

export const loadClasses = ['smooth', 'noisy', 'bursty'] as const;
export type LoadClass = (typeof loadClasses)[number];

export interface Room {
  /** Factor on the CPU target and on the requests per pod of `seedPolicy`. */
  readonly headroom: number;
  /** Replicas that are added, whatever the load is. */
  readonly spare: number;
  /** Tolerances of the autoscaler, upwards and downwards. */
  readonly up: number;
  readonly down: number;
}

/** Chosen on recorded loads of at most 20 pods: `npm run bench:classes`. */
export const classRooms: Readonly<Record<LoadClass, Room>> = {
  smooth: { headroom: 1.05, spare: 0, up: 0.1, down: 0.1 },
  noisy: { headroom: 1.06, spare: 2, up: 0.12, down: 0.15 },
  bursty: { headroom: 0.83, spare: 2, up: 0.1, down: 0.2 },
};

/** Largest scale-in in percent of the replicas per minute. It makes fewer changes than 10 % would, and the pods that stop at once still fit the nodes beside new pods. */
const scaleIn = 25;

export const classPolicies: Readonly<Record<LoadClass, ScalingPolicy>> = {
  smooth: withRoom(classRooms.smooth),
  noisy: withRoom(classRooms.noisy),
  bursty: withRoom(classRooms.bursty),
};

/** `seedPolicy` with that much spare capacity: the same signals, caps, windows and behaviour upwards. */
export function withRoom({ headroom, spare, up, down }: Room): ScalingPolicy {
  const { signals, behavior } = seedPolicy;
  const { cpu, requestRate } = signals;
  const hundredths = (value: number): number => Math.round(100 * headroom * value) / 100;
  return {
    ...seedPolicy,
    ...(spare === 0 ? {} : { spare }),
    signals: {
      ...signals,
      ...(cpu === undefined ? {} : { cpu: { ...cpu, utilization: hundredths(cpu.utilization) } }),
      ...(requestRate === undefined ? {} : { requestRate: { ...requestRate, perPod: hundredths(requestRate.perPod) } }),
    },
    behavior: { up: { ...behavior.up, tolerance: up }, down: { ...behavior.down, percent: scaleIn, tolerance: down } },
  };
}
