import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { surgeNodes } from '../config/network';
import { nodeConfig, type NodeConfigProps } from './node-config';

export interface NodePoolProps extends NodeConfigProps {
  readonly project: pulumi.Input<string>;
  readonly region: string;
  readonly zones: readonly string[];
  readonly cluster: pulumi.Input<string>;
  /** Minimum of nodes in all zones together. */
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly podsPerNode: number;
  /** Whether the machines are Spot, which Google may stop with 30 s notice. Only pods that tolerate the taint run there. */
  readonly spot: boolean;
}

/** A node pool that the cluster autoscaler scales. */
export class NodePool extends pulumi.ComponentResource {
  public readonly name: pulumi.Output<string>;

  public constructor(name: string, props: NodePoolProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:NodePool', name, {}, opts);
    const { project, region, zones, cluster, minNodes, maxNodes, podsPerNode, spot } = props;
    const pool = new gcp.container.NodePool(
      name,
      {
        project,
        location: region,
        nodeLocations: [...zones],
        cluster,
        // without a stated name Pulumi generates one, so that a pool that must be replaced is created before the old one is drained
        // `minNodeCount` and `maxNodeCount` count per zone: 1 to 10 would be 3 to 30 nodes in three zones
        autoscaling: { totalMinNodeCount: minNodes, totalMaxNodeCount: maxNodes, locationPolicy: spot ? 'ANY' : 'BALANCED' },
        // per zone, and only at creation; afterwards the autoscaler owns the number
        initialNodeCount: spot ? 0 : Math.ceil(minNodes / zones.length),
        ignoreNodeCountChanges: true,
        maxPodsPerNode: podsPerNode,
        management: { autoRepair: true, autoUpgrade: true },
        upgradeSettings: { strategy: 'SURGE', maxSurge: surgeNodes, maxUnavailable: 0 },
        nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }],
        networkConfig: { enablePrivateNodes: true },
        nodeConfig: { ...nodeConfig(props), ...(spot ? spotNodes : {}) },
      },
      { parent: this, ignoreChanges: ['initialNodeCount'] },
    );
    this.name = pool.name;
    this.registerOutputs({ name: this.name });
  }
}

const spotNodes: gcp.types.input.container.NodePoolNodeConfig = {
  spot: true,
  taints: [{ key: 'cloud.google.com/gke-spot', value: 'true', effect: 'NO_SCHEDULE' }],
};
