import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { Network as Ranges } from '../config/network';
import { subnetOf } from './subnets';

export interface NetworkProps {
  readonly project: pulumi.Input<string>;
  readonly region: string;
  readonly ranges: Ranges;
}

/** The VPC with one subnet. Nodes have no public address: they reach the internet through Cloud NAT, and Google's APIs inside Google's network. */
export class Network extends pulumi.ComponentResource {
  public readonly network: pulumi.Output<string>;
  public readonly subnetwork: pulumi.Output<string>;

  public constructor(name: string, { project, region, ranges }: NetworkProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Network', name, {}, opts);
    const vpc = new gcp.compute.Network(name, { project, name, autoCreateSubnetworks: false, routingMode: 'REGIONAL' }, { parent: this });
    const { primary, secondary } = subnetOf(ranges);
    const subnet = new gcp.compute.Subnetwork(
      name,
      {
        project,
        region,
        name,
        network: vpc.id,
        ipCidrRange: primary,
        secondaryIpRanges: [...secondary],
        privateIpGoogleAccess: true,
        // flow logs; half of the flows are enough to see which ends communicate, at half the price
        logConfig: { aggregationInterval: 'INTERVAL_10_MIN', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
      },
      { parent: this },
    );
    const router = new gcp.compute.Router(name, { project, region, name, network: vpc.id }, { parent: this });
    new gcp.compute.RouterNat(
      name,
      {
        project,
        region,
        name,
        router: router.name,
        natIpAllocateOption: 'AUTO_ONLY',
        sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
        // a busy node opens more connections to one destination than the 64 ports of the default
        enableDynamicPortAllocation: true,
        enableEndpointIndependentMapping: false,
        minPortsPerVm: 64,
        maxPortsPerVm: 4096,
        logConfig: { enable: true, filter: 'ERRORS_ONLY' },
      },
      { parent: this },
    );
    this.network = vpc.id;
    this.subnetwork = subnet.id;
    this.registerOutputs({ network: this.network, subnetwork: this.subnetwork });
  }
}
