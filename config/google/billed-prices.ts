/** A price table in the currency that the billing account pays in. The rate belongs to the table, because only an invoice or a contract says it: none is known here. */
import type { Prices } from './price-table';

type Amounts = Readonly<Record<string, number>>;

/** The same table with each amount in the currency of `billed`; shares, counts, quantities and assumptions stay. Without `billed` it stays as it is. */
export function inBilledCurrency(table: Prices): Prices {
  const { billed, ...prices } = table;
  if (billed === undefined) return table;
  const one = (amount: number): number => amount * billed.rate;
  const maybe = <Key extends string>(key: Key, amount: number | undefined): Partial<Record<Key, number>> =>
    amount === undefined ? {} : ({ [key]: one(amount) } as Partial<Record<Key, number>>);
  const each = <Table extends Amounts>(amounts: Table): Table => mapped(amounts, one) as Table;
  const { nat, loadBalancer, armor, logging, managedPrometheus, cloudSql, cloudSqlPlus, memorystore } = prices;
  return {
    ...prices,
    currency: billed.currency,
    regions: mapped(prices.regions, (families) => mapped(families, (family) => ({ ...family, vcpuHour: one(family.vcpuHour), gibHour: one(family.gibHour) }))),
    balancedDiskGibMonth: one(prices.balancedDiskGibMonth),
    clusterHour: one(prices.clusterHour),
    egressGib: one(prices.egressGib),
    ...maybe('balancedHyperdiskGibMonth', prices.balancedHyperdiskGibMonth),
    ...maybe('serviceEndpointHour', prices.serviceEndpointHour),
    ...maybe('alertConditionMonth', prices.alertConditionMonth),
    ...maybe('secretVersionMonth', prices.secretVersionMonth),
    nat: { ...each(nat), mostMachines: nat.mostMachines },
    loadBalancer: each(loadBalancer),
    armor: each(armor),
    logging: { ...each(logging), freeGib: logging.freeGib },
    managedPrometheus: each(managedPrometheus),
    ...(cloudSql === undefined
      ? {}
      : {
          cloudSql: mapped(cloudSql, ({ sharedHour, ...amounts }) => ({
            ...each(amounts),
            ...(sharedHour === undefined ? {} : { sharedHour: each(sharedHour) }),
          })),
        }),
    ...(cloudSqlPlus === undefined
      ? {}
      : {
          cloudSqlPlus: mapped(cloudSqlPlus, ({ backupGibMonth, ...amounts }) => ({ ...each(amounts), ...maybe('backupGibMonth', backupGibMonth) })),
        }),
    ...(memorystore === undefined ? {} : { memorystore: mapped(memorystore, each) }),
  };
}

function mapped<Key extends string, From, To>(table: Readonly<Partial<Record<Key, From>>>, change: (value: From) => To): Record<Key, To> {
  const entries = Object.entries(table) as [string, From][];
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)])) as Record<Key, To>;
}
