/** The start-ups that were drawn for the pods of one policy. */
import { quantileOf } from '../load/load';

export interface DrawnPods {
  /** Pods that were started. */
  readonly pods: number;
  /** Quantiles of their start-ups in seconds. @default - none was started */
  readonly median?: number;
  readonly p95?: number;
}

export function drawnPods(startUps: readonly number[]): DrawnPods {
  if (startUps.length === 0) return { pods: 0 };
  return { pods: startUps.length, median: tenths(quantileOf(startUps, 0.5)), p95: tenths(quantileOf(startUps, 0.95)) };
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
