import * as pulumi from '@pulumi/pulumi';

export interface IdentityPool {
  readonly projectNumber: pulumi.Input<string>;
  /** The workload identity pool of the project's clusters. It is created with the first cluster, and IAM refuses principals of a pool that does not exist. */
  readonly pool: pulumi.Input<string>;
}

/** Pods of one Kubernetes service account. */
export interface Pods {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The pods as a principal in IAM, so that rights can be granted to them directly, without a Google account and without keys. */
export function workloadPrincipal({ projectNumber, pool }: IdentityPool, { namespace, serviceAccount }: Pods): pulumi.Output<string> {
  return pulumi.interpolate`principal://iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/subject/ns/${namespace}/sa/${serviceAccount}`;
}
