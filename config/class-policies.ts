/**
 * Policies for the classes of load that `npm run simulate -- --classify` tells apart. Signals and caps are those of the product; what differs is how much room
 * each leaves and what it tolerates (docs/decisions/0097-a-policy-for-each-class-of-load.md).
 */
import { seedPolicy, type ScalingPolicy } from './scaling';

export const loadClasses = ['smooth', 'noisy', 'bursty'] as const;
export type LoadClass = (typeof loadClasses)[number];

export interface Room {
  /** Factor on the CPU target and on the requests a pod of the product's policy. */
  readonly headroom: number;
  /** Tolerances. */
  readonly up: number;
  readonly down: number;
}

const rooms: Readonly<Record<LoadClass, Room>> = {
  smooth: { headroom: 1.1, up: 0.05, down: 0.2 },
  noisy: { headroom: 0.9, up: 0.1, down: 0.2 },
  bursty: { headroom: 0.65, up: 0.1, down: 0.3 },
};

export const classPolicies: Readonly<Record<LoadClass, ScalingPolicy>> = {
  smooth: withRoom(rooms.smooth),
  noisy: withRoom(rooms.noisy),
  bursty: withRoom(rooms.bursty),
};

/** Scale-in takes what is spare at once, because the tolerance and the window before it keep it rare. */
export function withRoom({ headroom, up, down }: Room): ScalingPolicy {
  const { signals, behavior } = seedPolicy;
  const { cpu, requestRate } = signals;
  const hundredths = (value: number): number => Math.round(100 * headroom * value) / 100;
  return {
    ...seedPolicy,
    signals: {
      ...signals,
      ...(cpu === undefined ? {} : { cpu: { ...cpu, utilization: hundredths(cpu.utilization) } }),
      ...(requestRate === undefined ? {} : { requestRate: { ...requestRate, perPod: hundredths(requestRate.perPod) } }),
    },
    behavior: { up: { ...behavior.up, tolerance: up }, down: { ...behavior.down, percent: 100, tolerance: down } },
  };
}
