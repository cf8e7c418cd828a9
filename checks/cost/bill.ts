/** The monthly cost of an environment, by component, at three levels of load. */
import type { Environment } from '../../config/environment';
import { copiedSeries } from '../../config/budgets/copied-series';
import type { Prices } from '../../config/google/prices';
import { readSecrets } from '../../config/secret-readers';
import { gibibytes, seconds } from '../../config/quantities';
import type { Manifests } from '../manifest';
import { quantity } from '../objects/quantity';
import { claimTemplates, workloads } from '../objects/workload';
import { diskPrice, isKnown, machinePrice, type MachinePrice, type NoPrice } from '../../config/google/machine-price';
import { databaseBill } from './database-bill';
import type { LoadSample } from './recorded-load';
import { monthHours, usageOf, type Usage, type UsageRange } from './usage';

export interface Amounts {
  readonly floor: number;
  readonly expected: number;
  readonly ceiling: number;
}

export interface Item extends Amounts {
  readonly component: string;
  /** `traffic` depends on requests and assumptions about them, `platform` on what runs. */
  readonly part: 'platform' | 'traffic';
  /** Why the cost is unknown; its amounts are then 0 and the sums do not include it. @default - the cost is known */
  readonly unknown?: string;
}

export interface Bill {
  readonly environment: string;
  readonly currency: string;
  readonly asOf: string;
  readonly usage: UsageRange;
  readonly items: readonly Item[];
  /** Reasons for costs that the sums leave out, each once. */
  readonly unknown: readonly string[];
  readonly platform: Amounts;
  readonly traffic: Amounts;
}

/** Number of rules in the Cloud Armor policy (stacks/edge-protection.ts): hidden paths, the rate limit, and the default rule. */
export const armorRules = 3;

const gib = 2 ** 30;
const kib = 1024;

export interface BillInput {
  readonly environment: Environment;
  readonly manifests: Manifests;
  readonly prices: Prices;
  /** Recorded load of the first workload. @default - the built-in diurnal load */
  readonly load?: readonly LoadSample[];
}

export function billOf({ environment, manifests, prices, load }: BillInput): Bill {
  const usage = usageOf(environment, manifests, load);
  const { nat, loadBalancer, armor, logging, assumptions } = prices;
  const isProtected = environment.exposure.kind === 'gateway';
  const item = (part: Item['part'], component: string, cost: Cost): Item =>
    typeof cost === 'function'
      ? { component, part, floor: cost(usage.floor), expected: cost(usage.expected), ceiling: cost(usage.ceiling) }
      : { component, part, floor: 0, expected: 0, ceiling: 0, unknown: cost.unknown };
  const disk = diskPrice(prices, environment.nodePool.machineType);
  const disks = (gibOf: (used: Usage) => number): Cost => priced(disk, ({ gibMonth }, used) => gibOf(used) * gibMonth);
  const moved = ({ requests }: Usage, each: number): number => (requests * each * kib) / gib;
  const items = [
    ...nodes(environment, prices).map(({ component, cost }) => item('platform', component, cost)),
    item(
      'platform',
      'boot disks',
      disks((used) => used.nodes * gibibytes(environment.nodePool.diskSize)),
    ),
    item(
      'platform',
      'volumes',
      disks(() => volumeGib(manifests)),
    ),
    item('platform', 'cluster management', () => prices.clusterHour * monthHours),
    item('platform', 'Cloud NAT gateway', (used) => (natHour(used.nodes, nat) + nat.addressHour) * monthHours),
    item('platform', 'load balancer rules', () => loadBalancer.rulesHour * monthHours),
    ...(isProtected ? [item('platform', 'Cloud Armor policy', () => armor.policyMonth + armorRules * armor.ruleMonth)] : []),
    ...(isProtected ? [item('traffic', 'Cloud Armor requests', (used) => (used.requests / 1e6) * armor.millionRequests)] : []),
    ...secrets(environment, prices).map(({ component, cost }) => item('platform', component, cost)),
    ...databaseBill(environment, prices).map(({ component, month }) => item('platform', component, typeof month === 'number' ? () => month : month)),
    ...samples(environment, prices).map(({ component, cost }) => item('platform', component, cost)),
    item('traffic', 'Cloud NAT data', (used) => moved(used, assumptions.outsideKibPerRequest) * nat.gib),
    item('traffic', 'load balancer data', (used) => moved(used, assumptions.requestKib + assumptions.responseKib) * loadBalancer.gib),
    item('traffic', 'internet egress', (used) => moved(used, assumptions.responseKib) * prices.egressGib),
    item('traffic', 'logging', (used) => {
      const ingested = moved(used, assumptions.logKibPerRequest) + used.nodes * assumptions.logGibPerNode;
      return Math.max(ingested - logging.freeGib, 0) * logging.gib;
    }),
  ];
  return {
    environment: environment.name,
    currency: prices.currency,
    asOf: prices.asOf,
    usage,
    items,
    unknown: [...new Set(items.flatMap(({ unknown }) => (unknown === undefined ? [] : [unknown])))],
    platform: totalOf(items.filter(({ part }) => part === 'platform')),
    traffic: totalOf(items.filter(({ part }) => part === 'traffic')),
  };
}

export function totalOf(items: readonly Amounts[]): Amounts {
  const total = (level: keyof Amounts): number => items.reduce((sum, one) => sum + one[level], 0);
  return { floor: total('floor'), expected: total('expected'), ceiling: total('ceiling') };
}

type Cost = ((used: Usage) => number) | NoPrice;

interface Priced {
  readonly component: string;
  readonly cost: Cost;
}

/** Cost of the nodes. The minimum always runs and may have a committed-use discount; a share of the nodes above it may be Spot machines. */
function nodes({ google, nodePool, cost }: Environment, prices: Prices): readonly Priced[] {
  const { machineType, minNodes } = nodePool;
  const machine = machinePrice(prices, google.region, machineType);
  const other = machinePrice(prices, google.region, nodePool.spot?.machineType ?? machineType);
  const commitment = cost?.commitment ?? 'none';
  const committed = commitment === 'none' ? 1 : prices.commitment[commitment];
  const spotShare = cost?.spotShare ?? 0;
  const above = (used: Usage): number => Math.max(used.nodes - minNodes, 0);
  const always = `nodes, the ${minNodes} of ${machineType} that always run${commitment === 'none' ? '' : ` (committed for ${commitment})`}`;
  return [
    { component: always, cost: priced(machine, ({ onDemand }) => minNodes * onDemand * committed * monthHours) },
    { component: `nodes above, ${machineType}`, cost: priced(machine, ({ onDemand }, used) => above(used) * (1 - spotShare) * onDemand * monthHours) },
    ...(spotShare === 0 ? [] : [{ component: `nodes above, spot (${spotShare * 100} %)`, cost: spotCost(machine, other, (used) => above(used) * spotShare) }]),
  ];
}

/** Cost of a usage; unknown where the price is unknown. */
function priced<Price extends object>(price: Price | NoPrice, cost: (price: Price, used: Usage) => number): Cost {
  return isKnown(price) ? (used) => cost(price, used) : price;
}

/** Cost of Spot machines. A machine of another size replaces nodes in proportion to its processors. @param nodes number of nodes that are replaced */
function spotCost(machine: MachinePrice | NoPrice, other: MachinePrice | NoPrice, nodes: (used: Usage) => number): Cost {
  return isKnown(machine) ? priced(other, ({ spot, vcpus }, used) => (nodes(used) * spot * machine.vcpus * monthHours) / vcpus) : machine;
}

/** Cost of the copy in Google Managed Prometheus, with the most series that the configuration allows, whatever the load. */
function samples(environment: Environment, { managedPrometheus: { millionSamples } }: Prices): readonly Priced[] {
  const { managedPrometheus } = environment.cluster;
  if (managedPrometheus.kind === 'off') return [];
  const month = (copiedSeries(environment) / seconds(managedPrometheus.interval)) * monthHours * 3600;
  return [{ component: 'Google Managed Prometheus, at most', cost: () => (month / 1e6) * millionSamples }];
}

/** Cost of secrets, one version of each; replaced versions also cost until they are destroyed. */
function secrets({ workloads }: Environment, { secretVersionMonth }: Prices): readonly Priced[] {
  const { length } = readSecrets(workloads);
  if (length === 0) return [];
  const component = `${length} secrets of Secret Manager`;
  return [{ component, cost: secretVersionMonth === undefined ? { unknown: 'no price for a secret of Secret Manager' } : () => length * secretVersionMonth }];
}

function natHour(machines: number, { machineHour, mostMachines, gatewayHourAbove }: Prices['nat']): number {
  return machines <= mostMachines ? machines * machineHour : gatewayHourAbove;
}

/** Total size of the volumes that StatefulSets claim, one per replica, in gibibytes. */
function volumeGib(manifests: Manifests): number {
  return workloads(manifests).reduce((total, { object, replicas = 1 }) => {
    const each = claimTemplates(manifests, object).map(({ spec }) => quantity(spec.resources?.requests['storage']) ?? 0);
    return total + (replicas * each.reduce((sum, bytes) => sum + bytes, 0)) / gib;
  }, 0);
}
