import { binaryOf } from '../toolchain/build';
import { freePort } from './free-ports';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

export interface OpenIdProviderOptions {
  readonly processes: ProcessGroup;
  /** Its only client. */
  readonly clientId: string;
  readonly clientSecretFile: string;
}

/** An OpenID Connect provider that signs in whoever `login_hint` names. */
export interface OpenIdProvider {
  readonly process: Running;
  /** Issuer in its discovery document and tokens. */
  readonly issuer: string;
}

export async function startOpenIdProvider({ processes, clientId, clientSecretFile }: OpenIdProviderOptions): Promise<OpenIdProvider> {
  const address = `127.0.0.1:${await freePort()}`;
  const issuer = `http://${address}/oidc`;
  const process = await processes.start({
    name: 'openid-provider',
    command: binaryOf('openid-provider'),
    args: [`-address=${address}`, `-client-id=${clientId}`, `-client-secret-file=${clientSecretFile}`],
    url: issuer,
    readyPath: '/.well-known/openid-configuration',
  });
  return { process, issuer };
}
