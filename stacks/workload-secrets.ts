import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { readSecrets } from '../config/secret-readers';
import type { Workload } from '../config/workload';
import { useKey } from './encryption-key';
import { workloadPrincipal, type IdentityPool } from './workload-principal';

export interface WorkloadSecretsProps extends IdentityPool {
  readonly project: pulumi.Input<string>;
  readonly region: string;
  /** Key that encrypts the values. */
  readonly key: pulumi.Input<string>;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether removing a secret must fail. */
  readonly protect: boolean;
  readonly workloads: readonly Workload[];
}

/** A version that was destroyed by mistake can be restored for a week. */
const versionDestroyTtl = '604800s';
const secretReader = 'roles/secretmanager.secretAccessor';

/**
 * Secrets that workloads read: each in the environment's region only, encrypted with its key, and created without a value. People add the value by hand
 * (`gcloud secrets versions add <name> --data-file=-`), so that no program, plan or state contains it. Only workloads that state a secret may read it.
 */
export class WorkloadSecrets extends pulumi.ComponentResource {
  public constructor(name: string, props: WorkloadSecretsProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:WorkloadSecrets', name, {}, opts);
    const { project, region, key, labels, protect } = props;
    // the agent would be created on first use, which is too late
    const agent = new gcp.projects.ServiceIdentity(`${name}-secret-manager`, { project, service: 'secretmanager.googleapis.com' }, { parent: this });
    const grant = new gcp.kms.CryptoKeyIAMMember(`${name}-secret-manager`, { cryptoKeyId: key, role: useKey, member: agent.member }, { parent: this });
    const kmsKeyName = pulumi.all([key, grant.id]).apply(([id]) => id);
    for (const { secret: secretId, readers } of readSecrets(props.workloads)) {
      const secret = new gcp.secretmanager.Secret(
        secretId,
        {
          project,
          secretId,
          labels: { ...labels },
          replication: { userManaged: { replicas: [{ location: region, customerManagedEncryption: { kmsKeyName } }] } },
          versionDestroyTtl,
          deletionProtection: protect,
        },
        { parent: this, protect },
      );
      for (const { name: serviceAccount, namespace } of readers) {
        new gcp.secretmanager.SecretIamMember(
          `${secretId}-${serviceAccount}`,
          { project, secretId: secret.secretId, role: secretReader, member: workloadPrincipal(props, { namespace, serviceAccount }) },
          { parent: this },
        );
      }
    }
    this.registerOutputs({});
  }
}
