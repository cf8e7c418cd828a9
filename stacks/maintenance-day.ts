import type { Cluster } from '../config/cluster';

export type Weekday = Cluster['maintenance']['window']['days'][number];

const names: Readonly<Record<Weekday, string>> = {
  MO: 'MONDAY',
  TU: 'TUESDAY',
  WE: 'WEDNESDAY',
  TH: 'THURSDAY',
  FR: 'FRIDAY',
  SA: 'SATURDAY',
  SU: 'SUNDAY',
};

/** Day of the week in Memorystore's notation: `MONDAY`. */
export function dayName(day: Weekday): string {
  return names[day];
}

/** Day of the week in Cloud SQL's notation: Monday is 1. */
export function dayNumber(day: Weekday): number {
  return Object.keys(names).indexOf(day) + 1;
}
