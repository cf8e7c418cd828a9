/** Configurations that users might write, as changes of the fixtures: each is valid, and together they change every section. */
import { altered, type Changes } from './altered';
import { managedCopy, plainIngress, secondWorkload } from './environment-with';
import { everySetting } from './fixtures/container-settings';
import { dev } from './fixtures/dev';
import { withEveryKind } from './fixtures/every-kind';
import { prod } from './fixtures/prod';

export interface OwnConfiguration {
  readonly name: string;
  /** Content of config/, one file per environment. */
  readonly environments: readonly unknown[];
}

const two = (name: string, ofDev: Changes, ofProd: Changes = {}): OwnConfiguration => ({ name, environments: [altered(dev, ofDev), altered(prod, ofProd)] });

const image = (region: string, project: string): string => `${region}-docker.pkg.dev/${project}/lyo/backend:0.1.0`;
const policy = 'workloads[0].scaling';
const service = (name: string, path: string | undefined, environment: { readonly workloads: readonly object[] } = dev): object => {
  const { path: _, ...first } = environment.workloads[0] as Readonly<Record<string, unknown>>;
  return { ...first, name, namespace: `acme-${name}`, ...(path === undefined ? {} : { path }) };
};
const size = (dev.sizing as Readonly<Record<string, unknown>>)['backend'];

/** A copy of dev with its own project, image and host names. */
export function thirdEnvironment(name: string): unknown {
  return altered(dev, {
    name,
    'google.project': `acme-${name}`,
    'workloads[0].image': image(dev.google.region, `acme-${name}`),
    'exposure.hostname': `api.${name}.acme.example`,
    'consoles.grafana': `grafana.${name}.acme.example`,
    'consoles.jaeger': `jaeger.${name}.acme.example`,
    'ci.githubEnvironment': name,
  });
}

export const ownConfigurations: readonly OwnConfiguration[] = [
  two(
    'another project, billing account, repository and mail addresses',
    {
      'google.project': 'acme-shop-dev',
      'google.billingAccount': '111111-222222-333333',
      'workloads[0].image': image('europe-west1', 'acme-shop-dev'),
      'ci.repository': 'acme/shop',
      'ci.repositoryId': '42',
      'ci.repositoryOwnerId': '7',
      'budget.recipients': ['ops@acme.example', 'cto@acme.example'],
      'cluster.securityGroup': 'gke-security-groups@acme.example',
      'consoles.members': ['domain:acme.example'],
    },
    { 'google.project': 'acme-shop-prod', 'workloads[0].image': image('europe-west1', 'acme-shop-prod') },
  ),
  two('another region', {
    'google.region': 'us-central1',
    'google.zones': ['us-central1-a', 'us-central1-b', 'us-central1-f'],
    'workloads[0].image': image('us-central1', 'lyo-platform-dev'),
  }),
  two('another name of the workload, its namespace and its cluster', {
    'workloads[0].name': 'shop',
    'workloads[0].namespace': 'acme-shop',
    'sizing.backend': undefined,
    'sizing.shop': size,
    'cluster.name': 'acme',
  }),
  two('other host names and addresses', {
    'exposure.hostname': 'shop.acme.example',
    'exposure.address': 'acme-edge',
    'exposure.certificateMap': 'acme-map',
    'exposure.dnsZone': 'acme',
    'consoles.grafana': 'g.acme.example',
    'consoles.jaeger': 'j.acme.example',
  }),
  // fifty pods of each service do not fit on ten nodes
  two('a second service', { ...secondWorkload, 'nodePool.maxNodes': 20 }),
  two('three services, one of them internal', {
    'workloads[1]': service('orders', '/orders'),
    'workloads[2]': service('reports', undefined),
    'sizing.orders': size,
    'sizing.reports': size,
    'sizing.prometheus.storage': '40960Mi',
    'nodePool.maxNodes': 40,
  }),
  two('other targets', {
    [`${policy}.signals.latency.target`]: '1s',
    [`${policy}.signals.requestRate.perPod`]: 40,
    [`${policy}.signals.cpu.utilization`]: 60,
    'alerting.objectives.availability': 0.995,
    'alerting.objectives.latency.target': '1s',
  }),
  two('other caps, and none', {
    [`${policy}.maxReplicas`]: 30,
    [`${policy}.signals.cpu.cap`]: 30,
    [`${policy}.signals.requestRate.cap`]: undefined,
    [`${policy}.signals.forecast.cap`]: undefined,
  }),
  two('one signal, and no failsafe', { [`${policy}.signals`]: { cpu: { utilization: 65 } }, [`${policy}.failsafe`]: { kind: 'none' } }),
  two('traces in OpenSearch', {
    'tracing.storage': {
      kind: 'opensearch',
      url: 'https://10.200.0.7:9200',
      user: { secret: 'alertmanager-receivers', key: 'user' },
      password: { secret: 'alertmanager-receivers', key: 'password' },
      network: { cidr: '10.200.0.0/24', port: 9200 },
    },
  }),
  two('more history and larger volumes', { 'sizing.jaeger.storage': '20480Mi', 'tracing.retention': '604800s', 'sizing.prometheus.storage': '30720Mi' }),
  two('an Ingress, and consoles by port-forward', { exposure: plainIngress, consoles: { kind: 'port-forward' } }),
  { name: 'one environment only', environments: [dev] },
  { name: 'three environments', environments: [dev, thirdEnvironment('staging'), prod] },
  two('a metric of the application, and a copy at Google', {
    ...managedCopy,
    'telemetry.applicationMetrics': [
      { name: 'carts_open', workload: 'backend', type: 'gauge', title: 'Open carts', unit: 'carts', scaling: { perPod: 20 } },
      { name: 'mails_sent', workload: 'backend', type: 'counter', title: 'Mails', unit: 'mails' },
    ],
  }),
  two('two tiers of collectors and larger nodes', {
    'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 4 }, gateways: 2 },
    'sizing.prometheus.storage': '40960Mi',
    'nodePool.machineType': 'n2-standard-8',
  }),
  two('a worker, a migration and a report at night', withEveryKind, {
    ...withEveryKind,
    ...Object.fromEntries([1, 2, 3].map((index) => [`workloads[${index}].image`, image('europe-west1', 'lyo-platform-prod')])),
  }),
  two('secrets, files and folders, health routes of its own and a database', {
    ...Object.fromEntries(Object.entries(everySetting).map(([field, value]) => [`workloads[0].${field}`, value])),
    'workloads[0].health': { live: '/api/health', ready: '/api/ready' },
    'workloads[0].uses': { orders: { pool: 5, overflow: 10 } },
    databases: { orders: { kind: 'postgresql', network: { cidr: '10.10.20.0/24', port: 5432 }, connections: { most: 1600, reserved: 13 } } },
  }),
];
