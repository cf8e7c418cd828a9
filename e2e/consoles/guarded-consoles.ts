/** Both consoles behind the oauth2-proxy of their manifests, with one provider: the real Jaeger, and a plain server instead of Grafana. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jaegerConsole, grafanaConsole } from '../../charts/console-access';
import type { Consoles } from '../../config/consoles';
import type { Environment } from '../../config/environment';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { startOAuth2Proxy, type OAuth2ProxyOptions } from '../processes/oauth2-proxy';
import { startOpenIdProvider, type OpenIdProvider } from '../processes/openid-provider';
import type { ProcessGroup } from '../processes/process-group';
import { startLoopbackJaeger, type LoopbackJaeger } from '../tracing/loopback';
import { startRecordingBackend, type RecordingBackend } from './recording-backend';
import type { Entrance } from './visitor';

type SecretFiles = OAuth2ProxyOptions['secretFiles'];

export interface GuardedConsoles {
  readonly provider: OpenIdProvider;
  readonly jaeger: LoopbackJaeger;
  readonly grafana: RecordingBackend;
  /** By console. */
  readonly entrances: { readonly jaeger: Entrance; readonly grafana: Entrance };
  readonly secretFiles: SecretFiles;
  /** Starts another replica in front of Jaeger, with changed secret files if given. */
  readonly anotherReplica: (changes?: Partial<SecretFiles>) => Promise<Entrance>;
  /** Writes a file with a new secret: 32 bytes in base64url, without a line break. */
  readonly secretFile: (name: string) => Promise<string>;
}

const mailDomain = 'lyo.example';

const consoles: Extract<Consoles, { kind: 'oauth2-proxy' }> = {
  kind: 'oauth2-proxy',
  grafana: 'grafana.dev.lyo.example',
  jaeger: 'jaeger.dev.lyo.example',
  issuer: 'https://login.lyo.example',
  clientId: 'lyo-consoles',
  clientSecret: { secret: 'console-login', key: 'client' },
  cookieSecret: { secret: 'console-login', key: 'cookie' },
  emailDomain: mailDomain,
};

const environment: Environment = {
  ...shipped('dev'),
  exposure: { kind: 'ingress', hostname: 'api.dev.lyo.example', className: 'nginx', controllerNamespace: 'ingress-nginx' },
  consoles,
};

/** Mail address of somebody who may sign in. */
export const member = `ada@${mailDomain}`;

/** Mail addresses that resemble a member's. */
export const strangers = ['mallory@evil.example', `mallory@not${mailDomain}`, `mallory@sub.${mailDomain}`, `mallory@${mailDomain}.evil.example`];

export async function startGuardedConsoles(processes: ProcessGroup): Promise<GuardedConsoles> {
  const folder = processes.scratchFolder('console-secrets');
  const secretFile = async (name: string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
    return path;
  };
  const secretFiles = { client: await secretFile('client'), cookie: await secretFile('cookie') };
  const [provider, jaeger, grafana] = await Promise.all([
    startOpenIdProvider({ processes, clientId: consoles.clientId, clientSecretFile: secretFiles.client }),
    startLoopbackJaeger({ processes, environment }),
    startRecordingBackend('a page of Grafana'),
  ]);
  const manifests = Manifests.of(environment);
  const { login: jaegerLogin } = jaegerConsole(environment);
  const guard = async (login: string, hostname: string, upstream: string, files: SecretFiles): Promise<Entrance> => {
    const { url } = await startOAuth2Proxy({ processes, args: manifests.args(login), issuer: provider.issuer, upstream, secretFiles: files });
    return { url, hostname };
  };
  const anotherReplica = (changes: Partial<SecretFiles> = {}): Promise<Entrance> =>
    guard(jaegerLogin, consoles.jaeger, jaeger.url, { ...secretFiles, ...changes });
  return {
    provider,
    jaeger,
    grafana,
    entrances: { jaeger: await anotherReplica(), grafana: await guard(grafanaConsole().login, consoles.grafana, grafana.url, secretFiles) },
    secretFiles,
    anotherReplica,
    secretFile,
  };
}
