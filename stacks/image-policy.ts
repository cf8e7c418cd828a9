import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';

export interface ImagePolicyProps {
  readonly project: pulumi.Input<string>;
  /** Names and prefixes of the only images that may run. */
  readonly allowed: readonly string[];
}

/** Binary Authorization: which images the cluster admits. A project has one such policy; Google's global policy admits GKE's own images. */
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
