import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/** A ServiceAccount that no pod uses: people or pipelines that may create tokens for it act with its rights. */
export class UnmountedAccount extends Construct {
  public constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    new k8s.KubeServiceAccount(this, 'service-account', { metadata: { name }, automountServiceAccountToken: false });
  }
}
