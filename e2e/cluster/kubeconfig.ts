import { readFile, writeFile } from 'node:fs/promises';
import { type KeyPair } from './pki';

/** How a client proves who it is. */
export type Credentials = { readonly kind: 'certificate'; readonly keyPair: KeyPair } | { readonly kind: 'token'; readonly token: string };

export interface KubeconfigOptions {
  readonly server: string;
  /** PEM file of the authority that signed the API server's certificate. */
  readonly caFile: string;
  readonly credentials: Credentials;
}

/** Writes a kubeconfig that needs no other file, readable by its owner only, and returns its path. */
export async function writeKubeconfig(path: string, options: KubeconfigOptions): Promise<string> {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'e2e', cluster: { server: options.server, 'certificate-authority-data': await base64(options.caFile) } }],
    users: [{ name: 'e2e', user: await userOf(options.credentials) }],
    contexts: [{ name: 'e2e', context: { cluster: 'e2e', user: 'e2e' } }],
    'current-context': 'e2e',
  };
  await writeFile(path, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return path;
}

async function userOf(credentials: Credentials): Promise<Record<string, string>> {
  if (credentials.kind === 'token') return { token: credentials.token };
  return {
    'client-certificate-data': await base64(credentials.keyPair.certificateFile),
    'client-key-data': await base64(credentials.keyPair.keyFile),
  };
}

async function base64(file: string): Promise<string> {
  return (await readFile(file)).toString('base64');
}
