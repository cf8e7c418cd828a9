/** How a load moves within the time that new pods take: what decides how much room a policy has to leave. */
import type { LoadClass } from '../../config/class-policies';
import { demandOf, quantileOf, type Load } from './load';

interface Character {
  readonly class: LoadClass;
  /** Of the load within 90 s, exceeded in a twentieth of the time; 0.1 is a tenth. */
  readonly growth: number;
}

const tick = 30;
/** A decision that is half a window of 60 s late, and pods that start for 60 s. */
const ahead = 3;
/** Below a tenth of the peak a doubling is one pod. */
const least = 0.1;
/** The recorded loads leave gaps here: 0.05 to 0.10 and 0.16 for the one, 0.31 and 0.47 for the other (docs/evidence/simulator.md). */
const [mostOfSmooth, mostOfNoisy] = [0.12, 0.4];

/** By the P95 of (load in 90 s − mean of the last minute) / that mean. A load of nothing but zeros is smooth. */
export function characterOf(load: Load): Character {
  const demand = demandOf(load, tick, 1);
  const floor = least * quantileOf(load.values, 0.999);
  const growths: number[] = [];
  for (let index = 1; index + ahead < demand.length; index += 1) {
    const now = ((demand[index] ?? 0) + (demand[index - 1] ?? 0)) / 2;
    growths.push(floor === 0 ? 0 : ((demand[index + ahead] ?? 0) - now) / Math.max(now, floor));
  }
  const growth = growths.length === 0 ? 0 : quantileOf(growths, 0.95);
  return { class: growth <= mostOfSmooth ? 'smooth' : growth <= mostOfNoisy ? 'noisy' : 'bursty', growth };
}

export function characterText(name: string, { class: found, growth }: Character): string {
  return `${name}: ${found}; within 90 s it grows by at most ${(100 * growth).toFixed(0)} % in 95 % of the time (smooth to ${100 * mostOfSmooth} %, noisy to ${100 * mostOfNoisy} %)`;
}
