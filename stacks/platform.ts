/** The whole infrastructure of one environment: its components, and the outputs that each passes to others. */
import type * as pulumi from '@pulumi/pulumi';
import { destinationsOf, hostsOf } from '../config/destinations';
import type { Environment } from '../config/environment';
import { allowedImages } from '../config/google/allowed-images';
import { readSecrets } from '../config/secret-readers';
import { webWorkloads } from '../config/workload';
import { CiIdentity } from './ci-identity';
import { ownGrants } from './ci-roles';
import { Cluster } from './cluster';
import { ClusterBackup } from './cluster-backup';
import { DatabaseAlerts } from './database-alerts';
import { Databases, databaseGrants, databaseServices } from './databases';
import { Edge } from './edge';
import { EncryptionKey } from './encryption-key';
import { Firewall } from './firewall';
import { ImagePolicy } from './image-policy';
import { resourceLabels } from './labels';
import { Network } from './network';
import { NodeIdentity, nodeRoles } from './node-identity';
import { NodePool } from './node-pool';
import { Notifications } from './notifications';
import { PrivateGoogleAccess } from './private-google-access';
import { Project } from './project';
import { Registry } from './registry';
import { SpendingAlerts } from './spending-alerts';
import { largestPool } from './subnets';
import { WorkloadAccess, projectRoles } from './workload-access';
import { WorkloadIdentity, workloadNeeds, workloadRoles } from './workload-identity';
import { WorkloadSecrets } from './workload-secrets';

/** Stack outputs for manifests and pipelines; none is secret. */
export interface Outputs {
  readonly project: pulumi.Output<string>;
  readonly region: string;
  readonly cluster: pulumi.Output<string>;
  /** Host name of the control plane, for `gcloud container clusters get-credentials --dns-endpoint`. */
  readonly controlPlane: pulumi.Output<string>;
  /** Largest `maxNodes` for which the address ranges leave room. */
  readonly largestNodePool: number;
  readonly registry: pulumi.Output<string>;
  /** Address of the load balancer. @default - none: the cluster has its own ingress controller */
  readonly address?: pulumi.Output<string>;
  readonly deployProvider: pulumi.Output<string>;
  readonly deployAccount: pulumi.Output<string>;
}

export function platform(environment: Environment): Outputs {
  const { google, exposure, consoles, nodePool, budget, workloads, alerting, tracing, network: ranges, databases = {} } = environment;
  const { name, protected: protect } = environment.cluster;
  const { region, zones } = google;
  const labels = resourceLabels(environment.name);

  const { id: project, number: projectNumber } = new Project(google.project, databaseServices(environment));
  const nodes = new NodeIdentity(`${name}-nodes`, { project });
  const keys = new EncryptionKey(name, { project, projectNumber, region, protect });
  const notifications = new Notifications(`${name}-events`, { project, projectNumber, labels, recipients: budget.recipients });
  const registry = new Registry(name, { project, region, repository: environment.registry.repository, labels, reader: nodes.member, protect });
  new ImagePolicy(name, { project, allowed: allowedImages(environment) });

  const { network, subnetwork } = new Network(name, { project, region, ranges });
  new PrivateGoogleAccess(name, { project, network });
  // HTTPS is already open for every node
  const ofPlatform = [...alerting.egress, ...(tracing.storage.kind === 'badger' ? [] : [tracing.storage.network])].filter(({ port }) => port !== 443);
  new Firewall(name, {
    project,
    network,
    ranges,
    nodes: nodes.email,
    egress: [...workloads.flatMap((workload) => destinationsOf(environment, workload)), ...ofPlatform],
    namedPorts: workloads.flatMap(hostsOf),
  });

  const cluster = new Cluster({
    environment,
    project,
    network,
    subnetwork,
    secretsKey: keys.secrets,
    diskKey: keys.disks,
    nodeServiceAccount: nodes.email,
    topic: notifications.topic,
  });
  const { machineType, diskSize, podsPerNode, minNodes, maxNodes, spot } = nodePool;
  const pool = { project, region, zones, cluster: cluster.id, diskSize, podsPerNode, serviceAccount: nodes.email, diskKey: keys.disks, labels };
  new NodePool('general', { ...pool, machineType, minNodes, maxNodes, spot: false });
  if (spot !== undefined) new NodePool('spot', { ...pool, ...spot, minNodes: 0, spot: true });

  new WorkloadIdentity('workload', { project, projectNumber, pool: cluster.workloadPool, needs: workloadNeeds(environment) });
  const identities = { project, projectNumber, pool: cluster.workloadPool, workloads };
  if (readSecrets(workloads).length > 0) new WorkloadSecrets('workload', { ...identities, region, key: keys.secrets, labels, protect });
  if (workloads.some(({ access = [] }) => access.length > 0)) new WorkloadAccess('workload-access', identities);
  if (databaseServices(environment).length > 0) {
    const { pool: identityPool } = identities;
    new Databases(`${name}-databases`, { environment, project, projectNumber, pool: identityPool, network, key: keys.secrets, labels });
    new DatabaseAlerts(`${name}-databases`, { project, databases, channels: notifications.channels, labels });
  }
  const ci = new CiIdentity('github', {
    project,
    ci: environment.ci,
    nodeAccount: nodes.account,
    grantable: [...nodeRoles, ...workloadRoles, ...projectRoles(workloads), ...databaseGrants(environment)],
    ownGrants: ownGrants(environment),
  });
  const edge =
    exposure.kind === 'gateway'
      ? new Edge(`${name}-edge`, {
          project,
          exposure,
          workloads: webWorkloads(environment).flatMap(({ path, health }) => (path === undefined ? [] : [{ path, health }])),
          consoles: consoles.kind === 'iap' ? consoles : undefined,
          labels,
        })
      : undefined;
  new ClusterBackup(name, { project, region, cluster: cluster.id, key: keys.secrets, backup: environment.backup, labels });
  new SpendingAlerts(name, { project, projectNumber, billingAccount: google.billingAccount, budget, channels: notifications.channels });

  return {
    project,
    region,
    cluster: cluster.name,
    controlPlane: cluster.dnsEndpoint,
    largestNodePool: largestPool(ranges, nodePool),
    registry: registry.url,
    ...(edge === undefined ? {} : { address: edge.address }),
    deployProvider: ci.deployProvider,
    deployAccount: ci.deployAccount,
  };
}
