/** Month by month, the pods that a growing load needs and their cost: shows when a policy's maximum is no longer enough. */
import type { ScalingPolicy } from '../config/scaling';
import { textTable } from '../command-line/text-table';
import { playground, type Simulation } from './simulate';

export interface Growth {
  readonly from: Date;
  readonly until: Date;
  /** Compound growth of the load per month; 0.05 is 5 %. */
  readonly monthly: number;
}

export interface Month {
  /** First day of the month: 2027-03-01. */
  readonly date: string;
  /** Load as a multiple of today's. */
  readonly factor: number;
  /** Pods with which the peak is at the knee. */
  readonly neededAtPeak: number;
  /** Percentage of requests. */
  readonly violations: number;
  readonly podHoursPerDay: number;
  /** Percentage of the time at the policy's maximum. */
  readonly atMaximum: number;
}

/** The present month, then each first day of a month until `until`. */
export function capacityPlan(simulation: Simulation, { from, until, monthly }: Growth): readonly Month[] {
  const months = Math.max(0, (until.getUTCFullYear() - from.getUTCFullYear()) * 12 + until.getUTCMonth() - from.getUTCMonth());
  return Array.from({ length: months + 1 }, (_, month) => {
    const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month, 1));
    return monthOf(simulation, first.toISOString().slice(0, 10), (1 + monthly) ** month);
  });
}

function monthOf(simulation: Simulation, date: string, factor: number): Month {
  const ground = playground({ ...simulation, scale: simulation.scale * factor });
  let ticks = 0;
  let full = 0;
  const { violations, podHours } = ground.play('policy', {
    onTick: (_, __, replicas) => {
      ticks += 1;
      if (replicas >= ground.maxReplicas) full += 1;
    },
  });
  const days = (ticks * ground.tick) / 86_400;
  return { date, factor, neededAtPeak: ground.neededAtPeak, violations, podHoursPerDay: podHours / days, atMaximum: (100 * full) / ticks };
}

export function capacityTable(months: readonly Month[], { maxReplicas }: Pick<ScalingPolicy, 'maxReplicas'>): string {
  const rows = months.map(({ date, factor, neededAtPeak, violations, podHoursPerDay, atMaximum }) => [
    date,
    factor.toFixed(2),
    String(neededAtPeak),
    violations.toFixed(2),
    podHoursPerDay.toFixed(0),
    atMaximum.toFixed(1),
  ]);
  const breaks = months.find(({ neededAtPeak }) => neededAtPeak > maxReplicas);
  return [
    ...textTable([['month', 'load', 'pods at the peak', 'violations %', 'pod-hours/day', 'at maximum %'], ...rows]),
    '',
    breaks === undefined
      ? `The peak fits into ${maxReplicas} pods, the most that the policy may have, all the time.`
      : `From ${breaks.date} on the peak needs ${breaks.neededAtPeak} pods; the policy may have ${maxReplicas}.`,
  ].join('\n');
}
