import type { Construct } from 'constructs';
import type { Environment } from '../config/environment';
import { monitoringOf } from '../config/monitoring';
import { componentPriority, components, namespaces, ports } from '../config/names';
import { storageClassFor } from '../config/google/node-disk';
import { platformImage } from '../config/google/platform-images';
import { alertmanagerConfig } from '../constructs/alertmanager/alertmanager-config';
import { notificationTemplate } from '../constructs/alertmanager/notification-template';
import { ConfigFiles, configText } from '../constructs/config-files';
import type { Connection } from '../constructs/network-access';
import { fromField, httpProbe, livenessProbe } from '../constructs/platform-container';
import type { MountedVolume } from '../constructs/platform-deployment';
import { headlessOf, PlatformStatefulSet } from '../constructs/platform-stateful-set';
import { rightSized } from './autoscaling';
import { platformChart, sizingOf, storageOf, zonesOf } from './platform-charts';
import { componentPeer } from './pod-peers';
import { fromScrapers } from './scrapers';

const name = components.alertmanager;
const configFolder = '/etc/alertmanager/config';
const secretsFolder = '/etc/alertmanager/secrets';
const templateFile = 'notification.tmpl';

/**
 * Alertmanager: sends alerts to receivers. Every Prometheus sends to all replicas, and these tell each other what was sent: each replica waits for its turn and sends only what
 * no earlier one has sent. While the only replica is down, Prometheus repeats its alerts, and the dead man's switch reports an outage that lasts.
 */
export function alertmanager(scope: Construct, environment: Environment): void {
  const chart = platformChart(scope, name, { file: 'alertmanager' });
  const sizing = sizingOf(environment, name);
  const peers = alertmanagerPods(environment);
  const config = new ConfigFiles(chart, 'config', { name, files: alertmanagerFiles(environment) });
  new PlatformStatefulSet(chart, 'server', {
    name,
    image: platformImage(environment, 'alertmanager'),
    priorityClass: componentPriority.name,
    args: [`--config.file=${configFolder}/alertmanager.yml`, '--storage.path=/data', `--web.listen-address=:${ports.alertmanager}`, ...gossip(peers)],
    env: peers.length === 1 ? [] : [fromField('POD_IP', 'status.podIP')],
    replicas: peers.length,
    zones: zonesOf(environment),
    sizing,
    ports: { http: ports.alertmanager, ...(peers.length === 1 ? {} : { cluster: ports.alertmanagerCluster }) },
    probes: { live: livenessProbe('/-/healthy', 'http'), ready: httpProbe('/-/ready', 'http') },
    // silences, and the log of sent notifications
    storage: { size: storageOf(environment, name), mountPath: '/data', storageClass: storageClassFor(environment) },
    volumes: [{ volume: { name: 'config', configMap: { name: config.configMapName } }, mountPath: configFolder }, ...secrets(environment)],
    gracePeriod: 30,
    from: [...fromScrapers(environment, [ports.alertmanager]), ...among(peers)],
    to: [...environment.alerting.egress.map(({ cidr, port }): Connection => ({ peer: { kind: 'addresses', cidrs: [cidr] }, ports: [port] })), ...among(peers)],
  });
  rightSized(chart, environment, { name, target: 'StatefulSet' });
}

/** Names of Alertmanager's pods; they are those of a StatefulSet and do not change. */
export function alertmanagerPods(environment: Pick<Environment, 'monitoring' | 'nodePool'>): readonly string[] {
  return Array.from({ length: monitoringOf(environment).replicas }, (_, index) => `${name}-${index}.${headlessOf(name)}.${namespaces.observability}.svc`);
}

/** Arguments with which replicas find each other. The own address is stated, because Alertmanager looks for it only among private addresses (RFC 1918), and pods may have others. */
function gossip(peers: readonly string[]): readonly string[] {
  if (peers.length === 1) return ['--cluster.listen-address='];
  return [
    `--cluster.listen-address=:${ports.alertmanagerCluster}`,
    `--cluster.advertise-address=$(POD_IP):${ports.alertmanagerCluster}`,
    ...peers.map((peer) => `--cluster.peer=${peer}:${ports.alertmanagerCluster}`),
  ];
}

/** Connections between replicas: gossip by UDP, and the whole state by TCP. */
function among(peers: readonly string[]): readonly Connection[] {
  return peers.length === 1 ? [] : (['TCP', 'UDP'] as const).map((protocol) => ({ peer: componentPeer(name), ports: [ports.alertmanagerCluster], protocol }));
}

/** Content of the mounted files by name. */
function alertmanagerFiles({ alerting }: Pick<Environment, 'alerting'>): Readonly<Record<string, string>> {
  const config = alertmanagerConfig({
    receivers: alerting.receivers,
    timing: alerting.timing,
    secretFile: ({ secret, key }) => `${secretsFolder}/${secret}/${key}`,
    templates: [`${configFolder}/${templateFile}`],
  });
  return { 'alertmanager.yml': configText(config), [templateFile]: notificationTemplate };
}

/** Secrets that receivers refer to, each mounted as a folder with one file per key. */
function secrets({ alerting: { receivers } }: Environment): readonly MountedVolume[] {
  const names = Object.values(receivers).map((receiver) => (receiver.kind === 'pagerduty' ? receiver.routingKey : receiver.url).secret);
  return [...new Set(names)].map((secretName) => ({ volume: { name: secretName, secret: { secretName } }, mountPath: `${secretsFolder}/${secretName}` }));
}
