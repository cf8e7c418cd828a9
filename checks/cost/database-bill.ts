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
  const each = Object.entries(databases).flatMap(([name, database]) => {
    if (isCloudSql(database)) return cloudSqlCosts(environment, prices, { ...database, name });
    return isMemorystore(database) ? [memorystoreCost(environment, prices, { ...database, name })] : [];
  });
  return each.length === 0 ? [] : [...each, ...aroundThem(environment, prices)];
}

/** What is made around each: a database has one way to it, a cache one to its primary and one to who answers reads; and conditions of alerts. */
export const aroundEach: Readonly<Record<'database' | 'cache', { readonly ways: number; readonly conditions: number }>> = {
  database: { ways: 1, conditions: 4 },
  cache: { ways: 2, conditions: 3 },
};

function aroundThem({ databases = {} }: Environment, { serviceEndpointHour, alertConditionMonth }: Prices): readonly DatabaseCost[] {
  const around = Object.values(databases).flatMap((one) => (isCloudSql(one) ? [aroundEach.database] : isMemorystore(one) ? [aroundEach.cache] : []));
  const ways = around.reduce((sum, one) => sum + one.ways, 0);
  const conditions = around.reduce((sum, one) => sum + one.conditions, 0);
  return [
    {
      component: `${ways} ${ways === 1 ? 'address' : 'addresses'} of databases and caches`,
      month: serviceEndpointHour === undefined ? { unknown: 'no price for an endpoint of Private Service Connect' } : ways * serviceEndpointHour * monthHours,
    },
    {
      component: `${conditions} alerts on databases and caches`,
      month: alertConditionMonth === undefined ? { unknown: 'no price for an alert of Cloud Monitoring' } : conditions * alertConditionMonth,
    },
  ];
}

type Named<Kind> = Kind & { readonly name: string };

/** A standby in another zone is a second machine with a second disk. */
function cloudSqlCosts(environment: Environment, prices: Prices, { name, google: stated }: Named<CloudSqlDatabase>): readonly DatabaseCost[] {
  const { tier, disk } = stated;
  const price = priceOf(environment, prices, tier);
  const zones = environment.nodePool.survivesZoneLoss ? 2 : 1;
  const unknown = { unknown: `no price for ${tier} of Cloud SQL in ${environment.google.region}` };
  const times = (amount: number, each: number | undefined): number | NoPrice => (each === undefined ? unknown : amount * each);
  const gib = gibibytes(disk.size);
  return [
    { component: `database ${name}, ${zones === 2 ? `${tier} in two zones` : tier}`, month: times(zones * monthHours, price.hour) },
    { component: `database ${name}, disk of ${disk.size} at first`, month: times(zones * gib, price.diskGibMonth) },
    { component: `database ${name}, backups`, month: times(gib * (prices.assumptions.backupShare ?? 1), price.backupGibMonth) },
  ];
}

interface InstancePrice {
  readonly hour?: number | undefined;
  readonly diskGibMonth?: number;
  readonly backupGibMonth?: number | undefined;
}

/** Of a machine of either edition in one zone; what the table does not know is left out. */
function priceOf({ google: { region } }: Environment, { cloudSql, cloudSqlPlus }: Prices, tier: string): InstancePrice {
  const machine = databaseMachine(tier);
  const price: CloudSqlPrice | undefined = machine?.edition === 'ENTERPRISE_PLUS' ? cloudSqlPlus?.[region] : cloudSql?.[region];
  if (machine === undefined || price === undefined) return {};
  const { diskGibMonth, backupGibMonth } = price;
  return { hour: machineHour(price, tier, machine), diskGibMonth, backupGibMonth };
}

/** Of either edition; only Enterprise has small machines. */
type CloudSqlPrice = NonNullable<Prices['cloudSqlPlus']>[string] & Pick<NonNullable<Prices['cloudSql']>[string], 'sharedHour'>;
type Machine = NonNullable<ReturnType<typeof databaseMachine>>;

/** @returns undefined for small machines that the table does not list */
function machineHour({ vcpuHour, gibHour, sharedHour }: CloudSqlPrice, tier: string, { vcpus, memory, shared }: Machine): number | undefined {
  return shared ? sharedHour?.[tier] : vcpus * vcpuHour + (memory / 1024) * gibHour;
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
