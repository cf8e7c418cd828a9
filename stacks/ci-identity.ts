import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { Ci } from '../config/ci';
import { deployRoles, grantRole, onlyTheseGrants } from './ci-roles';

const issuerUri = 'https://token.actions.githubusercontent.com';

/** Jobs that run in one GitHub environment. */
const environmentSubject = "'repository:' + assertion.repository_id + ':environment:' + assertion.environment";

export interface CiIdentityProps {
  readonly project: pulumi.Input<string>;
  readonly ci: Ci;
  /** Full name of the nodes' account: an identity that creates nodes must be allowed to let them run as it. */
  readonly nodeAccount: pulumi.Input<string>;
  /** Roles of nodes and workloads, which the program grants. */
  readonly grantable: readonly string[];
  /** Permissions in a role of their own: no role of Google's has them without reading secrets or data. @default - none needed */
  readonly ownGrants: readonly string[];
}

interface Federation {
  readonly id: string;
  /** Name of the token's holder, in logs and in grants: CEL over the claims of a GitHub token. */
  readonly subject: string;
  /** CEL over the claims of a GitHub token. */
  readonly condition: string;
  readonly description: string;
}

/**
 * The identity of deployments from GitHub, without keys: it changes things, from the main branch in an environment with reviewers. No other workflow asks Google
 * Cloud for anything, so none has an identity; one that comes gets a pool of its own, so that no token which one provider accepts can stand for the other.
 */
export class CiIdentity extends pulumi.ComponentResource {
  public readonly deployAccount: pulumi.Output<string>;
  public readonly deployProvider: pulumi.Output<string>;

  public constructor(
    name: string,
    private readonly props: CiIdentityProps,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('lyo:platform:CiIdentity', name, {}, opts);
    const { ci, project, nodeAccount, grantable, ownGrants } = props;
    // numbers stay with their owner; a name can be given up and taken by another owner. GitHub's own subject is made of names in repositories from before
    // July 2026, and of names with numbers in later ones, so the claims that it is made of are compared one by one
    const repository = `assertion.repository_owner_id == '${ci.repositoryOwnerId}' && assertion.repository_id == '${ci.repositoryId}'`;

    const deploy = this.account(`${name}-deploy`, 'Applies what was reviewed', deployRoles);
    const deployPool = this.pool({
      id: `${name}-deploy`,
      description: 'Reviewed deployments of the main branch',
      subject: environmentSubject,
      condition: `${repository} && assertion.environment == '${ci.githubEnvironment}' && assertion.ref == 'refs/heads/main' && assertion.event_name != 'pull_request'`,
    });
    const reviewed = `repository:${ci.repositoryId}:environment:${ci.githubEnvironment}`;
    this.mayActAs('deploy', deploy, pulumi.interpolate`principal://iam.googleapis.com/${deployPool.pool}/subject/${reviewed}`);
    new gcp.projects.IAMMember(
      `${name}-deploy-grants`,
      { project, role: grantRole, member: deploy.member, condition: onlyTheseGrants(grantable) },
      { parent: this },
    );
    if (ownGrants.length > 0) {
      const own = new gcp.projects.IAMCustomRole(
        `${name}-deploy-workloads`,
        { project, roleId: 'lyoWorkloadGrants', title: 'Secrets and grants of workloads, without reading any', permissions: [...ownGrants], stage: 'GA' },
        { parent: this },
      );
      new gcp.projects.IAMMember(`${name}-deploy-workloads`, { project, role: own.name, member: deploy.member }, { parent: this });
    }
    new gcp.serviceaccount.IAMMember(
      `${name}-deploy-nodes`,
      { serviceAccountId: nodeAccount, role: 'roles/iam.serviceAccountUser', member: deploy.member },
      { parent: this },
    );

    this.deployAccount = deploy.email;
    this.deployProvider = deployPool.provider;
    this.registerOutputs({ deployAccount: this.deployAccount });
  }

  private account(accountId: string, displayName: string, roles: readonly string[]): gcp.serviceaccount.Account {
    const { project } = this.props;
    const account = new gcp.serviceaccount.Account(accountId, { project, accountId, displayName }, { parent: this });
    for (const role of roles) {
      new gcp.projects.IAMMember(`${accountId}-${role.slice('roles/'.length)}`, { project, role, member: account.member }, { parent: this });
    }
    return account;
  }

  private pool({ id, description, subject, condition }: Federation): { readonly pool: pulumi.Output<string>; readonly provider: pulumi.Output<string> } {
    const { project } = this.props;
    const pool = new gcp.iam.WorkloadIdentityPool(id, { project, workloadIdentityPoolId: id, description }, { parent: this });
    const provider = new gcp.iam.WorkloadIdentityPoolProvider(
      id,
      {
        project,
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: 'github',
        attributeMapping: { 'google.subject': subject, 'attribute.repository_id': 'assertion.repository_id' },
        attributeCondition: condition,
        oidc: { issuerUri },
      },
      { parent: this },
    );
    return { pool: pool.name, provider: provider.name };
  }

  private mayActAs(id: string, { name }: gcp.serviceaccount.Account, member: pulumi.Output<string>): void {
    new gcp.serviceaccount.IAMMember(`ci-${id}`, { serviceAccountId: name, role: 'roles/iam.workloadIdentityUser', member }, { parent: this });
  }
}
