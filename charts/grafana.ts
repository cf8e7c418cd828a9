import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { componentPriority, components, grafanaAdministrator, namespaces, ports } from '../config/names';
import { platformImage } from '../config/google/platform-images';
import { ConfigFiles, configText } from '../constructs/config-files';
import { dashboardProvider, dataSources, grafanaSettings, type Login } from '../constructs/grafana/grafana-config';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import { PlatformDeployment } from '../constructs/platform-deployment';
import { linksOf } from './alert-rules';
import { rightSized } from './autoscaling';
import { fromConsole, grafanaConsole, jaegerConsole } from './console-access';
import { dashboardFiles } from './dashboards';
import { googleApis } from './google-apis';
import { componentPeer } from './pod-peers';
import { platformChart, sizingOf } from './platform-charts';

const name = components.grafana;
/** Numeric user of Grafana's image. */
const grafanaUser = 472;
const configFolder = '/etc/grafana';
const dashboardsFolder = '/etc/grafana-dashboards';
const dataFolder = '/var/lib/grafana';
const administratorFolder = '/etc/grafana-administrator';

/** Grafana: shows the data of Prometheus and Jaeger. It is stateless: data sources and dashboards are files, so a new pod is equal to the old one. */
export function grafana(scope: Construct, environment: Environment): void {
  const chart = platformChart(scope, name, { file: 'grafana' });
  const managed = environment.cluster.managedPrometheus;
  const config = new ConfigFiles(chart, 'config', { name, files: grafanaFiles(environment) });
  const dashboards = dashboardConfigMaps(scope, environment);
  const health = httpProbe('/api/health', 'http');
  const paths = Object.entries(provisioned).map(([key, path]) => ({ key, path }));
  new PlatformDeployment(chart, 'server', {
    name,
    image: platformImage(environment, 'grafana'),
    priorityClass: componentPriority.name,
    args: [],
    replicas: 1,
    sizing: sizingOf(environment, name),
    ports: { http: ports.grafana },
    // it answers only when its database has been created, with several hundred migrations at each start, because nothing is kept
    probes: { start: { ...health, failureThreshold: 60 }, live: livenessProbe('/api/health', 'http'), ready: health },
    volumes: [
      { volume: { name: 'config', configMap: { name: config.configMapName, items: paths } }, mountPath: configFolder },
      { volume: { name: 'administrator', secret: { secretName: grafanaAdministrator.secret } }, mountPath: administratorFolder },
      {
        volume: { name: 'dashboards', projected: { sources: dashboards.map((configMap) => ({ configMap: { name: configMap } })) } },
        mountPath: dashboardsFolder,
      },
    ],
    scratch: { data: dataFolder, tmp: '/tmp' },
    user: grafanaUser,
    usesApiServer: false,
    from: [...fromConsole(environment, grafanaConsole()), { peer: componentPeer(components.prometheus), ports: [ports.grafana] }],
    to: [
      { peer: componentPeer(components.prometheus), ports: [ports.prometheus] },
      { peer: componentPeer(jaegerConsole(environment).component), ports: [ports.jaegerQuery] },
      // for the public keys of Identity-Aware Proxy: www.gstatic.com has these addresses too (stacks/private-google-access.ts)
      ...(environment.consoles.kind === 'iap' ? [googleApis] : []),
      ...(managed.kind === 'copy' ? [{ peer: componentPeer(components.managedPrometheus), ports: [ports.prometheus] }] : []),
    ],
  });
  rightSized(chart, environment, { name, target: 'Deployment' });
}

/** One chart and one ConfigMap per dashboard: each is longer than everything else that Grafana needs. @returns names of the ConfigMaps */
function dashboardConfigMaps(scope: Construct, environment: Environment): readonly string[] {
  return Object.entries(dashboardFiles(environment)).map(([file, text]) => {
    const dashboard = file.replace(/^lyo-|\.json$/g, '');
    const chart = platformChart(scope, `dashboard-${dashboard}`, { file: 'dashboards' });
    return new ConfigFiles(chart, 'config', { name: `${name}-dashboard-${dashboard}`, files: { [file]: text } }).configMapName;
  });
}

/** Paths below Grafana's configuration folder by file name, because a key of a ConfigMap cannot contain a slash. */
const provisioned = {
  'grafana.ini': 'grafana.ini',
  'datasources.yaml': 'provisioning/datasources/datasources.yaml',
  'dashboards.yaml': 'provisioning/dashboards/dashboards.yaml',
} as const;

/** Content of the files by name. */
export function grafanaFiles(environment: Environment): Readonly<Record<keyof typeof provisioned, string>> {
  const managed = environment.cluster.managedPrometheus;
  const address = (component: string, port: number) => `http://${component}.${namespaces.observability}.svc:${port}`;
  return {
    'grafana.ini': grafanaSettings({
      address: linksOf(environment).grafana,
      port: ports.grafana,
      data: dataFolder,
      provisioning: `${configFolder}/provisioning`,
      passwordFile: `${administratorFolder}/${grafanaAdministrator.key}`,
      secretKeyFile: `${administratorFolder}/${grafanaAdministrator.secretKey}`,
      login: loginOf(environment),
    }),
    'datasources.yaml': configText(
      dataSources({
        prometheus: address(components.prometheus, ports.prometheus),
        jaeger: address(jaegerConsole(environment).component, ports.jaegerQuery),
        jaegerConsole: linksOf(environment).jaeger,
        scrapeInterval: environment.telemetry.scrapeInterval,
        managed: managed.kind === 'copy' ? { url: address(components.managedPrometheus, ports.prometheus), interval: managed.interval } : undefined,
      }),
    ),
    'dashboards.yaml': configText(dashboardProvider(dashboardsFolder)),
  };
}

/** How Grafana learns the user's name: from Identity-Aware Proxy in a signed header (cloud.google.com/iap/docs/signed-headers-howto), from oauth2-proxy in a plain one. */
function loginOf({ consoles }: Pick<Environment, 'consoles'>): Login | undefined {
  switch (consoles.kind) {
    case 'iap':
      return {
        kind: 'token',
        header: 'X-Goog-IAP-JWT-Assertion',
        keys: 'https://www.gstatic.com/iap/verify/public_key-jwk',
        claims: { iss: 'https://cloud.google.com/iap', ...(consoles.grafanaAudience === undefined ? {} : { aud: consoles.grafanaAudience }) },
      };
    case 'oauth2-proxy':
      return { kind: 'header', header: 'X-Forwarded-Email' };
    case 'port-forward':
      return undefined;
  }
}
