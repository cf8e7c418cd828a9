/** Month by month, the pods that a growing load needs and their cost: shows what is no longer enough, and from when on. */
import type { NoPrice } from '../config/google/machine-price';
import { listPrices } from '../config/google/prices';
import { textTable } from '../command-line/text-table';
import { playground, type Simulation } from './simulate';

export interface Growth {
  readonly from: Date;
  readonly until: Date;
  /** Compound growth of the load per month; 0.05 is 5 %. */
  readonly monthly: number;
  /** Price of a pod for an hour, in the currency of the prices. */
  readonly podHour: number | NoPrice;
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
  /** Price of these pods for a month of 730 hours, in the currency of the prices. @default - unknown */
  readonly cost?: number;
  /** Percentage of the time at the policy's maximum. */
  readonly atMaximum: number;
  /** Percentage of the time in which a wanted pod had no place. @default - there are neither nodes nor a quota */
  readonly unplaced?: number;
}

/** Days of a month of 730 hours, as Google bills it. */
const daysPerMonth = 730 / 24;

/** Years that a plan may look ahead; compound growth says nothing about later ones. */
const furthest = 10;

/** What is wrong with the last day of a plan. */
export function problemOfEnd(until: Date, today: Date): string | undefined {
  const day = until.toISOString().slice(0, 10);
  const last = new Date(Date.UTC(today.getUTCFullYear() + furthest, today.getUTCMonth(), today.getUTCDate()));
  if (day < today.toISOString().slice(0, 10)) return `--until: must not be in the past, received ${day}`;
  if (until > last) return `--until: must be at most ${furthest} years from today, received ${day}`;
  return undefined;
}

/** The present month, then each first day of a month until `until`. */
export function capacityPlan(simulation: Simulation, { from, until, monthly, podHour }: Growth): readonly Month[] {
  const months = Math.max(0, (until.getUTCFullYear() - from.getUTCFullYear()) * 12 + until.getUTCMonth() - from.getUTCMonth());
  return Array.from({ length: months + 1 }, (_, month) => {
    const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month, 1));
    const played = monthOf(simulation, first.toISOString().slice(0, 10), (1 + monthly) ** month);
    return typeof podHour === 'number' ? { ...played, cost: Math.round(played.podHoursPerDay * daysPerMonth * podHour) } : played;
  });
}

function monthOf(simulation: Simulation, date: string, factor: number): Month {
  const ground = playground({ ...simulation, scale: simulation.scale * factor });
  let ticks = 0;
  let full = 0;
  const {
    violations,
    podHours,
    unplaced = 0,
  } = ground.play('policy', {
    onTick: (_, __, replicas) => {
      ticks += 1;
      if (replicas >= ground.maxReplicas) full += 1;
    },
  });
  const days = (ticks * ground.tick) / 86_400;
  const month = { date, factor, neededAtPeak: ground.neededAtPeak, violations, podHoursPerDay: podHours / days, atMaximum: (100 * full) / ticks };
  return isBounded(simulation) ? { ...month, unplaced } : month;
}

type Bounds = Pick<Simulation, 'policy' | 'quota' | 'nodes'>;

function isBounded({ quota, nodes }: Omit<Bounds, 'policy'>): boolean {
  return quota !== undefined || nodes !== undefined;
}

export function capacityTable(months: readonly Month[], bounds: Bounds, podHour: Growth['podHour']): string {
  const bounded = isBounded(bounds);
  const rows = months.map(({ date, factor, neededAtPeak, violations, podHoursPerDay, cost, atMaximum, unplaced = 0 }) => [
    date,
    factor.toFixed(2),
    String(neededAtPeak),
    violations.toFixed(2),
    podHoursPerDay.toFixed(0),
    cost === undefined ? '?' : String(cost),
    atMaximum.toFixed(1),
    ...(bounded ? [unplaced.toFixed(1)] : []),
  ]);
  const titles = [
    'month',
    'load',
    'pods at the peak',
    'violations %',
    'pod-hours/day',
    `${listPrices.currency}/month`,
    'at maximum %',
    ...(bounded ? ['no place %'] : []),
  ];
  return [...textTable([titles, ...rows]), '', ...breaks(months, bounds), costText(podHour)].join('\n');
}

interface Limit {
  readonly most: number;
  /** Who sets it: `the policy may have`. */
  readonly sets: string;
}

function limitsOf({ policy: { maxReplicas }, quota, nodes }: Bounds): readonly Limit[] {
  return [
    { most: maxReplicas, sets: 'the policy may have' },
    ...(quota === undefined ? [] : [{ most: quota, sets: 'the quota has room for' }]),
    ...(nodes === undefined ? [] : [{ most: nodes.maxNodes * nodes.podsPerNode, sets: `${nodes.maxNodes} nodes have room for` }]),
  ];
}

/** One sentence for each limit that the peak passes, earliest first; or one for the closest limit. */
function breaks(months: readonly Month[], bounds: Bounds): readonly string[] {
  const limits = [...limitsOf(bounds)].sort((one, other) => one.most - other.most);
  const passed = limits.flatMap(({ most, sets }) => {
    const first = months.find(({ neededAtPeak }) => neededAtPeak > most);
    return first === undefined ? [] : [`From ${first.date} on the peak needs ${first.neededAtPeak} pods; ${sets} ${most}.`];
  });
  const [closest] = limits;
  if (passed.length > 0 || closest === undefined) return passed;
  const whose = closest.sets === 'the policy may have' ? 'the most that the policy may have' : `as many as ${closest.sets}`;
  return [`The peak fits into ${closest.most} pods, ${whose}, all the time.`];
}

function costText(podHour: Growth['podHour']): string {
  if (typeof podHour !== 'number') return `What the pods cost is not known: ${podHour.unknown}.`;
  return `${listPrices.currency}/month: the pods' share of their nodes at list price, ${podHour.toFixed(4)} an hour; whole nodes, disks and traffic are in npm run cost.`;
}
