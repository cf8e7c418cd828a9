/** Secrets of Google's Secret Manager that GKE's add-on gives to the pods of one workload. */
import type { Construct } from 'constructs';
import type { FoundSecret, SecretSource } from '../config/container';
import { SecretProviderClass } from '../imports/secrets-store.csi.x-k8s.io';
import { SecretSync } from '../imports/secret-sync.gke.io';
import { configText } from './config-files';
import { contentHash } from './content-hash';

type GoogleSource = Extract<SecretSource, { from: 'google' }>;
type GoogleSecret = FoundSecret & { readonly source: GoogleSource };

export interface GoogleSecretsProps {
  /** Name of the workload and of its ServiceAccount; the secrets are read with its rights. */
  readonly name: string;
  /** Google project that has the secrets. */
  readonly project: string;
  readonly secrets: readonly FoundSecret[];
}

/** Objects to which the pods refer. Their names end in a hash of the secrets and their versions, so that another version is a release and can be rolled back. */
export interface BroughtSecrets {
  /** SecretProviderClass of the volume with the secrets that are files. @default - no secret is a file */
  readonly fileClass?: string;
  /** Kubernetes Secret that the add-on maintains, with a key for each secret that is a variable. @default - no secret is a variable */
  readonly variableSecret?: string;
}

/**
 * Secrets that are files exist outside Secret Manager only in the memory of the pods' nodes. A variable can only come from a Kubernetes Secret, which GKE's add-on maintains
 * (encrypted with the cluster's key). So files are the better choice (cloud.google.com/secret-manager/docs/sync-k8-secrets says so too).
 */
export function googleSecrets(scope: Construct, props: GoogleSecretsProps): BroughtSecrets {
  const { name } = props;
  const google = props.secrets.filter(isGoogle);
  const files = google.filter(({ file }) => file !== undefined);
  const variables = google.filter(({ file }) => file === undefined);
  const fileClass = files.length > 0 ? providerClass(scope, { ...props, use: 'files', secrets: files }) : undefined;
  const variableClass = variables.length > 0 ? providerClass(scope, { ...props, use: 'variables', secrets: variables }) : undefined;
  if (variableClass !== undefined) {
    new SecretSync(scope, 'secret-sync', {
      // the add-on gives the Secret the name of the object that requests it
      metadata: { name: variableClass },
      spec: {
        serviceAccountName: name,
        secretProviderClassName: variableClass,
        secretObject: { type: 'Opaque', data: variables.map((secret) => ({ sourcePath: secret.name, targetKey: secret.name })) },
      },
    });
  }
  return { ...(fileClass && { fileClass }), ...(variableClass && { variableSecret: variableClass }) };
}

function isGoogle(secret: FoundSecret): secret is GoogleSecret {
  return secret.source.from === 'google';
}

interface ProviderClassProps extends Omit<GoogleSecretsProps, 'secrets'> {
  readonly use: 'files' | 'variables';
  readonly secrets: readonly GoogleSecret[];
}

/** @returns the name of the SecretProviderClass */
function providerClass(scope: Construct, { name, project, use, secrets }: ProviderClassProps): string {
  const listed = secrets.map(({ name: path, source }) => ({
    resourceName: `projects/${project}/secrets/${source.name}/versions/${source.version ?? 'latest'}`,
    path,
  }));
  const className = `${name}-secret-${use}-${contentHash(listed)}`;
  new SecretProviderClass(scope, `secret-${use}`, { metadata: { name: className }, spec: { provider: 'gke', parameters: { secrets: configText(listed) } } });
  return className;
}
