/** What databases and caches that Google runs cost in a month, whatever the load. */
import { isCloudSql, isMemorystore, type CloudSqlDatabase, type MemorystoreCache } from '../../config/database';
import type { Environment } from '../../config/environment';
import { databaseMachine } from '../../config/google/cloud-sql';
import type { NoPrice } from '../../config/google/machine-price';
import type { Prices } from '../../config/google/prices';
import { gibibytes } from '../../config/quantities';
import { monthHours } from './usage';

interface DatabaseCost {
  readonly component: string;
  readonly month: number | NoPrice;
}

export function databaseBill(environment: Environment, prices: Prices): readonly DatabaseCost[] {
  const { databases = {} } = environment;
  return Object.entries(databases).flatMap(([name, database]) => {
    if (isCloudSql(database)) return cloudSqlCosts(environment, prices, { ...database, name });
    return isMemorystore(database) ? [memorystoreCost(environment, prices, { ...database, name })] : [];
  });
}

type Named<Kind> = Kind & { readonly name: string };

/** A standby in another zone is a second machine with a second disk. */
function cloudSqlCosts({ google, nodePool }: Environment, prices: Prices, { name, google: stated }: Named<CloudSqlDatabase>): readonly DatabaseCost[] {
  const { tier, disk } = stated;
  const price = prices.cloudSql?.[google.region];
  const machine = databaseMachine(tier);
  const hour = price === undefined || machine === undefined ? undefined : machineHour(price, tier, machine);
  const zones = nodePool.survivesZoneLoss ? 2 : 1;
  const where = zones === 2 ? `${tier} in two zones` : tier;
  const unknown = { unknown: `no price for ${tier} of Cloud SQL in ${google.region}` };
  const gib = gibibytes(disk.size);
  return [
    { component: `database ${name}, ${where}`, month: hour === undefined ? unknown : zones * hour * monthHours },
    { component: `database ${name}, disk of ${disk.size} at first`, month: price === undefined ? unknown : zones * gib * price.diskGibMonth },
    { component: `database ${name}, backups`, month: price === undefined ? unknown : gib * (prices.assumptions.backupShare ?? 1) * price.backupGibMonth },
  ];
}

type CloudSqlPrice = NonNullable<Prices['cloudSql']>[string];
type Machine = NonNullable<ReturnType<typeof databaseMachine>>;

/** @returns undefined where the table does not know: of Enterprise Plus, and of small machines that it does not list */
function machineHour({ vcpuHour, gibHour, sharedHour }: CloudSqlPrice, tier: string, { edition, vcpus, memory, shared }: Machine): number | undefined {
  if (shared) return sharedHour?.[tier];
  return edition === 'ENTERPRISE' ? vcpus * vcpuHour + (memory / 1024) * gibHour : undefined;
}

function memorystoreCost({ google }: Environment, { memorystore }: Prices, { name, google: stated }: Named<MemorystoreCache>): DatabaseCost {
  const { nodeType, replicas } = stated;
  const hour = memorystore?.[google.region]?.[nodeType];
  const nodes = 1 + replicas;
  return {
    component: `cache ${name}, ${nodes} ${nodeType}`,
    month: hour === undefined ? { unknown: `no price for ${nodeType} of Memorystore in ${google.region}` } : nodes * hour * monthHours,
  };
}
