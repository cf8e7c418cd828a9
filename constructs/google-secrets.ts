/** Secrets of Google's Secret Manager, brought to the pods of one workload by GKE's add-on. */
import type { Construct } from 'constructs';
import type { FoundSecret, SecretSource } from '../config/container';
import { SecretProviderClass } from '../imports/secrets-store.csi.x-k8s.io';
import { SecretSync } from '../imports/secret-sync.gke.io';
import { configText } from './config-files';
import { contentHash } from './content-hash';

type GoogleSource = Extract<SecretSource, { from: 'google' }>;
type GoogleSecret = FoundSecret & { readonly source: GoogleSource };

export interface GoogleSecretsProps {
  /** Name of the workload and of its ServiceAccount, with whose rights the secrets are read. */
  readonly name: string;
  /** Google project that has the secrets. */
  readonly project: string;
  readonly secrets: readonly FoundSecret[];
}

/** Objects that its pods name; their names end in a hash of which secrets and versions they bring, so that another version is a release and can go back. */
export interface BroughtSecrets {
  /** SecretProviderClass of the volume with the secrets that are files. @default - none is a file */
  readonly fileClass?: string;
  /** Kubernetes Secret that the add-on keeps, with a key for each secret that is a variable. @default - none is a variable */
  readonly variableSecret?: string;
}

/**
 * Secrets that are files never leave Secret Manager but for the memory of the pods' nodes. A variable can only come from a Secret of Kubernetes, which GKE keeps
 * for us (encrypted with the cluster's key): files are the better choice (cloud.google.com/secret-manager/docs/sync-k8-secrets says so too).
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
      // the Secret has the name of what asks for it
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

/** @returns its name */
function providerClass(scope: Construct, { name, project, use, secrets }: ProviderClassProps): string {
  const listed = secrets.map(({ name: path, source }) => ({
    resourceName: `projects/${project}/secrets/${source.name}/versions/${source.version ?? 'latest'}`,
    path,
  }));
  const className = `${name}-secret-${use}-${contentHash(listed)}`;
  new SecretProviderClass(scope, `secret-${use}`, { metadata: { name: className }, spec: { provider: 'gke', parameters: { secrets: configText(listed) } } });
  return className;
}
