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

/** As Memorystore has it. */
export function dayName(day: Weekday): string {
  return names[day];
}

/** As Cloud SQL has it: Monday is 1. */
export function dayNumber(day: Weekday): number {
  return Object.keys(names).indexOf(day) + 1;
}
