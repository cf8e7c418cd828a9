/** What a workload gets from a database that Google runs and that it uses: variables with the address, the account to sign in with, and a proxy beside the application. */
import { type CloudSqlDatabase, isCloudSql, isMemorystore, type Database } from './database';
import type { AddressRange } from './egress';
import type { Environment } from './environment';
import { cloudSqlPorts, databaseAccount, passwordSecret } from './google/cloud-sql';
import { platformImage } from './google/platform-images';
import type { ContainerSettings } from './container';
import { addressText, ipRange } from './ip-range';
import type { Sidecar } from './sidecars';
import type { Workload } from './workload';

type Databases = Readonly<Record<string, Database>>;
type Parts = Pick<Environment, 'databases' | 'google' | 'registry'>;

/** What is added to a workload. */
interface Binding {
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: NonNullable<ContainerSettings['secrets']>;
  readonly sidecars: readonly Sidecar[];
}

/** The environment with everything that follows from `uses` added to its workloads, so that readers of a workload need no other source. */
export function withBindings(environment: Environment): Environment {
  const { databases = {} } = environment;
  return Object.values(databases).some(({ google }) => google !== undefined)
    ? { ...environment, workloads: environment.workloads.map((workload) => bound(environment, workload)) }
    : environment;
}

function bound(environment: Parts, workload: Workload): Workload {
  const bindings = bindingsOf(environment, workload);
  if (bindings.length === 0) return workload;
  const env = Object.assign({}, ...bindings.map((binding) => binding.env), workload.env) as Workload['env'];
  const secrets = Object.assign({}, workload.secrets, ...bindings.map((binding) => binding.secrets)) as Binding['secrets'];
  const sidecars = [...(workload.sidecars ?? []), ...bindings.flatMap((binding) => binding.sidecars)];
  return { ...workload, env, ...(Object.keys(secrets).length > 0 && { secrets }), ...(sidecars.length > 0 && { sidecars }) };
}

function bindingsOf(environment: Parts, { uses = {} }: Pick<Workload, 'uses'>): readonly Binding[] {
  const { databases = {} } = environment;
  return Object.keys(uses).flatMap((name) => {
    const database = databases[name];
    if (database === undefined) return [];
    if (isMemorystore(database)) return [{ env: cacheVariables(name, database), secrets: {}, sidecars: [] }];
    return isCloudSql(database) ? [cloudSqlBinding(environment, name, database)] : [];
  });
}

/** Names of the variables that a database gives to its users: `shop-orders` → `SHOP_ORDERS_HOST`, …. */
export function variablesOf(name: string, { google }: Pick<Database, 'google'>): readonly string[] {
  if (google === undefined) return [];
  const endings = google.service === 'memorystore' ? ['HOST', 'READER_HOST', 'PORT'] : ['HOST', 'PORT', 'NAME', 'USER', ...password(google.through)];
  return endings.map((ending) => variable(name, ending));
}

function password(through: CloudSqlDatabase['google']['through']): readonly string[] {
  return through === 'address' ? ['SSLMODE', 'PASSWORD_FILE'] : [];
}

function variable(name: string, ending: string): string {
  return `${name.replaceAll('-', '_').toUpperCase()}_${ending}`;
}

/** An instance of Memorystore has two addresses: the first leads to the primary, the second to the replicas, which answer reads. */
function cacheVariables(name: string, { network }: Database): Binding['env'] {
  const { first } = ipRange(network.cidr);
  return {
    [variable(name, 'HOST')]: addressText(first),
    [variable(name, 'READER_HOST')]: addressText(first + 1),
    [variable(name, 'PORT')]: String(network.port),
  };
}

function cloudSqlBinding(environment: Parts, name: string, database: CloudSqlDatabase): Binding {
  const { network, google } = database;
  const isProxied = google.through === 'proxy';
  const proxy = proxyPorts(environment.databases ?? {}, name);
  const at = isProxied ? { host: '127.0.0.1', port: proxy.listens } : { host: addressText(ipRange(network.cidr).first), port: network.port };
  return {
    env: {
      [variable(name, 'HOST')]: at.host,
      [variable(name, 'PORT')]: String(at.port),
      [variable(name, 'NAME')]: google.database,
      [variable(name, 'USER')]: isProxied ? databaseUser(environment, name) : google.database,
      ...(isProxied ? {} : { [variable(name, 'SSLMODE')]: 'require' }),
    },
    secrets: isProxied ? {} : { [variable(name, 'PASSWORD')]: { from: 'google', name: passwordSecret(name), as: 'file' } },
    sidecars: isProxied ? [proxySidecar(environment, name, proxy)] : [],
  };
}

/** Name of the account as PostgreSQL knows it: its e-mail address without `.gserviceaccount.com`. */
export function databaseUser({ google }: Pick<Environment, 'google'>, name: string): string {
  return `${databaseAccount(name)}@${google.project}.iam`;
}

interface ProxyPorts {
  /** Port of the proxy to which the application connects. */
  readonly listens: number;
  /** Port of the proxy that the kubelet probes. */
  readonly health: number;
}

/** Proxies that the pods of a workload need, with their ports: one for each database that is reached through a proxy. */
export function proxiesOf(
  databases: Databases,
  { uses = {} }: Pick<Workload, 'uses'>,
): readonly { readonly name: string; readonly ports: readonly number[] }[] {
  return Object.keys(uses).flatMap((name) => {
    const database = databases[name];
    if (database === undefined || !isCloudSql(database) || database.google.through !== 'proxy') return [];
    const { listens, health } = proxyPorts(databases, name);
    return [{ name: proxyName(name), ports: [listens, health] }];
  });
}

/** Containers of a pod share one address, so each proxy has ports of its own, by the position of its database in the configuration. */
function proxyPorts(databases: Databases, name: string): ProxyPorts {
  const index = Object.keys(databases).indexOf(name);
  return { listens: cloudSqlPorts.direct + index, health: 9801 + index };
}

export function proxyName(database: string): string {
  return `proxy-${database}`;
}

/**
 * Google's Cloud SQL Auth Proxy. It signs in with a token of the database's account, which the pod's own account may impersonate, and uses TLS 1.3 with a certificate
 * that is valid for an hour. Its memory grows with its connections.
 */
function proxySidecar(environment: Parts, name: string, { listens, health }: ProxyPorts): Sidecar {
  const { project, region } = environment.google;
  return {
    name: proxyName(name),
    image: platformImage(environment, 'cloud-sql-proxy'),
    args: [
      '--psc',
      '--auto-iam-authn',
      `--impersonate-service-account=${databaseAccount(name)}@${project}.iam.gserviceaccount.com`,
      '--structured-logs',
      '--exit-zero-on-sigterm',
      '--health-check',
      '--http-address=0.0.0.0',
      `--http-port=${health}`,
      `--port=${listens}`,
      `${project}:${region}:${name}`,
    ],
    cpu: { request: '50m', limit: '1000m' },
    memory: { request: '64Mi', limit: '256Mi' },
    started: { kind: 'http', port: health, path: '/startup', live: '/liveness' },
  };
}

/** Addresses and port to which pods connect for a database. The server side of Google's proxy has another port than PostgreSQL. */
export function reachedAt(database: Database): AddressRange {
  return isCloudSql(database) && database.google.through === 'proxy' ? { ...database.network, port: cloudSqlPorts.proxy } : database.network;
}

/** Whether a workload signs in to any of its databases with a Google token. */
export function signsIn({ databases = {} }: Pick<Environment, 'databases'>, { uses = {} }: Pick<Workload, 'uses'>): boolean {
  return Object.keys(uses).some((name) => {
    const database = databases[name];
    return database !== undefined && (isMemorystore(database) || (isCloudSql(database) && database.google.through === 'proxy'));
  });
}
