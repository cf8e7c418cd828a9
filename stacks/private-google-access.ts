import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** private.googleapis.com: routed only inside Google's network. The manifests' network policies allow Google's APIs at these addresses. */
const addresses = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'];

/** Domains of Google's APIs, registries and keys, and the host in each that has the address records. */
const domains = [
  { id: 'googleapis', domain: 'googleapis.com.', host: 'private.googleapis.com.' },
  { id: 'gcr', domain: 'gcr.io.', host: 'gcr.io.' },
  { id: 'pkg-dev', domain: 'pkg.dev.', host: 'pkg.dev.' },
  // the public keys with which Grafana verifies tokens of Identity-Aware Proxy
  { id: 'gstatic', domain: 'gstatic.com.', host: 'gstatic.com.' },
] as const;

export interface PrivateGoogleAccessProps {
  readonly project: pulumi.Input<string>;
  readonly network: pulumi.Input<string>;
}

/** Private DNS zones that resolve Google's APIs to their private addresses in the whole network. */
export class PrivateGoogleAccess extends pulumi.ComponentResource {
  public constructor(name: string, { project, network }: PrivateGoogleAccessProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:PrivateGoogleAccess', name, {}, opts);
    for (const { id, domain, host } of domains) {
      const zone = new gcp.dns.ManagedZone(
        `${name}-${id}`,
        { project, name: `${name}-${id}`, dnsName: domain, visibility: 'private', privateVisibilityConfig: { networks: [{ networkUrl: network }] } },
        { parent: this },
      );
      const record = { project, managedZone: zone.name, ttl: 300 };
      new gcp.dns.RecordSet(`${name}-${id}-addresses`, { ...record, name: host, type: 'A', rrdatas: addresses }, { parent: this });
      new gcp.dns.RecordSet(`${name}-${id}-names`, { ...record, name: `*.${domain}`, type: 'CNAME', rrdatas: [host] }, { parent: this });
    }
    this.registerOutputs({});
  }
}
