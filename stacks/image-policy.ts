import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface ImagePolicyProps {
  readonly project: pulumi.Input<string>;
  /** Names and prefixes of images that may run; nothing else may. */
  readonly allowed: readonly string[];
}

/** Binary Authorization: what the cluster admits. A project has one such policy; what GKE itself runs is admitted by Google's. */
export class ImagePolicy extends pulumi.ComponentResource {
  public constructor(name: string, { project, allowed }: ImagePolicyProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:ImagePolicy', name, {}, opts);
    new gcp.binaryauthorization.Policy(
      name,
      {
        project,
        description: 'Pinned images of the platform, and everything in its own registry',
        globalPolicyEvaluationMode: 'ENABLE',
        admissionWhitelistPatterns: allowed.map((namePattern) => ({ namePattern })),
        defaultAdmissionRule: { evaluationMode: 'ALWAYS_DENY', enforcementMode: 'ENFORCED_BLOCK_AND_AUDIT_LOG' },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
