import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { MemorystoreCache } from '../config/database';
import type { Environment } from '../config/environment';
import { cacheRole } from '../config/google/memorystore';
import { addressText, ipRange } from '../config/ip-range';
import type { Workload } from '../config/workload';
import { onlyAt } from './database';
import { dayName } from './maintenance-day';
import type { ServiceEndpoint, ServiceEndpoints } from './service-endpoints';
import { workloadPrincipal, type IdentityPool } from './workload-principal';

export interface CacheProps extends IdentityPool {
  readonly environment: Environment;
  readonly project: pulumi.Input<string>;
  readonly network: pulumi.Input<string>;
  readonly labels: Record<string, string>;
  /** Key that encrypts data on disks. */
  readonly key: pulumi.Input<string>;
  readonly endpoints: ServiceEndpoints;
  readonly cache: MemorystoreCache;
  /** Workloads that use the cache. */
  readonly users: readonly Workload[];
}

type Args = gcp.memorystore.InstanceArgs;

/** A Memorystore for Valkey instance, a primary with replicas. It uses TLS, and pods sign in with a token of their own account. */
export class Cache extends pulumi.ComponentResource {
  public constructor(name: string, props: CacheProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Cache', name, {}, opts);
    const { environment, project, labels, key, endpoints, cache } = props;
    const { region } = environment.google;
    const { version, nodeType, replicas, persistence, backup, maintenance } = cache.google;
    const protect = environment.cluster.protected;
    const instance = new gcp.memorystore.Instance(
      name,
      {
        project,
        location: region,
        instanceId: name,
        labels,
        mode: 'CLUSTER_DISABLED',
        shardCount: 1,
        engineVersion: version,
        nodeType: nodeType.replaceAll('-', '_').toUpperCase(),
        replicaCount: replicas,
        zoneDistributionConfig: { mode: 'MULTI_ZONE' },
        authorizationMode: 'IAM_AUTH',
        transitEncryptionMode: 'SERVER_AUTHENTICATION',
        kmsKey: key,
        deletionProtectionEnabled: protect,
        engineConfigs: { maxclients: String(cache.connections.most) },
        persistenceConfig: persistenceOf(persistence),
        ...(backup === undefined
          ? {}
          : { automatedBackupConfig: { fixedFrequencySchedule: { startTime: { hours: backup.hour } }, retention: `${backup.days * 86_400}s` } }),
        maintenancePolicy: { weeklyMaintenanceWindows: [{ day: dayName(maintenance.day), startTime: { hours: maintenance.hour } }] },
      },
      { parent: this, protect },
    );
    const { first } = ipRange(cache.network.cidr);
    const places = (
      [
        ['primary', 'PRIMARY'],
        ['reader', 'READER'],
      ] as const
    ).map(([id, type], index) => {
      const attachment = instance.pscAttachmentDetails.apply((offered) => attachmentOf(offered, `CONNECTION_TYPE_${type}`));
      const address = addressText(first + index);
      return { attachment, address, ...endpoints.add({ id: `${name}-${id}`, attachment, address }) };
    });
    new gcp.memorystore.InstanceDesiredUserCreatedEndpoints(
      name,
      {
        project,
        region,
        name: instance.instanceId,
        desiredUserCreatedEndpoints: [{ connections: places.map((place) => ({ pscConnection: connectionOf(props, place) })) }],
      },
      { parent: this },
    );
    const condition = onlyAt(`projects/${environment.google.project}/locations/${region}/instances/${name}`, 'memorystore.googleapis.com');
    for (const { namespace, name: serviceAccount } of props.users) {
      const member = workloadPrincipal(props, { namespace, serviceAccount });
      new gcp.projects.IAMMember(`cache-${name}-${serviceAccount}`, { project, role: cacheRole, member, condition }, { parent: this });
    }
    this.registerOutputs({});
  }
}

interface Place extends ServiceEndpoint {
  readonly attachment: pulumi.Output<string>;
  readonly address: string;
}

function connectionOf({ project, network }: CacheProps, { attachment, address, rule, connection }: Place) {
  return { pscConnectionId: connection, ipAddress: address, forwardingRule: rule, network, projectId: project, serviceAttachment: attachment };
}

/** Service attachment of the instance, known once Google has created it. In a preview it does not exist yet and has no name. */
function attachmentOf(offered: readonly gcp.types.output.memorystore.InstancePscAttachmentDetail[], type: string): string {
  return offered.find(({ connectionType }) => connectionType === type)?.serviceAttachment ?? '';
}

const periods = { '1h': 'ONE_HOUR', '6h': 'SIX_HOURS', '12h': 'TWELVE_HOURS', '24h': 'TWENTY_FOUR_HOURS' } as const;

function persistenceOf(persistence: MemorystoreCache['google']['persistence']): Args['persistenceConfig'] {
  switch (persistence.kind) {
    case 'none':
      return { mode: 'DISABLED' };
    case 'snapshots':
      return { mode: 'RDB', rdbConfig: { rdbSnapshotPeriod: periods[persistence.every] } };
    case 'log':
      return { mode: 'AOF', aofConfig: { appendFsync: persistence.written === 'always' ? 'ALWAYS' : 'EVERY_SEC' } };
  }
}
