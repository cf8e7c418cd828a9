/** What a growing load runs into, in requests a second of one workload: while the others stay as they are. */
import { connectionReach } from '../config/budgets/connection-reach';
import type { Environment } from '../config/environment';
import type { Prices } from '../config/google/prices';
import type { WebWorkload } from '../config/workload';
import { demandAt, leftFor, podsOf } from '../checks/capacity/demand';
import { nodeOf } from '../checks/capacity/node-pool';
import { fewestNodes } from '../checks/capacity/packing';
import { billOf } from '../checks/cost/bill';
import { perPod } from '../checks/cost/diurnal-load';
import type { Manifests } from '../checks/manifest';
import type { DayMeasure } from '../optimizer/timeseries/trend';

export interface LoadLimit {
  readonly name: string;
  /** Whether daily peaks or daily means are compared with the limit. */
  readonly measure: DayMeasure;
  /** Requests per second at which the limit is reached. @default - no load that the policy can serve reaches it */
  readonly rate?: number;
  readonly why: string;
}

export interface LimitsInput {
  readonly environment: Environment;
  readonly manifests: Manifests;
  readonly prices: Prices;
  readonly workload: WebWorkload;
  /** Mean requests per second of each hour of at least a week, for the shape of the load in the bill. */
  readonly hours: readonly number[];
}

export function loadLimits(input: LimitsInput): readonly LoadLimit[] {
  const { scaling } = input.workload;
  const rate = rateOf(scaling.maxReplicas, scaling);
  const maximum: LoadLimit = {
    name: `the policy's maximum of ${input.workload.name}`,
    measure: 'peak',
    rate,
    why: `${scaling.maxReplicas} pods of ${perPod(scaling)} requests/s`,
  };
  return [maximum, nodePoolLimit(input), budgetLimit(input), ...connectionLimits(input)];
}

/** The most requests per second that so many pods serve at their target, without spare pods. */
function rateOf(pods: number, scaling: WebWorkload['scaling']): number {
  return Math.max(pods - (scaling.spare ?? 0), 0) * perPod(scaling);
}

function nodePoolLimit({ environment, manifests, workload: { namespace, name, scaling } }: LimitsInput): LoadLimit {
  const { maxNodes, machineType } = environment.nodePool;
  const named = { name: 'the node pool', measure: 'peak' } as const;
  const node = nodeOf(environment);
  if (node === undefined) return { ...named, why: `nothing is known of ${machineType}` };
  const rest = demandAt(manifests, 'rest');
  const nodesFor = (pods: number): number => {
    const groups = rest.groups.map((group) => (group.name === `Deployment ${namespace}/${name}` ? { ...group, pods } : group));
    return fewestNodes(podsOf({ ...rest, groups }), leftFor(rest, node), 0)?.nodes ?? Number.POSITIVE_INFINITY;
  };
  for (let pods = scaling.minReplicas; pods <= scaling.maxReplicas; pods += 1)
    if (nodesFor(pods) > maxNodes) return { ...named, rate: rateOf(pods - 1, scaling), why: `${pods - 1} pods fill ${maxNodes} nodes of ${machineType}` };
  return {
    ...named,
    why: `${nodesFor(scaling.maxReplicas)} of ${maxNodes} nodes of ${machineType} carry the ${scaling.maxReplicas} pods that the policy may have`,
  };
}

/** The load at which the bill reaches the budget, by bisection, because the bill has steps. */
function budgetLimit({ environment, manifests, prices, hours }: LimitsInput): LoadLimit {
  const { monthly, currency } = environment.budget;
  const named = { name: 'the budget', measure: 'mean' } as const;
  const mean = hours.reduce((sum, rate) => sum + rate, 0) / hours.length;
  const costOf = (factor: number): number => {
    const { platform, traffic } = billOf({ environment, manifests, prices, load: hours.map((rate) => ({ rate: rate * factor, seconds: 3600 })) });
    return platform.expected + traffic.expected;
  };
  const note = `${monthly} ${currency} a month${currency === prices.currency ? '' : `, taken for ${prices.currency}`}`;
  const now = costOf(1);
  const [least, most] = [1 / 64, 64];
  if (!(mean > 0) || costOf(most) < monthly) return { ...named, why: `${note}; ${now.toFixed(0)} now, and less than it at ${most} times the load` };
  let [low, high] = [least, most];
  while (high / low > 1.005) {
    const middle = Math.sqrt(low * high);
    if (costOf(middle) >= monthly) high = middle;
    else low = middle;
  }
  return { ...named, rate: mean * high, why: `${note}; ${now.toFixed(0)} now, all at ${(mean * high).toFixed(0)} requests/s on average` };
}

function connectionLimits({ environment, workload: { name, scaling } }: LimitsInput): readonly LoadLimit[] {
  return connectionReach(environment, name).map(({ database, pods, why }) => {
    const named = { name: `connections of ${database}`, measure: 'peak', why } as const;
    return pods === undefined ? named : { ...named, rate: rateOf(pods, scaling) };
  });
}
