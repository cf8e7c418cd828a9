import { binaryOf } from '../toolchain/build';
import { freePort } from './free-ports';
import { mergeFlags } from './flags';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

export interface OAuth2ProxyOptions {
  readonly processes: ProcessGroup;
  /** Arguments as in the manifest; those about the provider, the console, files and addresses are replaced. */
  readonly args: readonly string[];
  /** Of the OpenID Connect provider. */
  readonly issuer: string;
  /** Where the console answers, without a path. */
  readonly upstream: string;
  readonly secretFiles: { readonly client: string; readonly cookie: string };
}

/**
 * Starts the sign-in proxy of a console.
 * @throws Error if the manifest sets a replaced argument in another form, because the run would then differ from the shipped proxy
 */
export async function startOAuth2Proxy({ processes, args, issuer, upstream, secretFiles }: OAuth2ProxyOptions): Promise<Running> {
  const address = `127.0.0.1:${await freePort()}`;
  const placed = {
    '--oidc-issuer-url': issuer,
    '--client-secret-file': secretFiles.client,
    '--cookie-secret-file': secretFiles.cookie,
    '--upstream': upstream,
    '--http-address': address,
  };
  const missing = Object.keys(placed).filter((flag) => !args.some((arg) => arg.startsWith(`${flag}=`)));
  if (missing.length > 0) throw new Error(`arguments of oauth2-proxy must state ${missing.join(', ')}, received ${args.join(' ')}`);
  return processes.start({
    name: 'oauth2-proxy',
    command: binaryOf('oauth2-proxy'),
    args: mergeFlags(
      args,
      Object.entries(placed).map(([flag, value]) => `${flag}=${value}`),
    ),
    url: `http://${address}`,
    readyPath: '/ready',
  });
}
