/** Usage of an environment at one of three levels of load, without prices. */
import type { Environment } from '../../config/environment';
import { webWorkloads } from '../../config/workload';
import type { Manifests } from '../manifest';
import { demandAt, leftFor, podsOf, type Demand } from '../capacity/demand';
import { nodeOf } from '../capacity/node-pool';
import { fewestNodes } from '../capacity/packing';
import type { NodeCapacity } from '../capacity/resources';
import { diurnalLoad, perPod } from './diurnal-load';
import type { LoadSample } from './recorded-load';
import { replicasFor } from './replicas';

/** Hours that Google Cloud counts as a month. */
export const monthHours = 730;

export interface Usage {
  /** Nodes on average over the month. */
  readonly nodes: number;
  /** Requests in the month. */
  readonly requests: number;
}

export interface UsageRange {
  /** Without requests. */
  readonly floor: Usage;
  readonly expected: Usage;
  /** Every autoscaler at its maximum all month, every pod at its target, and vertical autoscalers at their bounds. */
  readonly ceiling: Usage;
}

/**
 * The recorded load is that of the first workload; all others, and the first without a recording, have the assumed load.
 * @throws Error when a machine type is unknown or too small
 */
export function usageOf(environment: Environment, manifests: Manifests, recorded?: readonly LoadSample[]): UsageRange {
  const rest = demandAt(manifests, 'rest');
  const nodes = nodeCounter(environment, rest);
  const services = webWorkloads(environment);
  const weeks = services.map(({ scaling }) => diurnalLoad(scaling, environment.cost?.peakShare));
  const samples = recorded ?? (weeks[0] ?? []).map((rate) => ({ rate, seconds: 3600 }));
  const seconds = samples.reduce((total, sample) => total + sample.seconds, 0);
  const mean = (value: (sample: LoadSample, index: number) => number): number =>
    samples.reduce((total, sample, index) => total + value(sample, index) * sample.seconds, 0) / seconds;
  const rates = (sample: LoadSample, index: number): readonly number[] =>
    weeks.map((week, position) => (position === 0 ? sample.rate : (week[index % 168] ?? 0)));
  const most = services.map(({ scaling }) => scaling.maxReplicas * perPod(scaling));
  const peak = nodeCounter(environment, demandAt(manifests, 'peak'));
  const month = monthHours * 3600;
  return {
    floor: { nodes: nodes(services.map(() => 0)), requests: 0 },
    expected: { nodes: mean((sample, index) => nodes(rates(sample, index))), requests: mean((sample, index) => sum(rates(sample, index))) * month },
    ceiling: { nodes: Math.max(nodes(most), peak(most)), requests: sum(most) * month },
  };
}

/** A function from the rates of all workloads to the number of nodes, within the pool's bounds. Each combination of replicas is packed only once. */
function nodeCounter(environment: Environment, rest: Demand): (rates: readonly number[]) => number {
  const { minNodes, maxNodes, machineType } = environment.nodePool;
  const node = nodeOf(environment);
  if (node === undefined) throw new Error(`${environment.name}.nodePool.machineType: must be one of config/google/machine-types.ts, received ${machineType}`);
  const known = new Map<string, number>();
  return (rates) => {
    const replicas = webWorkloads(environment).map(({ scaling }, index) => replicasFor(rates[index] ?? 0, scaling));
    const key = replicas.join(' ');
    const nodes = known.get(key) ?? pack(withReplicas(environment, rest, replicas), node, machineType);
    known.set(key, nodes);
    return Math.min(Math.max(nodes, minNodes), maxNodes);
  };
}

function withReplicas(environment: Environment, rest: Demand, replicas: readonly number[]): Demand {
  const wanted = new Map(webWorkloads(environment).map(({ namespace, name }, index) => [`Deployment ${namespace}/${name}`, replicas[index]]));
  return { ...rest, groups: rest.groups.map((group) => ({ ...group, pods: wanted.get(group.name) ?? group.pods })) };
}

function pack(demand: Demand, node: NodeCapacity, machineType: string): number {
  // first fit is as close to what the cluster autoscaler does as an exact search would be
  const packing = fewestNodes(podsOf(demand), leftFor(demand, node), 0);
  if (packing === undefined) throw new Error(`nodePool.machineType: must hold every pod, received ${machineType}`);
  return packing.nodes;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
