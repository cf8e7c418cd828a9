import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** Role with only what a node needs to write logs and metrics; a project's default service account may edit everything. */
const nodeRole = 'roles/container.defaultNodeServiceAccount';

/** Role that image streaming requires for every account except the default one (cloud.google.com/kubernetes-engine/docs/how-to/image-streaming, requirements). */
const streamingRole = 'roles/serviceusage.serviceUsageConsumer';

export const nodeRoles: readonly string[] = [nodeRole, streamingRole];

export interface NodeIdentityProps {
  readonly project: pulumi.Input<string>;
}

/** The service account that nodes run as. Pods have identities of their own (workload-identity.ts). */
export class NodeIdentity extends pulumi.ComponentResource {
  /** Known once the account has its roles: nodes that start earlier write no logs. */
  public readonly email: pulumi.Output<string>;
  /** The account in the notation of IAM policies. */
  public readonly member: pulumi.Output<string>;
  /** Resource name of the account, for grants on the account itself. */
  public readonly account: pulumi.Output<string>;

  public constructor(name: string, { project }: NodeIdentityProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:NodeIdentity', name, {}, opts);
    const account = new gcp.serviceaccount.Account(name, { project, accountId: name, displayName: 'GKE nodes' }, { parent: this });
    const grant = (id: string, role: string): pulumi.Output<string> =>
      // `member` and not the grant's id: that is unknown in the preview of a new grant, and Pulumi would plan to replace the node pool, because its account might change
      new gcp.projects.IAMMember(id, { project, role, member: account.member }, { parent: this }).member;
    this.email = pulumi.all([account.email, grant(name, nodeRole), grant(`${name}-streaming`, streamingRole)]).apply(([email]) => email);
    this.member = account.member;
    this.account = account.name;
    this.registerOutputs({ email: this.email });
  }
}
