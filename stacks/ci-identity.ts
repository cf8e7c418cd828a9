import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import type { Ci } from '../config/ci';
import { deployRoles, grantRole, onlyTheseGrants } from './ci-roles';

const issuerUri = 'https://token.actions.githubusercontent.com';

/** Subject of jobs that run in a GitHub environment. */
const environmentSubject = "'repository:' + assertion.repository_id + ':environment:' + assertion.environment";

export interface CiIdentityProps {
  readonly project: pulumi.Input<string>;
  readonly ci: Ci;
  /** Full name of the nodes' account: an identity that creates nodes must have the right to attach this account to them. */
  readonly nodeAccount: pulumi.Input<string>;
  /** Roles that the program grants to nodes and workloads. */
  readonly grantable: readonly string[];
  /** Permissions for a custom role: every predefined role with them could also read secrets or data. May be empty. */
  readonly ownGrants: readonly string[];
}

interface Federation {
  readonly id: string;
  /** Subject of the token's holder, in logs and in grants: CEL over the claims of a GitHub token. */
  readonly subject: string;
  /** CEL over the claims of a GitHub token. */
  readonly condition: string;
  readonly description: string;
}

/**
 * The identity of deployments from GitHub, without keys. It may change resources, but only from the main branch in a GitHub environment with reviewers. No other workflow uses
 * Google Cloud, so none has an identity. A second identity would get a pool of its own, so that a token that one provider accepts is never valid for the other.
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
    // compares ids, because a name can be given up and taken by somebody else. GitHub's own subject contains names in repositories from before
    // July 2026, and names with ids in later ones, so the condition compares the single claims
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
