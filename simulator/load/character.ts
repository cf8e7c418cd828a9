/** How much a load changes within the time that new pods need. It decides how much spare capacity a policy needs. */
import type { LoadClass } from '../../config/class-policies';
import { demandOf, quantileOf, type Load } from './load';

interface Character {
  readonly class: LoadClass;
  /** Relative growth of the load within 90 s that is exceeded in 5 % of the time; 0.1 is 10 %. */
  readonly growth: number;
}

const tick = 30;
/** Steps of 30 s to look ahead: 90 s, for a decision that is late by half the window of 60 s and a start-up of 60 s. */
const ahead = 3;
/** Loads below this share of the peak are ignored: there even a doubling is only about one pod. */
const least = 0.1;
/** Upper bounds of growth for the classes `smooth` and `noisy`. They lie in gaps between the recorded loads: between 0.10 and 0.16, and between 0.31 and 0.47 (docs/evidence/simulator.md). */
const [mostOfSmooth, mostOfNoisy] = [0.12, 0.4];

/** Class of a load by the P95 of (load in 90 s − mean of the last minute) / that mean. A load of zeros only is smooth. */
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
