/** Access to Grafana and Jaeger: each has a host name of its own, and a sign-in in front of it. */
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { consoleNames, type Consoles } from '../config/consoles';
import type { Environment, Exposure } from '../config/environment';
import { componentPriority, namespaces, ports } from '../config/names';
import { platformImage } from '../config/google/platform-images';
import type { PlatformChart } from '../constructs/platform-chart';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import { PlatformDeployment, type MountedVolume } from '../constructs/platform-deployment';
import { HttpRoute } from '../imports/gateway.networking.k8s.io';
import { GcpBackendPolicy, HealthCheckPolicy, HealthCheckPolicySpecDefaultConfigType as CheckType } from '../imports/networking.gke.io';
import { rightSized } from './autoscaling';
import { grafanaConsole, jaegerConsole, type Console } from './console-access';
import { componentPeer } from './pod-peers';
import { platformChart, sizingOf } from './platform-charts';

type IdentityAware = Extract<Consoles, { kind: 'iap' }>;
type Proxied = Extract<Consoles, { kind: 'oauth2-proxy' }>;

/** Name of the environment's Gateway, in the backend's namespace. */
export const gatewayName = 'edge';

/** Host name of a console, with its own listener at the Gateway. */
export interface ConsoleHost {
  readonly listener: string;
  readonly hostname: string;
}

/** Consoles behind the Gateway; none for other kinds of access. */
export function consoleHosts({ consoles }: Pick<Environment, 'consoles'>): readonly ConsoleHost[] {
  if (consoles.kind !== 'iap') return [];
  return consoleNames.map((host) => ({ listener: `https-${host}`, hostname: consoles[host] }));
}

export function consoles(scope: Construct, environment: Environment): void {
  const { consoles: chosen, exposure } = environment;
  // consoles have no address: people with the right use kubectl port-forward
  if (chosen.kind === 'port-forward') return;
  for (const console of [grafanaConsole(), jaegerConsole(environment)]) {
    const chart = platformChart(scope, `${console.host}-console`, { file: 'consoles' });
    if (chosen.kind === 'iap' && exposure.kind === 'gateway') identityAware(chart, { console, chosen, exposure });
    if (chosen.kind === 'oauth2-proxy' && exposure.kind === 'ingress') proxied(chart, environment, { console, chosen, exposure });
  }
}

interface Entrance<C, E> {
  readonly console: Console;
  readonly chosen: C;
  readonly exposure: E;
}

/** Identity-Aware Proxy: Google's load balancer requires a Google account and forwards only requests of members. Cloud Armor protects consoles like every service. */
function identityAware(chart: PlatformChart, { console, chosen, exposure }: Entrance<IdentityAware, Extract<Exposure, { kind: 'gateway' }>>): void {
  const { component: name, host, port, health } = console;
  const targetRef = { group: '', kind: 'Service', name };
  new HttpRoute(chart, `${host}-route`, {
    metadata: { name: `${host}-console` },
    spec: {
      parentRefs: [{ name: gatewayName, namespace: namespaces.backend, sectionName: `https-${host}` }],
      hostnames: [chosen[host]],
      rules: [{ backendRefs: [{ name, port }] }],
    },
  });
  new GcpBackendPolicy(chart, `${host}-backend-policy`, {
    metadata: { name: `${host}-console` },
    spec: {
      targetRef,
      default: {
        securityPolicy: exposure.securityPolicy,
        // a dashboard over a month, or a trace of thousands of spans
        timeoutSec: 60,
        logging: { enabled: true, sampleRate: 1_000_000 },
        iap: {
          enabled: true,
          ...(chosen.client === undefined ? {} : { clientId: chosen.client.id, oauth2ClientSecret: { name: chosen.client.secret } }),
        },
      },
    },
  });
  new HealthCheckPolicy(chart, `${host}-health-check`, {
    metadata: { name: `${host}-console` },
    spec: { targetRef, default: { config: { type: CheckType.HTTP, httpHealthCheck: { requestPath: health, port } } } },
  });
}

const secretsFolder = '/etc/oauth2-proxy';

/** Secrets of oauth2-proxy are files: everybody who may list pods can read an argument, and a crash report can contain variables. */
function secretFile({ secret, key }: Proxied['clientSecret']): string {
  return `${secretsFolder}/${secret}/${key}`;
}

function secretVolumes({ clientSecret, cookieSecret }: Proxied): readonly MountedVolume[] {
  return [...new Set([clientSecret.secret, cookieSecret.secret])].map((secretName) => ({
    volume: { name: secretName, secret: { secretName } },
    mountPath: `${secretsFolder}/${secretName}`,
  }));
}

/** oauth2-proxy (oauth2-proxy.github.io/oauth2-proxy/configuration/overview) between the ingress controller and the console. */
function proxied(
  chart: PlatformChart,
  environment: Environment,
  { console, chosen, exposure }: Entrance<Proxied, Extract<Exposure, { kind: 'ingress' }>>,
): void {
  const { login: name, host, component, port } = console;
  const hostname = chosen[host];
  new PlatformDeployment(chart, `${host}-login`, {
    name,
    image: platformImage(environment, 'oauth2-proxy'),
    priorityClass: componentPriority.name,
    args: [
      '--provider=oidc',
      `--oidc-issuer-url=${chosen.issuer}`,
      `--client-id=${chosen.clientId}`,
      `--client-secret-file=${secretFile(chosen.clientSecret)}`,
      `--cookie-secret-file=${secretFile(chosen.cookieSecret)}`,
      `--email-domain=${chosen.emailDomain}`,
      `--redirect-url=https://${hostname}/oauth2/callback`,
      `--upstream=http://${component}.${namespaces.observability}.svc:${port}`,
      `--http-address=0.0.0.0:${ports.oauthProxy}`,
      `--cookie-name=__Host-lyo-${host}`,
      '--cookie-secure=true',
      '--cookie-httponly=true',
      '--cookie-samesite=lax',
      '--cookie-expire=12h',
      '--code-challenge-method=S256',
      // checks the nonce, so that an identity token is valid only for the sign-in that requested it; the default is not to check
      '--insecure-oidc-skip-nonce=false',
      '--skip-provider-button=true',
      // sends the user's name to the console, in the header that Grafana reads
      '--pass-user-headers=true',
      '--reverse-proxy=true',
      '--silence-ping-logging=true',
    ],
    volumes: secretVolumes(chosen),
    replicas: 2,
    sizing: sizingOf(environment, name),
    ports: { http: ports.oauthProxy },
    probes: { live: livenessProbe('/ping', 'http'), ready: httpProbe('/ready', 'http') },
    usesApiServer: false,
    from: [{ peer: { kind: 'namespace', namespace: exposure.controllerNamespace }, ports: [ports.oauthProxy] }],
    to: [
      { peer: componentPeer(component), ports: [port] },
      // the OpenID Connect provider, whose addresses are unknown
      { peer: { kind: 'addresses', cidrs: ['0.0.0.0/0'] }, ports: [443] },
    ],
  });
  rightSized(chart, environment, { name, target: 'Deployment' });
  new k8s.KubeIngress(chart, `${host}-ingress`, {
    metadata: { name: `${host}-console` },
    spec: {
      ingressClassName: exposure.className,
      tls: [{ hosts: [hostname], secretName: `${host}-console-serving` }],
      rules: [{ host: hostname, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } }] } }],
    },
  });
}
