import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { Environment } from '../config/environment';
import { data, endpoint, identity, workloadPool } from './cluster-access';
import { addons, autoscaling, observability, upgrades } from './cluster-operations';
import { resourceLabels } from './labels';
import { nodeConfig } from './node-config';
import { secondaryRanges } from './subnets';

export interface ClusterProps {
  readonly environment: Environment;
  readonly project: pulumi.Input<string>;
  readonly network: pulumi.Input<string>;
  readonly subnetwork: pulumi.Input<string>;
  /** Key that encrypts Secrets in etcd. */
  readonly secretsKey: pulumi.Input<string>;
  readonly diskKey: pulumi.Input<string>;
  readonly nodeServiceAccount: pulumi.Input<string>;
  /** Pub/Sub topic for notifications of upgrades and security bulletins. */
  readonly topic: pulumi.Input<string>;
}

type Args = Partial<gcp.container.ClusterArgs>;

/** The control plane: regional, accessible only by its DNS name with IAM; nodes have no public addresses. */
export class Cluster extends pulumi.ComponentResource {
  public readonly id: pulumi.Output<string>;
  public readonly name: pulumi.Output<string>;
  /** Host name of the control plane. */
  public readonly dnsEndpoint: pulumi.Output<string>;
  /** Name of the workload identity pool of the cluster's pods; known once the pool exists. */
  public readonly workloadPool: pulumi.Output<string>;

  public constructor(props: ClusterProps, opts?: pulumi.ComponentResourceOptions) {
    const { environment, project } = props;
    const { google, cluster } = environment;
    super('lyo:platform:Cluster', cluster.name, {}, opts);
    const made = new gcp.container.Cluster(
      cluster.name,
      {
        project,
        name: cluster.name,
        location: google.region,
        nodeLocations: google.zones,
        deletionProtection: cluster.protected,
        deletionPolicy: cluster.protected ? 'PREVENT' : 'DELETE',
        resourceLabels: resourceLabels(environment.name),
        ...temporaryPool(props),
        ...networking(props),
        ...endpoint,
        ...identity(environment),
        ...data(props.secretsKey),
        ...upgrades(environment, props.topic),
        ...autoscaling(environment),
        ...observability(environment),
        addonsConfig: addons,
      },
      // `nodeConfig` is that of the temporary pool, which is removed after creation: a change of it must not replace the cluster
      { parent: this, protect: cluster.protected, ignoreChanges: ['nodeConfig'] },
    );
    this.id = made.id;
    this.name = made.name;
    this.dnsEndpoint = made.controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) => dnsEndpointConfig.endpoint);
    this.workloadPool = pulumi.all([workloadPool(environment), made.id]).apply(([pool]) => pool);
    this.registerOutputs({ id: this.id, name: this.name, dnsEndpoint: this.dnsEndpoint });
  }
}

/** The initial node pool, which GKE requires. It is removed at once, but its nodes do start, so they have the same security settings. */
function temporaryPool({ environment: { name, nodePool }, nodeServiceAccount, diskKey }: ClusterProps): Args {
  const { machineType, diskSize } = nodePool;
  return {
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: nodeConfig({ machineType, diskSize, serviceAccount: nodeServiceAccount, diskKey, labels: resourceLabels(name) }),
    nodePoolDefaults: {
      nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: 'FALSE', gcfsConfig: { enabled: true }, loggingVariant: 'DEFAULT' },
    },
    // node pools are resources of their own; read again with the cluster, they would show differences
    skipNodePoolRefresh: true,
    enableShieldedNodes: true,
    defaultMaxPodsPerNode: nodePool.podsPerNode,
  };
}

function networking({ environment: { cluster }, network, subnetwork }: ClusterProps): Args {
  return {
    network,
    subnetwork,
    networkingMode: 'VPC_NATIVE',
    ipAllocationPolicy: { clusterSecondaryRangeName: secondaryRanges.pods, servicesSecondaryRangeName: secondaryRanges.services },
    // Dataplane V2 enforces network policies itself
    datapathProvider: 'ADVANCED_DATAPATH',
    enableIntranodeVisibility: true,
    enableFqdnNetworkPolicy: true,
    enableL4IlbSubsetting: true,
    ...(cluster.encryptBetweenNodes ? { inTransitEncryptionConfig: 'IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT' } : {}),
    dnsConfig: { clusterDns: 'CLOUD_DNS', clusterDnsScope: 'CLUSTER_SCOPE' },
    gatewayApiConfig: { channel: 'CHANNEL_STANDARD' },
    serviceExternalIpsConfig: { enabled: false },
    privateClusterConfig: { enablePrivateNodes: true },
  };
}
