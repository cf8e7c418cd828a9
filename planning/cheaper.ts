/** Cost of an environment under the same load with other machines, other payment terms, or other requests. Each alternative is billed hour by hour, and shown only if all pods still fit. */
import type { Environment } from '../config/environment';
import type { Prices } from '../config/google/prices';
import { machineTypes } from '../config/google/machine-types';
import { isKnown, machinePrice } from '../config/google/machine-price';
import { valueAt } from '../config/record';
import { afterZoneLoss, nodeOf } from '../checks/capacity/node-pool';
import { demandAt, leftFor, podsOf, type Moment } from '../checks/capacity/demand';
import { fewestNodes } from '../checks/capacity/packing';
import { billOf } from '../checks/cost/bill';
import type { ManifestObject, Manifests } from '../checks/manifest';
import type { Size } from './replayed-usage';

export interface BilledWorld {
  readonly environment: Environment;
  readonly manifests: Manifests;
  readonly prices: Prices;
  /** Requests per second of each hour. */
  readonly hours: readonly number[];
}

/** Cost per month, in the currency of the prices. */
export function monthOf({ environment, manifests, prices, hours }: BilledWorld): number {
  const { platform, traffic } = billOf({ environment, manifests, prices, load: hours.map((rate) => ({ rate, seconds: 3600 })) });
  return platform.expected + traffic.expected;
}

export interface Cheaper {
  readonly what: string;
  /** Cost per month. */
  readonly cost: number;
  readonly why: string;
}

/** Machine types on which everything fits, at rest after the loss of a zone and at the maximum; cheapest first. */
export function machines(world: BilledWorld): readonly Cheaper[] {
  const { environment, prices } = world;
  return Object.keys(machineTypes)
    .filter((type) => isKnown(machinePrice(prices, environment.google.region, type)))
    .flatMap((machineType): readonly Cheaper[] => {
      const other = { ...environment, nodePool: { ...environment.nodePool, machineType } };
      const nodes = nodesAt({ ...world, environment: other });
      if (nodes === undefined) return [];
      const why = `${nodes.peak} of ${other.nodePool.maxNodes} nodes at every maximum`;
      return [{ what: machineType, cost: monthOf({ ...world, environment: other }), why }];
    })
    .sort((one, another) => one.cost - another.cost);
}

/** Nodes that are needed at rest and at the maximum; undefined where they exceed the pool's maximum, or a pod fits no node. */
function nodesAt({ environment, manifests }: BilledWorld): { readonly rest: number; readonly peak: number } | undefined {
  const { minNodes, maxNodes, survivesZoneLoss } = environment.nodePool;
  const node = nodeOf(environment);
  if (node === undefined) return undefined;
  const at = (moment: Moment): number => {
    const demand = demandAt(manifests, moment);
    return fewestNodes(podsOf(demand), leftFor(demand, node), 0)?.nodes ?? Number.POSITIVE_INFINITY;
  };
  const [rest, peak] = [at(survivesZoneLoss ? 'survival' : 'rest'), at('peak')];
  const least = survivesZoneLoss ? afterZoneLoss(minNodes, environment.google.zones.length) : maxNodes;
  return rest <= least && peak <= maxNodes ? { rest, peak } : undefined;
}

/** Alternatives with other terms for the same nodes: commitments and Spot machines. */
export function terms(world: BilledWorld): readonly Cheaper[] {
  const { environment } = world;
  const paid = (cost: NonNullable<Environment['cost']>): number =>
    monthOf({ ...world, environment: { ...environment, cost: { ...environment.cost, ...cost } } });
  const { spot, minNodes } = environment.nodePool;
  return [
    ...(['1y', '3y'] as const).map((commitment) => ({
      what: `committed use for ${commitment}`,
      cost: paid({ commitment }),
      why: `the ${minNodes} nodes that always run; they are paid for, needed or not`,
    })),
    {
      what: 'half of the nodes above the minimum as spot machines',
      cost: paid({ spotShare: 0.5 }),
      why: spot === undefined ? 'needs nodePool.spot, and pods that bear to lose their node' : 'its pods must bear to lose their node',
    },
  ];
}

/** The manifests with another size of one workload's pods. */
export function withSize(
  { environment, objects }: Manifests,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  size: Size,
): Manifests {
  const isOwn = (object: ManifestObject): boolean => object.kind === 'Deployment' && object.namespace === namespace && object.name === name;
  return { environment, objects: objects.map((object) => (isOwn(object) ? { ...object, body: resized(object.body, name, size) } : object)) };
}

function resized(body: ManifestObject['body'], container: string, { cpu, memory }: Size): ManifestObject['body'] {
  const copy = structuredClone<ManifestObject['body']>(body);
  const containers = valueAt(copy, ['spec', 'template', 'spec', 'containers']);
  const own: unknown = Array.isArray(containers) ? containers.find((one: unknown) => valueAt(one, ['name']) === container) : undefined;
  const resources = valueAt(own, ['resources']);
  if (typeof resources === 'object' && resources !== null)
    Object.assign(resources, {
      requests: { cpu: `${cpu.request}m`, memory: `${memory.request}Mi` },
      limits: { cpu: `${cpu.limit}m`, memory: `${memory.limit}Mi` },
    });
  return copy;
}
