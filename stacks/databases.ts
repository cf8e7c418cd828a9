/** Databases and caches of an environment that Google runs, each with its endpoint in this network and the rights of its users. */
import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { isCloudSql, isMemorystore } from '../config/database';
import type { Environment } from '../config/environment';
import { cacheRole } from '../config/google/memorystore';
import { Cache } from './cache';
import { Database, databaseRoles } from './database';
import { useKey } from './encryption-key';
import { ServiceEndpoints } from './service-endpoints';
import type { IdentityPool } from './workload-principal';

export interface DatabasesProps extends IdentityPool {
  readonly environment: Environment;
  readonly project: pulumi.Input<string>;
  readonly network: pulumi.Input<string>;
  readonly key: pulumi.Input<string>;
  readonly labels: Record<string, string>;
}

/** Google Cloud services that the environment's databases need. */
export function databaseServices({ databases = {} }: Pick<Environment, 'databases'>): readonly string[] {
  const stated = Object.values(databases);
  return [...(stated.some(isCloudSql) ? ['sqladmin.googleapis.com'] : []), ...(stated.some(isMemorystore) ? ['memorystore.googleapis.com'] : [])];
}

/** Roles that are granted on the project with a condition for one instance each. */
export function databaseGrants({ databases = {} }: Pick<Environment, 'databases'>): readonly string[] {
  const stated = Object.values(databases);
  const signedIn = stated.filter(isCloudSql).some(({ google }) => google.through === 'proxy');
  return [...(signedIn ? databaseRoles : []), ...(stated.some(isMemorystore) ? [cacheRole] : [])];
}

export class Databases extends pulumi.ComponentResource {
  public constructor(name: string, props: DatabasesProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Databases', name, {}, opts);
    const { environment, project, network } = props;
    const { databases = {}, google, workloads } = environment;
    const range = environment.network.endpoints;
    if (range === undefined) throw new Error('network.endpoints must be stated for databases of Google, received none');
    const endpoints = new ServiceEndpoints(name, { project, region: google.region, network, range }, { parent: this });
    const key = this.keyFor(name, props);
    const zone = Object.values(databases).some(isCloudSql) ? this.zone(name, props) : '';
    for (const [id, database] of Object.entries(databases)) {
      const users = workloads.filter(({ uses = {} }) => id in uses);
      if (isCloudSql(database)) new Database(id, { ...props, key, endpoints, zone, database, users }, { parent: this });
      if (isMemorystore(database)) new Cache(id, { ...props, key, endpoints, cache: database, users }, { parent: this });
    }
    this.registerOutputs({});
  }

  /** The key, known once the services' agents may use it. Agents would be created on first use, which is too late, so they are created here. */
  private keyFor(name: string, { environment, project, key }: DatabasesProps): pulumi.Output<string> {
    const grants = databaseServices(environment).map((service) => {
      const id = `${name}-${service.replace(/\..*$/, '')}`;
      const agent = new gcp.projects.ServiceIdentity(id, { project, service }, { parent: this });
      return new gcp.kms.CryptoKeyIAMMember(id, { cryptoKeyId: key, role: useKey, member: agent.member }, { parent: this }).id;
    });
    return pulumi.all([key, pulumi.all(grants)]).apply(([id]) => id);
  }

  /** Private DNS zone for the names of the region's instances, which connectors look up. */
  private zone(name: string, { environment, project, network }: DatabasesProps): pulumi.Output<string> {
    const zone = new gcp.dns.ManagedZone(
      `${name}-sql`,
      {
        project,
        name: `${name}-sql`,
        dnsName: `${environment.google.region}.sql.goog.`,
        visibility: 'private',
        privateVisibilityConfig: { networks: [{ networkUrl: network }] },
      },
      { parent: this },
    );
    return zone.name;
  }
}
