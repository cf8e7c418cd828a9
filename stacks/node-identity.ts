import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

/** What a node needs to write logs and metrics, and no more; the default service account of a project may edit everything. */
export const nodeRole = 'roles/container.defaultNodeServiceAccount';

export interface NodeIdentityProps {
  readonly project: pulumi.Input<string>;
}

/** The service account that nodes run as. Pods have identities of their own (workload-identity.ts). */
export class NodeIdentity extends pulumi.ComponentResource {
  public readonly email: pulumi.Output<string>;
  /** As IAM policies name it. */
  public readonly member: pulumi.Output<string>;
  /** Full name of the account, for rights over the account itself. */
  public readonly account: pulumi.Output<string>;

  public constructor(name: string, { project }: NodeIdentityProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:NodeIdentity', name, {}, opts);
    const account = new gcp.serviceaccount.Account(name, { project, accountId: name, displayName: 'GKE nodes' }, { parent: this });
    new gcp.projects.IAMMember(name, { project, role: nodeRole, member: account.member }, { parent: this });
    this.email = account.email;
    this.member = account.member;
    this.account = account.name;
    this.registerOutputs({ email: this.email });
  }
}
