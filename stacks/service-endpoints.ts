import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface ServiceEndpointsProps {
  readonly project: pulumi.Input<string>;
  readonly region: string;
  readonly network: pulumi.Input<string>;
  /** The subnet's range. */
  readonly range: string;
}

/** A service attachment of Private Service Connect, and the address for its endpoint in this network. */
export interface Offer {
  readonly id: string;
  readonly attachment: pulumi.Input<string>;
  readonly address: string;
}

/** An endpoint: its forwarding rule, and the connection that Google created for it. */
export interface ServiceEndpoint {
  readonly rule: pulumi.Output<string>;
  readonly connection: pulumi.Output<string>;
}

/**
 * Endpoints in this network for services in Google's own networks (Private Service Connect). Each endpoint leads to one instance only, and
 * no connection can be opened from there.
 */
export class ServiceEndpoints extends pulumi.ComponentResource {
  private readonly subnetwork: pulumi.Output<string>;

  public constructor(
    private readonly name: string,
    private readonly props: ServiceEndpointsProps,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('lyo:platform:ServiceEndpoints', name, {}, opts);
    const { project, region, network, range } = props;
    this.subnetwork = new gcp.compute.Subnetwork(
      name,
      {
        project,
        region,
        name,
        network,
        ipCidrRange: range,
        privateIpGoogleAccess: true,
        logConfig: { aggregationInterval: 'INTERVAL_10_MIN', flowSampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' },
      },
      { parent: this },
    ).id;
    this.registerOutputs({});
  }

  public add({ id, attachment, address }: Offer): ServiceEndpoint {
    const { project, region, network } = this.props;
    const name = `${this.name}-${id}`;
    const kept = new gcp.compute.Address(name, { project, region, name, address, addressType: 'INTERNAL', subnetwork: this.subnetwork }, { parent: this });
    const rule = new gcp.compute.ForwardingRule(
      name,
      { project, region, name, network, ipAddress: kept.id, target: attachment, loadBalancingScheme: '', allowPscGlobalAccess: false },
      { parent: this },
    );
    return { rule: rule.id, connection: rule.pscConnectionId };
  }
}
