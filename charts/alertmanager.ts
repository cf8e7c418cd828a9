import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { componentPriority, components, ports } from '../config/names';
import { storageClassFor } from '../config/google/node-disk';
import { platformImage } from '../config/google/platform-images';
import { alertmanagerConfig } from '../constructs/alertmanager/alertmanager-config';
import { notificationTemplate } from '../constructs/alertmanager/notification-template';
import { ConfigFiles, configText } from '../constructs/config-files';
import { httpProbe, livenessProbe } from '../constructs/platform-container';
import type { MountedVolume } from '../constructs/platform-deployment';
import { PlatformStatefulSet } from '../constructs/platform-stateful-set';
import { rightSized } from './autoscaling';
import { platformChart, sizingOf, storageOf } from './platform-charts';
import { fromScrapers } from './scrapers';

const name = components.alertmanager;
const configFolder = '/etc/alertmanager/config';
const secretsFolder = '/etc/alertmanager/secrets';
const templateFile = 'notification.tmpl';

/**
 * Alertmanager: who is told of an alert. One replica: while it is away alerts wait in Prometheus, which sends them again, and the deadman switch tells of an
 * absence that lasts.
 */
export function alertmanager(scope: Construct, environment: Environment): void {
  const chart = platformChart(scope, name, { file: 'alertmanager' });
  const sizing = sizingOf(environment, name);
  const config = new ConfigFiles(chart, 'config', { name, files: alertmanagerFiles(environment) });
  new PlatformStatefulSet(chart, 'server', {
    name,
    image: platformImage(environment, 'alertmanager'),
    priorityClass: componentPriority.name,
    args: [
      `--config.file=${configFolder}/alertmanager.yml`,
      '--storage.path=/data',
      `--web.listen-address=:${ports.alertmanager}`,
      // there is no second one to gossip with
      '--cluster.listen-address=',
    ],
    replicas: 1,
    sizing,
    ports: { http: ports.alertmanager },
    probes: { live: livenessProbe('/-/healthy', 'http'), ready: httpProbe('/-/ready', 'http') },
    // silences and what was already sent
    storage: { size: storageOf(environment, name), mountPath: '/data', storageClass: storageClassFor(environment.nodePool.machineType) },
    volumes: [{ volume: { name: 'config', configMap: { name: config.configMapName } }, mountPath: configFolder }, ...secrets(environment)],
    gracePeriod: 30,
    from: fromScrapers(environment, [ports.alertmanager]),
    to: environment.alerting.egress.map(({ cidr, port }) => ({ peer: { kind: 'addresses', cidrs: [cidr] }, ports: [port] })),
  });
  rightSized(chart, environment, { name, target: 'StatefulSet' });
}

/** Content by file name, as it is mounted. */
export function alertmanagerFiles({ alerting }: Pick<Environment, 'alerting'>): Readonly<Record<string, string>> {
  const config = alertmanagerConfig({
    receivers: alerting.receivers,
    timing: alerting.timing,
    secretFile: ({ secret, key }) => `${secretsFolder}/${secret}/${key}`,
    templates: [`${configFolder}/${templateFile}`],
  });
  return { 'alertmanager.yml': configText(config), [templateFile]: notificationTemplate };
}

/** Secrets that receivers refer to, each a folder with a file a key. */
function secrets({ alerting: { receivers } }: Environment): readonly MountedVolume[] {
  const names = Object.values(receivers).map((receiver) => (receiver.kind === 'pagerduty' ? receiver.routingKey : receiver.url).secret);
  return [...new Set(names)].map((secretName) => ({ volume: { name: secretName, secret: { secretName } }, mountPath: `${secretsFolder}/${secretName}` }));
}
