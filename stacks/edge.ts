import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { consoleNames, type Consoles } from '../config/consoles';
import type { Exposure } from '../config/exposure';
import { securityRules, type ExposedWorkload } from './edge-protection';

export interface EdgeProps {
  readonly project: pulumi.Input<string>;
  readonly exposure: Extract<Exposure, { kind: 'gateway' }>;
  /** The exposed workloads. */
  readonly workloads: readonly ExposedWorkload[];
  /** Consoles behind Identity-Aware Proxy: their host names have the same address. */
  readonly consoles: Extract<Consoles, { kind: 'iap' }> | undefined;
  readonly labels: Record<string, string>;
}

/** Everything that the Gateway's load balancer refers to by name: address, certificate, TLS policy, protection, and the DNS records of the host name. */
export class Edge extends pulumi.ComponentResource {
  public readonly address: pulumi.Output<string>;

  public constructor(name: string, props: EdgeProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:Edge', name, {}, opts);
    const { project, exposure } = props;
    const parent = { parent: this };
    const address = new gcp.compute.GlobalAddress(exposure.address, { project, name: exposure.address, addressType: 'EXTERNAL', labels: props.labels }, parent);
    const map = new gcp.certificatemanager.CertificateMap(exposure.certificateMap, { project, name: exposure.certificateMap, labels: props.labels }, parent);
    for (const [id, hostname] of hostsOf(name, props)) {
      new gcp.dns.RecordSet(id, { project, managedZone: exposure.dnsZone, name: `${hostname}.`, type: 'A', ttl: 300, rrdatas: [address.address] }, parent);
      this.certificate(id, hostname, { ...props, map: map.name });
    }
    for (const member of props.consoles?.members ?? []) {
      new gcp.iap.WebIamMember(`${name}-${member}`, { project, role: 'roles/iap.httpsResourceAccessor', member }, parent);
    }
    new gcp.compute.SSLPolicy(exposure.sslPolicy, { project, name: exposure.sslPolicy, profile: 'MODERN', minTlsVersion: 'TLS_1_2' }, parent);
    new gcp.compute.SecurityPolicy(
      exposure.securityPolicy,
      {
        project,
        name: exposure.securityPolicy,
        type: 'CLOUD_ARMOR',
        rules: securityRules({ ...exposure, workloads: props.workloads }),
        adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true } },
      },
      parent,
    );
    this.address = address.address;
    this.registerOutputs({ address: this.address });
  }

  /** A managed certificate with DNS authorization: it is valid before the first request, and is renewed without traffic. */
  private certificate(
    name: string,
    hostname: string,
    { project, exposure: { dnsZone }, labels, map }: EdgeProps & { readonly map: pulumi.Output<string> },
  ): void {
    const parent = { parent: this };
    const authorization = new gcp.certificatemanager.DnsAuthorization(name, { project, name, domain: hostname, labels }, parent);
    const record = authorization.dnsResourceRecords.apply(([first]) => {
      if (first === undefined) throw new Error(`a DNS authorization must have a record, received none for ${hostname}`);
      return first;
    });
    new gcp.dns.RecordSet(
      `${name}-authorization`,
      { project, managedZone: dnsZone, name: record.name, type: record.type, ttl: 300, rrdatas: [record.data] },
      parent,
    );
    const certificate = new gcp.certificatemanager.Certificate(
      name,
      { project, name, labels, managed: { domains: [hostname], dnsAuthorizations: [authorization.id] } },
      parent,
    );
    new gcp.certificatemanager.CertificateMapEntry(name, { project, name, labels, map, hostname, certificates: [certificate.id] }, parent);
  }
}

/** Pairs of resource name and host name; the resources of the workloads' host have the edge's name. */
function hostsOf(name: string, { exposure, consoles }: EdgeProps): readonly (readonly [id: string, hostname: string])[] {
  return [[name, exposure.hostname], ...(consoles === undefined ? [] : consoleNames.map((host) => [`${name}-${host}`, consoles[host]] as const))];
}
