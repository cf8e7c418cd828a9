import * as gcp from '@pulumi/gcp';
import * as pulumi from '@pulumi/pulumi';
import { readSecrets } from '../config/secret-readers';
import type { Workload } from '../config/workload';
import { useKey } from './encryption-key';
import { workloadPrincipal, type IdentityPool } from './workload-principal';

export interface WorkloadSecretsProps extends IdentityPool {
  readonly project: pulumi.Input<string>;
  readonly region: string;
  /** Encrypts the values. */
  readonly key: pulumi.Input<string>;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether removing a secret must fail. */
  readonly protect: boolean;
  readonly workloads: readonly Workload[];
}

/** A version that was destroyed by mistake can be brought back for a week. */
const versionDestroyTtl = '604800s';
const secretReader = 'roles/secretmanager.secretAccessor';

/**
 * Secrets that workloads read: each in the environment's region only, encrypted with its key, and without a value, which is put in by hand
 * (`gcloud secrets versions add <name> --data-file=-`), so that no value is in a program, a plan or a state. Who states a secret may read it, and nobody else.
 */
export class WorkloadSecrets extends pulumi.ComponentResource {
  public constructor(name: string, props: WorkloadSecretsProps, opts?: pulumi.ComponentResourceOptions) {
    super('lyo:platform:WorkloadSecrets', name, {}, opts);
    const { project, region, key, labels, protect } = props;
    // made on first use, which would be too late
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
