/** Rules of databases and caches that the infrastructure program creates. */
import { isCloudSql, isMemorystore, type CloudSqlDatabase, type Database, type MemorystoreCache } from '../database';
import { proxyName, variablesOf } from '../database-bindings';
import { statedVariables } from '../container';
import { cloudSqlPorts, databaseAccount, databaseMachine, isIn, keptConnections, mostConnections, standardFlags, tierText } from '../google/cloud-sql';
import { cacheNodes, valkeyPort } from '../google/memorystore';
import { regions } from '../google/regions';
import { addresses, ipRange, overlaps } from '../ip-range';
import { gibibytes } from '../quantities';
import type { Problem } from './problem';
import { when, type Draft, type Rule } from './draft';

const ofCloudSql =
  (problems: (database: CloudSqlDatabase, draft: Draft, name: string) => readonly Problem[]): Rule =>
  (draft) =>
    Object.entries(draft.databases ?? {}).flatMap(([name, database]) =>
      isCloudSql(database) ? problems(database, draft, name).map((problem) => ({ ...problem, path: `databases.${name}.${problem.path}` })) : [],
    );

const ofMemorystore =
  (problems: (cache: MemorystoreCache, draft: Draft) => readonly Problem[]): Rule =>
  (draft) =>
    Object.entries(draft.databases ?? {}).flatMap(([name, database]) =>
      isMemorystore(database) ? problems(database, draft).map((problem) => ({ ...problem, path: `databases.${name}.${problem.path}` })) : [],
    );

const services: Readonly<Record<NonNullable<Database['google']>['service'], Database['kind']>> = { 'cloud-sql': 'postgresql', memorystore: 'valkey' };

const kinds: Rule = ({ databases = {} }) =>
  Object.entries(databases).flatMap(([name, { kind, google }]) =>
    when(google !== undefined && services[google.service] !== kind, {
      path: `databases.${name}.kind`,
      rule: `must be "${google === undefined ? '' : services[google.service]}", which is what ${google?.service ?? ''} makes`,
      received: kind,
    }),
  );

/** Google limits the name of an instance, and the names of its account and its proxy are made from it. */
const names: Rule = ({ databases = {} }) =>
  Object.entries(databases).flatMap(([name, { google }]) =>
    when(google !== undefined && (name.length < 4 || databaseAccount(name).length > 30), {
      path: `databases.${name}`,
      rule: `must have a name of 4 to ${30 - databaseAccount('').length} characters: its instance has it, and its account is called ${databaseAccount(name)}`,
      received: name,
    }),
  );

type Made = Database & { readonly google: NonNullable<Database['google']> };

/** The databases that Google runs, by name. */
function madeOf({ databases = {} }: Draft): readonly (readonly [name: string, database: Made])[] {
  return Object.entries(databases).flatMap(([name, database]) => (isMade(database) ? [[name, database] as const] : []));
}

/** Itself and no copy: what is missing in it has to end a rule that reads it, and a copy would not know. */
function isMade(database: Database): database is Made {
  return database.google !== undefined;
}

const sizes: Rule = (draft) =>
  madeOf(draft).flatMap(
    ([
      name,
      {
        google,
        network: { cidr },
      },
    ]) => {
      const prefix = google.service === 'memorystore' ? 31 : 32;
      return when(ipRange(cidr).prefix !== prefix, {
        path: `databases.${name}.network.cidr`,
        rule: prefix === 31 ? 'must be a /31: the address of the primary, and that of the replicas behind it' : 'must be a /32: one address',
        received: cidr,
      });
    },
  );

const endpointsStated: Rule = (draft) =>
  madeOf(draft).flatMap(([name]) =>
    when(draft.network !== undefined && draft.network.endpoints === undefined, {
      path: 'network.endpoints',
      rule: `must be a range such as "10.10.16.0/28": ${name} has its address in it`,
      received: undefined,
    }),
  );

/** Google reserves the first two and the last two addresses of a subnet. */
const withinEndpoints: Rule = (draft) => {
  const endpoints = draft.network?.endpoints;
  if (endpoints === undefined) return [];
  const subnet = ipRange(endpoints);
  const [first, last] = [subnet.first + 2, subnet.first + addresses(subnet) - 2];
  return madeOf(draft).flatMap(
    ([
      name,
      {
        network: { cidr },
      },
    ]) => {
      const range = ipRange(cidr);
      return when(range.first < first || range.first + addresses(range) > last, {
        path: `databases.${name}.network.cidr`,
        rule: `must lie in network.endpoints (${endpoints}), of which Google keeps the first two addresses and the last two`,
        received: cidr,
      });
    },
  );
};

const addressesApart: Rule = (draft) => {
  const made = madeOf(draft);
  return made.flatMap(
    (
      [
        name,
        {
          network: { cidr },
        },
      ],
      index,
    ) =>
      made
        .slice(0, index)
        .filter(([, other]) => overlaps(ipRange(other.network.cidr), ipRange(cidr)))
        .map(([other]) => ({ path: `databases.${name}.network.cidr`, rule: `must not overlap that of ${other}`, received: cidr })),
  );
};

const endpointsUsed: Rule = ({ databases = {}, network }) =>
  when(network?.endpoints !== undefined && !Object.values(databases).some(({ google }) => google !== undefined), {
    path: 'network.endpoints',
    rule: 'must be left out where no database of the environment is made by Google (databases.*.google)',
    received: network?.endpoints,
  });

const ports: Rule = ({ databases = {} }) =>
  Object.entries(databases).flatMap(
    ([
      name,
      {
        google,
        network: { port },
      },
    ]) => {
      const right = google?.service === 'memorystore' ? valkeyPort : cloudSqlPorts.direct;
      return when(google !== undefined && port !== right, {
        path: `databases.${name}.network.port`,
        rule: `must be ${right}, which Google gives it`,
        received: port,
      });
    },
  );

const tiers = ofCloudSql(({ google: { tier } }, { place }) => {
  const machine = databaseMachine(tier);
  if (machine === undefined) return [{ path: 'google.tier', rule: `must be a machine of Cloud SQL: ${tierText}`, received: tier }];
  return when(place !== undefined && regions[place.region] !== undefined && !isIn(place.region, machine), {
    path: 'google.tier',
    rule: `must be a machine that ${place?.region ?? ''} has: it has none of Enterprise Plus, so db-custom-${machine.vcpus}-${Math.min(machine.memory, machine.vcpus * 6656)}`,
    received: tier,
  });
});

/** An environment that must survive the loss of a zone needs machines with an availability promise. */
const promised = ofCloudSql(({ google: { tier } }, { nodePool }) =>
  when(nodePool?.survivesZoneLoss === true && databaseMachine(tier)?.shared === true, {
    path: 'google.tier',
    rule: 'must be a machine with processors of its own where the environment survives a zone: of a shared one Google promises nothing',
    received: tier,
  }),
);

const carried = ofCloudSql(({ google: { tier }, connections }) => {
  const machine = databaseMachine(tier);
  if (machine === undefined) return [];
  const most = mostConnections(machine);
  return [
    ...when(connections.most > most, {
      path: 'connections.most',
      rule: `must be at most ${most}, what the memory of ${tier} carries; instead a larger tier`,
      received: connections.most,
    }),
    ...when(connections.reserved < keptConnections, {
      path: 'connections.reserved',
      rule: `must be at least ${keptConnections}, which PostgreSQL keeps for superusers`,
      received: connections.reserved,
    }),
  ];
});

const disks = ofCloudSql(({ google: { disk } }) => [
  ...when(gibibytes(disk.size) < 10, { path: 'google.disk.size', rule: 'must be at least 10Gi', received: disk.size }),
  ...when(gibibytes(disk.most) < gibibytes(disk.size) || gibibytes(disk.most) > 65_536, {
    path: 'google.disk.most',
    rule: `must be at least disk.size (${disk.size}) and at most 65536Gi`,
    received: disk.most,
  }),
]);

const elsewhere = ['eu', 'us', 'asia'];

const backups = ofCloudSql(({ google: { backup, tier } }, { place }) => {
  const plus = databaseMachine(tier)?.edition === 'ENTERPRISE_PLUS';
  const isPlace = elsewhere.includes(backup.location) || regions[backup.location] !== undefined;
  return [
    ...when(!isPlace || backup.location === place?.region, {
      path: 'google.backup.location',
      rule: `must be another region than the instance's (${place?.region ?? ''}), or one of ${elsewhere.join(', ')}`,
      received: backup.location,
    }),
    ...when(!plus && backup.logDays > 7, { path: 'google.backup.logDays', rule: 'must be at most 7, or 35 with Enterprise Plus', received: backup.logDays }),
    ...when(backup.logDays > backup.days, { path: 'google.backup.logDays', rule: `must be at most backup.days (${backup.days})`, received: backup.logDays }),
  ];
});

const flags = ofCloudSql(({ google: { flags: stated = {} } }) =>
  Object.entries(stated).flatMap(([flag, received]) => [
    ...when(flag === 'max_connections', { path: `google.flags.${flag}`, rule: 'must not be stated: connections.most says it', received }),
    ...when(flag in standardFlags, { path: `google.flags.${flag}`, rule: `must not be stated: it is ${standardFlags[flag] ?? ''} everywhere`, received }),
  ]),
);

const caches = ofMemorystore(({ google: { nodeType, replicas }, connections }, { nodePool }) => {
  const node = cacheNodes[nodeType];
  const survives = nodePool?.survivesZoneLoss === true;
  return [
    ...when(survives && replicas === 0, {
      path: 'google.replicas',
      rule: 'must be at least 1 where the environment survives a zone: with its only node all of it is gone',
      received: replicas,
    }),
    ...when(survives && 'withoutPromise' in node, {
      path: 'google.nodeType',
      rule: 'must not be shared-core-nano where the environment survives a zone: Google promises nothing of it',
      received: nodeType,
    }),
    ...when(connections.most > node.clients, {
      path: 'connections.most',
      rule: `must be at most ${node.clients}, what a node of ${nodeType} takes in clients`,
      received: connections.most,
    }),
  ];
});

/** A cache without persistence holds only data that can be computed again, so a backup of it is a mistake. */
const kept = ofMemorystore(({ google: { persistence, backup } }) =>
  when(persistence.kind === 'none' && backup !== undefined, {
    path: 'google.backup',
    rule: 'must be left out where persistence is none: what can be made again needs no copy',
    received: backup,
  }),
);

/** A workload must not state a variable that one of its databases already gives it. */
const variables: Rule = ({ databases = {}, workloads }) =>
  workloads.flatMap(({ index, workload }) =>
    Object.keys(workload.uses ?? {}).flatMap((name) => {
      const made = databases[name] === undefined ? [] : variablesOf(name, databases[name]);
      return statedVariables(workload)
        .filter(({ variable }) => made.includes(variable))
        .map(({ variable, path }) => ({
          path: `workloads[${index}].${path}`,
          rule: `must not be stated: ${variable} follows from uses.${name}`,
          received: variable,
        }));
    }),
  );

const sidecarNames: Rule = ({ databases = {}, workloads }) =>
  workloads.flatMap(({ index, workload: { uses = {}, sidecars = [] } }) =>
    sidecars.flatMap(({ name }, at) =>
      when(
        Object.keys(uses).some((used) => databases[used] !== undefined && isCloudSql(databases[used]) && proxyName(used) === name),
        { path: `workloads[${index}].sidecars[${at}].name`, rule: 'must not be that of a proxy, which follows from uses', received: name },
      ),
    ),
  );

/** In the order in which problems are shown. */
export const managedDatabaseRules: readonly Rule[] = [
  kinds,
  names,
  sizes,
  endpointsStated,
  withinEndpoints,
  addressesApart,
  endpointsUsed,
  ports,
  tiers,
  promised,
  carried,
  disks,
  backups,
  flags,
  caches,
  kept,
  variables,
  sidecarNames,
];
