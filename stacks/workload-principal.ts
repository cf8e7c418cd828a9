import * as pulumi from '@pulumi/pulumi';

export interface IdentityPool {
  readonly projectNumber: pulumi.Input<string>;
  /** The identity pool of the project's clusters, which comes with the first of them: IAM refuses a principal of a pool that is not there. */
  readonly pool: pulumi.Input<string>;
}

/** Pods of one Kubernetes service account. */
export interface Pods {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** As IAM names them: they have the right themselves, without a Google account that could be used from elsewhere, and without a key. */
export function workloadPrincipal({ projectNumber, pool }: IdentityPool, { namespace, serviceAccount }: Pods): pulumi.Output<string> {
  return pulumi.interpolate`principal://iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/subject/ns/${namespace}/sa/${serviceAccount}`;
}
