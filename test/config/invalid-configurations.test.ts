import { valueAt } from '../../config/record';
import { dev } from '../fixtures/dev';
import { seedLifecycle } from '../../config/lifecycle';
import type { Problem } from '../../config/rules/problem';
import { prod } from '../fixtures/prod';
import { ConfigurationError } from '../../config/rules/problem';
import { validate, validated } from '../../config/validate';
import { altered, type Changes } from '../altered';
import { inTwoZones, plainIngress, proxied } from '../environment-with';

/** A fault, the changes that make it, and its one problem; `received` is by default the value at the path. */
type Row = readonly [fault: string, changes: Changes, path: string, rule: string, received?: unknown];
/** A valid metric of the application. */
const waiting = { name: 'orders_waiting', workload: 'backend', type: 'gauge', title: 'Orders that wait', unit: 'orders' };

/** A valid trace store outside the cluster. */
const storePassword = { secret: 'jaeger-storage', key: 'password' };
const search = {
  kind: 'opensearch',
  url: 'https://10.10.32.7:9200',
  user: storePassword,
  password: storePassword,
  network: { cidr: '10.10.32.0/24', port: 9200 },
};
const clickhouse = {
  kind: 'clickhouse',
  address: 'traces.lyo.example:9440',
  database: 'jaeger',
  user: storePassword,
  password: storePassword,
  network: { cidr: '10.10.32.0/24', port: 9440 },
};
const store = (changes: Changes, to: object = search): Changes => ({ 'tracing.storage': altered(to, changes) });

const nothing = Symbol('nothing');

const backend = valueAt(dev, 'workloads[0]') as object;
const policy = 'workloads[0].scaling';
const external = { metric: 'pubsub.googleapis.com|subscription|num_undelivered_messages', labels: { subscription: 'orders' }, perPod: 100, cap: 50 };
const onlyExternal = { external: [external] };

/** Every field that is a duration, with values that none accepts: zero, negative, without a unit, with another unit, below a millisecond, above its maximum. */
const timedFields: Readonly<Record<string, string>> = {
  [`${policy}.signals.latency.target`]: '86400s, a day',
  [`${policy}.signals.errors.longest`]: '86400s, a day',
  'alerting.objectives.latency.target': '86400s, a day',
  'alerting.objectives.period': '315360000s, ten years',
  'alerting.timing.recent': '86400s, a day',
  'alerting.timing.burns[0].long': '315360000s, ten years',
  'tracing.sampling.slow': '86400s, a day',
  'tracing.sampling.decisionWait': '86400s, a day',
  'telemetry.spanBatch': '86400s, a day',
  'telemetry.flushInterval': '86400s, a day',
};
const durationFormat = 'must be a duration such as "300ms", "1.5s" or "15s"';
const brokenDurations: readonly Row[] = Object.entries(timedFields).flatMap(([path, most]) => [
  ...['-2s', '-300ms', '2', '', '2m', '1.5ms', '0.0005s', '1e3s', '2 s', '2s\n', 'Infinitys'].map((text): Row => [
    `${path} of ${JSON.stringify(text)}`,
    { [path]: text },
    path,
    durationFormat,
  ]),
  ...[2, 0.3, null].map((value): Row => [`${path} of ${String(value)}`, { [path]: value }, path, durationFormat]),
  ...['0s', '0ms', '0.000s'].map((text): Row => [`${path} of ${text}`, { [path]: text }, path, 'must be at least 1ms']),
  ...['315360001s', '999999999s'].map((text): Row => [`${path} of ${text}`, { [path]: text }, path, `must be at most ${most}`]),
]);

const wrongTypes: readonly Row[] = [
  ['a number as the name', { name: 3 }, 'name', 'must be a text'],
  ['a text as a count', { 'nodePool.minNodes': '1' }, 'nodePool.minNodes', 'must be a number'],
  ['a fraction of a node', { 'nodePool.maxNodes': 2.5 }, 'nodePool.maxNodes', 'must be a whole number'],
  ['a number that is none', { [`${policy}.signals.requestRate.perPod`]: Number.NaN }, `${policy}.signals.requestRate.perPod`, 'must be a number', Number.NaN],
  ['an endless number', { [`${policy}.signals.requestRate.perPod`]: Infinity }, `${policy}.signals.requestRate.perPod`, 'must be a number', Infinity],
  ['a list as an object', { google: [] }, 'google', 'must be an object'],
  ['an object as a list', { workloads: {} }, 'workloads', 'must be a list'],
  ['a list as sizing', { sizing: [] }, 'sizing', 'must be an object'],
  ['a number as a setting', { 'workloads[0].env.LOG_LEVEL': 3 }, 'workloads[0].env.LOG_LEVEL', 'must be a text'],
  ['nothing where a section belongs', { cluster: undefined }, 'cluster', 'must be an object'],
  ['nothing where a field belongs', { [`${policy}.behavior.down.tolerance`]: undefined }, `${policy}.behavior.down.tolerance`, 'must be a number'],
  ['a null workload', { 'workloads[0]': null }, 'workloads[0]', 'must be an object'],
];

const rollouts: readonly Row[] = [
  [
    'a release without a new pod',
    { 'workloads[0].rollout': { surge: 0, settle: '20s' } },
    'workloads[0].rollout.surge',
    'must be at least 1, or no new pod could ever start',
  ],
  ['a release of more than twice the pods', { 'workloads[0].rollout': { surge: 101, settle: '20s' } }, 'workloads[0].rollout.surge', 'must be at most 100'],
  ['a share of a percent', { 'workloads[0].rollout': { surge: 2.5, settle: '20s' } }, 'workloads[0].rollout.surge', 'must be a whole number'],
  [
    'a pace without a unit',
    { 'workloads[0].rollout': { surge: 10, settle: '20' } },
    'workloads[0].rollout.settle',
    'must be a duration in whole seconds such as "15s"',
  ],
  ['a pace alone', { 'workloads[0].rollout': { settle: '20s' } }, 'workloads[0].rollout.surge', 'must be a number'],
  ['a pace of pods', { 'workloads[0].rollout': { surge: 10, settle: '20s', unavailable: 1 } }, 'workloads[0].rollout.unavailable', 'is not a known option'],
];

const unknownOptions: readonly Row[] = [
  ['an unknown section', { clusters: {} }, 'clusters', 'is not a known option'],
  ['an unknown key of a section', { 'nodePool.preemptible': true }, 'nodePool.preemptible', 'is not a known option'],
  ['replicas beside a policy', { 'workloads[0].replicas': 3 }, 'workloads[0].replicas', 'is not a known option'],
  ['a misspelt signal', { [`${policy}.signals.latancy`]: { cap: 3 } }, `${policy}.signals.latancy`, 'is not a known option'],
  [
    'the option of another alternative',
    { [`${policy}.failsafe`]: { kind: 'none', utilization: 90 } },
    `${policy}.failsafe.utilization`,
    'is not a known option',
  ],
  ['an unknown key in sizing', { 'sizing.backend.cpu.burst': '2000m' }, 'sizing.backend.cpu.burst', 'is not a known option'],
  ['an unknown exposure', { 'exposure.kind': 'loadbalancer' }, 'exposure.kind', 'must be one of "gateway", "ingress"'],
  ['an exposure of no kind', { 'exposure.kind': undefined }, 'exposure.kind', 'must be one of "gateway", "ingress"'],
  ['the old form of a choice', { 'cluster.managedPrometheus': true }, 'cluster.managedPrometheus', 'must be an object'],
  ['a copy of an unknown kind', { 'cluster.managedPrometheus': { kind: 'on' } }, 'cluster.managedPrometheus.kind', 'must be one of "off", "copy"'],
  [
    'a copy without an interval',
    { 'cluster.managedPrometheus': { kind: 'copy' } },
    'cluster.managedPrometheus.interval',
    'must be a duration such as "300ms", "1.5s" or "15s"',
  ],
  [
    'an interval of nothing copied',
    { 'cluster.managedPrometheus': { kind: 'off', interval: '60s' } },
    'cluster.managedPrometheus.interval',
    'is not a known option',
  ],
  ['an unknown failsafe', { [`${policy}.failsafe.kind`]: 'memory' }, `${policy}.failsafe.kind`, 'must be one of "cpu", "none"'],
];

const formats: readonly Row[] = [
  ['a name with a capital letter', { name: 'Dev' }, 'name', 'must be a DNS label'],
  ['a workload name of 64 characters', { 'workloads[0].name': 'a'.repeat(64) }, 'workloads[0].name', 'at most 63'],
  ['a namespace with a dot', { 'workloads[0].namespace': 'lyo.backend' }, 'workloads[0].namespace', 'must be a DNS label'],
  ['a project id that is too short', { 'google.project': 'lyo' }, 'google.project', 'must be a project id (6 to 30'],
  ['a version with a patch', { 'cluster.version': '1.36.1' }, 'cluster.version', 'must be a minor version such as "1.36"'],
  ['a machine type in words', { 'nodePool.machineType': 'four cores' }, 'nodePool.machineType', 'must be a machine type such as "e2-standard-4"'],
  ['a network without a prefix', { 'network.pods': '10.12.0.0' }, 'network.pods', 'must be an IPv4 range such as "10.0.0.0/16"'],
  ['a prefix of 33 bits', { 'network.nodes': '10.10.0.0/33' }, 'network.nodes', 'must be an IPv4 range'],
  ['a host name without a domain', { 'exposure.hostname': 'localhost' }, 'exposure.hostname', 'must be a full host name such as "api.lyo.example"'],
  ['a host name with a scheme', { 'exposure.hostname': 'https://api.lyo.example' }, 'exposure.hostname', 'must be a full host name'],
  ['an address that is no name', { 'exposure.address': '203.0.113.7' }, 'exposure.address', 'must be a DNS label'],
  ['an image that is not pinned', { 'workloads[0].image': 'docker.example/lyo/backend' }, 'workloads[0].image', 'with a pinned tag or digest'],
  ['the latest image', { 'workloads[0].image': 'docker.example/lyo/backend:latest' }, 'workloads[0].image', 'with a pinned tag or digest'],
  [
    'the latest image with a digest',
    { 'workloads[0].image': `docker.example/lyo/backend:latest@sha256:${'0a'.repeat(32)}` },
    'workloads[0].image',
    'with a pinned tag or digest',
  ],
  ['half a digest', { 'workloads[0].image': 'docker.example/lyo/backend@sha256:abc' }, 'workloads[0].image', 'with a pinned tag or digest'],
  ['a path that does not start at the root', { 'workloads[0].path': 'api' }, 'workloads[0].path', 'must start with "/"'],
  ['a path with an empty segment', { 'workloads[0].path': '/api//v1' }, 'workloads[0].path', 'each segment must be of letters'],
  ['a path that is a pattern', { 'workloads[0].path': '/api/*' }, 'workloads[0].path', 'each segment must be of letters'],
  ['a path that leads upwards', { 'workloads[0].path': '/api/../admin' }, 'workloads[0].path', 'each segment must be of letters'],
  ['a path that no route takes', { 'workloads[0].path': `/${'x'.repeat(1024)}` }, 'workloads[0].path', 'must be at most 1024 characters'],
  ['a path with a query', { 'workloads[0].path': '/api?v=1' }, 'workloads[0].path', 'each segment must be of letters'],
  ['a path that would end the text of an expression', { 'workloads[0].path': "/it's" }, 'workloads[0].path', 'each segment must be of letters'],
  [
    'a setting that no shell could set',
    { "workloads[0].env['log-level']": 'debug' },
    'workloads[0].env.log-level',
    'must be an environment variable name',
    'log-level',
  ],
  ['a time in minutes', { 'telemetry.window': '1m' }, 'telemetry.window', 'must be a duration such as "300ms", "1.5s" or "15s"'],
  ['a time as a number', { 'telemetry.scrapeInterval': 10 }, 'telemetry.scrapeInterval', 'must be a duration such as "300ms", "1.5s" or "15s"'],
  ['a negative time', { [`${policy}.behavior.down.window`]: '-300s' }, `${policy}.behavior.down.window`, 'must be a duration in whole seconds'],
  ...['0.5s', '500ms', '40', 'forever'].map((drain): Row => [
    `a drain of ${drain}`,
    { 'workloads[0].shutdown.drain': drain },
    'workloads[0].shutdown.drain',
    'must be a duration in whole seconds such as "15s": Kubernetes knows no fractions',
  ]),
  [
    'a step of half a second',
    { [`${policy}.behavior.up.period`]: '500ms' },
    `${policy}.behavior.up.period`,
    'must be a duration in whole seconds such as "15s": the autoscaler knows no fractions',
  ],
  ...brokenDurations,
  ['more of a disk than a node has for pods', { 'sizing.prometheus.scratch': '60000Mi' }, 'sizing.prometheus.scratch', 'must fit the disk of a node'],
  ['a disk in gibibytes', { 'sizing.grafana.scratch': '2Gi' }, 'sizing.grafana.scratch', 'must be mebibytes such as "512Mi"'],
  ['cores as a number', { 'sizing.backend.cpu.request': 0.25 }, 'sizing.backend.cpu.request', 'must be thousandths of a core such as "250m"'],
  ['whole cores', { 'sizing.backend.cpu.limit': '1' }, 'sizing.backend.cpu.limit', 'must be thousandths of a core'],
  ['no processor time at all', { 'sizing.backend.cpu.min': '0m' }, 'sizing.backend.cpu.min', 'must be thousandths of a core'],
  ['memory in gibibytes', { 'sizing.prometheus.memory.limit': '2Gi' }, 'sizing.prometheus.memory.limit', 'must be mebibytes such as "512Mi"'],
  ['memory in decimal megabytes', { 'sizing.backend.idleMemory': '128M' }, 'sizing.backend.idleMemory', 'must be mebibytes'],
  ['no metric of Google in a list of them', { [`${policy}.signals.external`]: [] }, `${policy}.signals.external`, 'must have at least 1'],
  [
    'a metric type with slashes',
    { [`${policy}.signals.external`]: [{ ...external, metric: 'pubsub.googleapis.com/subscription/backlog' }] },
    `${policy}.signals.external[0].metric`,
    'must be a Cloud Monitoring metric type with "|" for "/"',
  ],
];

const ranges: readonly Row[] = [
  ['no node at rest', { 'nodePool.minNodes': 0 }, 'nodePool.minNodes', 'must be at least 1'],
  ['more nodes than a pool can have', { 'nodePool.maxNodes': 1001 }, 'nodePool.maxNodes', 'must be at most 1000'],
  ['no zone', { 'google.zones': [] }, 'google.zones', 'must have at least 1 item'],
  ['no workload', { workloads: [], 'sizing.backend': undefined }, 'workloads', 'must have at least 1 item'],
  ['a single bucket', { 'telemetry.latencyBuckets': [2] }, 'telemetry.latencyBuckets', 'must have at least 2 items'],
  ['a bucket at zero', { 'telemetry.latencyBuckets[0]': 0 }, 'telemetry.latencyBuckets[0]', 'must be greater than 0'],
  ['a port beyond the last', { 'workloads[0].port': 65536 }, 'workloads[0].port', 'must be at most 65535'],
  ['an egress of a protocol that has no ports', { 'workloads[0].egress[0].protocol': 'ICMP' }, 'workloads[0].egress[0].protocol', 'must be TCP or UDP'],
  [
    'a CPU request whose target is more than the core of its one worker',
    { 'sizing.backend.cpu': { request: '1500m', limit: '2000m', min: '100m', max: '2000m' } },
    'sizing.backend.cpu.request',
    'must be at most 1428m, of which one core is 70 %',
  ],
  ...['t2a-standard-4', 'c4a-standard-8', 'n4a-highmem-2'].map((type): Row => [
    `a machine with Arm processors, ${type}`,
    { 'nodePool.machineType': type },
    'nodePool.machineType',
    'must be a machine with x86 processors: GKE taints nodes with Arm processors',
  ]),
  [
    'a name in place of addresses',
    { 'workloads[0].egress[0].cidr': 'db.example' },
    'workloads[0].egress[0].cidr',
    'must be an IPv4 range such as "10.0.0.7/32"; a name goes into host',
  ],
  ['an egress port of zero', { 'workloads[0].egress[0].port': 0 }, 'workloads[0].egress[0].port', 'must be at least 1'],
  ['scaling to zero', { [`${policy}.minReplicas`]: 0 }, `${policy}.minReplicas`, 'must be at least 1'],
  ['more replicas than the program supports', { [`${policy}.maxReplicas`]: 1001 }, `${policy}.maxReplicas`, 'must be at most 1000'],
  ['a target of no utilization', { [`${policy}.signals.cpu.utilization`]: 0 }, `${policy}.signals.cpu.utilization`, 'must be greater than 0'],
  ['a target above the request', { [`${policy}.signals.memory.utilization`]: 120 }, `${policy}.signals.memory.utilization`, 'must be at most 100'],
  ['a rate of nothing per pod', { [`${policy}.signals.requestRate.perPod`]: 0 }, `${policy}.signals.requestRate.perPod`, 'must be greater than 0'],
  ['the slowest of all requests as the quantile', { [`${policy}.signals.latency.quantile`]: 1 }, `${policy}.signals.latency.quantile`, 'must be less than 1'],
  ['a step that does not grow', { [`${policy}.signals.latency.largestStep`]: 1 }, `${policy}.signals.latency.largestStep`, 'must be greater than 1'],
  ['a step of four times', { [`${policy}.signals.errors.largestStep`]: 4 }, `${policy}.signals.errors.largestStep`, 'must be at most 3'],
  ['a gate above one', { [`${policy}.signals.latency.gates.busy`]: 1.1 }, `${policy}.signals.latency.gates.busy`, 'must be at most 1'],
  ['an error ratio in percent', { [`${policy}.signals.errors.ratio`]: 5 }, `${policy}.signals.errors.ratio`, 'must be less than 1'],
  ['a judgement on no calls', { [`${policy}.signals.errors.minimumCalls`]: 0 }, `${policy}.signals.errors.minimumCalls`, 'must be at least 1'],
  ['a cap of nothing', { [`${policy}.signals.forecast.cap`]: 0 }, `${policy}.signals.forecast.cap`, 'must be at least 1'],
  ['a failsafe of half a percent', { [`${policy}.failsafe.utilization`]: 90.5 }, `${policy}.failsafe.utilization`, 'must be a whole number'],
  ['a tolerance in percent', { [`${policy}.behavior.up.tolerance`]: 10 }, `${policy}.behavior.up.tolerance`, 'must be at most 0.5'],
  ['a step of no percent', { [`${policy}.behavior.down.percent`]: 0 }, `${policy}.behavior.down.percent`, 'must be at least 1'],
];

const betweenFields: readonly Row[] = [
  ['a region that does not exist', { 'google.region': 'europe-west99' }, 'google.region', 'must be a region of Google Cloud'],
  ['a zone of another region', { 'google.zones[1]': 'europe-west4-a' }, 'google.zones[1]', 'must be a zone of europe-west1'],
  ['a zone that the region does not have', { 'google.zones[2]': 'europe-west1-a' }, 'google.zones[2]', 'europe-west1-b, europe-west1-c, europe-west1-d'],
  ['a cluster older than tolerances', { 'cluster.version': '1.34' }, 'cluster.version', 'must be at least 1.35'],
  [
    'a machine that nobody described',
    { 'nodePool.machineType': 'e2-standard-3' },
    'nodePool.machineType',
    'must be a row of config/google/machine-types.ts (e2-micro, ',
  ],
  [
    'a machine of a family that nobody described',
    { 'nodePool.machineType': 'm3-ultramem-32' },
    'nodePool.machineType',
    'of the families e2, n2, n2d, c3, c4, t2d',
  ],
  [
    'spot machines that nobody described',
    { 'nodePool.spot': { machineType: 'n2-standard-3', maxNodes: 3 } },
    'nodePool.spot.machineType',
    'must be a row of config/google/machine-types.ts (n2-standard-2, ',
  ],
  ['more nodes at rest than at most', { 'nodePool.minNodes': 11 }, 'nodePool.minNodes', 'must be at most maxNodes (10)'],
  ['scraping without a pause', { 'telemetry.scrapeInterval': '0s' }, 'telemetry.scrapeInterval', 'must be at least 1s'],
  ['rules without a pause', { 'telemetry.ruleInterval': '0s' }, 'telemetry.ruleInterval', 'must be at least 1s'],
  ['decisions without a pause', { 'telemetry.syncPeriod': '0s' }, 'telemetry.syncPeriod', 'must be at least 1s'],
  [
    'a copy that is finer than the original',
    { 'cluster.managedPrometheus': { kind: 'copy', interval: '9s' } },
    'cluster.managedPrometheus.interval',
    'must be at least telemetry.scrapeInterval (10s) and less than 300s',
  ],
  [
    'a copy with holes between its samples',
    { 'cluster.managedPrometheus': { kind: 'copy', interval: '300s' } },
    'cluster.managedPrometheus.interval',
    'must be at least telemetry.scrapeInterval (10s) and less than 300s',
  ],
  // 4 · 10 s = 40 s
  ['a window of three scrapes', { 'telemetry.window': '39s' }, 'telemetry.window', 'must be at least 4 scrape intervals (40s)'],
  ['rules slower than the window', { 'telemetry.ruleInterval': '61s' }, 'telemetry.ruleInterval', 'must be at most the window (60s)'],
  [
    'a chain that is slower than the autoscaler may wait',
    { 'telemetry.ruleInterval': '13s' },
    'telemetry',
    // 1 + 5 + 10 + 13 + 15 + 2
    'must add up to at most 45s',
    'span batch 1s + flush 5s + scrape 10s + rules 13s + autoscaler 15s + transport 2s = 46s',
  ],
  [
    'gateways that hold fewer traces than the policies bring',
    { 'tracing.sampling.tracesPerSecond': 4999 },
    'tracing.sampling.tracesPerSecond',
    'must be at least 5000, which the maximum of the scaling policies (5000 requests/s) brings to each gateway',
  ],
  [
    'a gateway whose memory does not hold the traces of the policies',
    { 'sizing.otel-gateway.memory.limit': '768Mi' },
    'sizing.otel-gateway.memory.limit',
    'must be at least 1603Mi: each gateway holds up to 81250 traces of 5 spans and 150000 edges',
  ],
  ['history that the volume cannot hold', { 'telemetry.retention': '9999999s' }, 'telemetry.retention', 'must fit 80 % of sizing.prometheus.storage (20480Mi)'],
  [
    'more series than memory holds',
    { 'sizing.prometheus.memory': { request: '180Mi', limit: '2048Mi', min: '128Mi', max: '2048Mi' } },
    'sizing.prometheus.memory.request',
    // 21100 · 8 KiB / 0.7
    'must hold 21100 series in 70 % of it (236Mi)',
  ],
  [
    'fewer agents at most than at least',
    { 'tracing.collectors': { layout: 'tiers', agents: { min: 3, max: 2 }, gateways: 2 } },
    'tracing.collectors.agents.min',
    'must be at most max (2)',
  ],
  ['more than every trace', { 'tracing.sampling.baselinePercent': 101 }, 'tracing.sampling.baselinePercent', 'must be 0 to 100 percent'],
  // 864000 s are 10 days, plus one: 11 · 2048
  ['traces that the volume cannot hold', { 'tracing.retention': '864000s' }, 'tracing.retention', '11 days of 2048Mi need 22528Mi'],
  [
    'a decision before a slow trace ends',
    { 'tracing.sampling.decisionWait': '3s' },
    'tracing.sampling.decisionWait',
    'must be at least twice sampling.slow (2s)',
  ],
  ['a storage that Jaeger has and we have not', { 'tracing.storage.kind': 'cassandra' }, 'tracing.storage.kind', 'must be one of'],
  ['a store behind another port than the policy opens', store({ 'network.port': 9201 }), 'tracing.storage.network.port', 'must be the port of url (9200)'],
  [
    'a store at the port that its https address leaves out',
    store({ url: 'https://search.lyo.example' }),
    'tracing.storage.network.port',
    'must be the port of url (443)',
  ],
  [
    'a store at the port that its http address leaves out',
    store({ kind: 'elasticsearch', url: 'http://search.lyo.example/logs', 'network.port': 443 }),
    'tracing.storage.network.port',
    'must be the port of url (80)',
  ],
  ['a ClickHouse behind another port', store({ 'network.port': 9000 }, clickhouse), 'tracing.storage.network.port', 'must be the port of address (9440)'],
  [
    'a store one address beyond the range that is let through',
    store({ 'network.cidr': '10.10.32.0/30', url: 'https://10.10.32.4:9200' }),
    'tracing.storage.network.cidr',
    'must hold the host of url (10.10.32.4)',
  ],
  [
    'a ClickHouse at an address that is not let through',
    store({ address: '10.10.33.1:9440' }, clickhouse),
    'tracing.storage.network.cidr',
    'must hold the host of address (10.10.33.1)',
  ],
  // 10.12.0.0/14 ends at 10.15.255.255
  [
    'a store among the pods',
    store({ 'network.cidr': '10.15.1.0/24', url: 'https://search.lyo.example:9200' }),
    'tracing.storage.network.cidr',
    'must not overlap pods (10.12.0.0/14)',
  ],
  [
    'a store among the Services',
    store({ 'network.cidr': '10.11.0.0/24' }, clickhouse),
    'tracing.storage.network.cidr',
    'must not overlap services (10.11.0.0/20)',
  ],
  ['a store among the nodes', store({ 'network.cidr': '10.10.0.0/24' }, clickhouse), 'tracing.storage.network.cidr', 'must not overlap nodes (10.10.0.0/20)'],
  [
    "a store's range with host bits",
    store({ 'network.cidr': '10.10.32.7/24' }),
    'tracing.storage.network.cidr',
    'must begin at the first address of its range (10.10.32.0/24)',
  ],
  [
    'a store that is a Service of the cluster',
    store({ url: 'https://opensearch.search.svc:9200' }),
    'tracing.storage.url',
    'must be outside the cluster',
    'opensearch.search.svc',
  ],
  ...['clickhouse:9000', '...:9000', 'clickhouse'].map((address): Row => [
    `a ClickHouse at ${address}`,
    store({ address }, clickhouse),
    'tracing.storage.address',
    'must be "host:port", with the full name of the host or its address',
    address,
  ]),
  ['a store in the pod itself', store({ address: 'localhost:9440' }, clickhouse), 'tracing.storage.address', 'must be outside the cluster', 'localhost'],
  ['a store at no address', store({ url: 'search.lyo.example:9200' }), 'tracing.storage.url', 'must be an http or https address'],
  [
    'a store with a name that is looked up in the cluster first',
    store({ url: 'https://opensearch:9200' }),
    'tracing.storage.url',
    'must be an http or https address',
  ],
  [
    'signals of spans that nobody makes',
    { 'workloads[0].instrumentation': 'none' },
    'workloads[0].instrumentation',
    'must trace requests for the signals requestRate, latency, errors',
  ],
  [
    'a metric of a workload that does not exist',
    { 'telemetry.applicationMetrics': [{ ...waiting, workload: 'orders' }] },
    'telemetry.applicationMetrics[0].workload',
    'must be a web service or a worker with ports.metrics (backend)',
  ],
  [
    'a counter of which the largest pod is taken',
    { 'telemetry.applicationMetrics': [{ ...waiting, type: 'counter', pods: 'max' }] },
    'telemetry.applicationMetrics[0].pods',
    'must be sum for a counter',
    'max',
  ],
  [
    'pods that are taken together by a function of their own',
    { 'telemetry.applicationMetrics': [{ ...waiting, pods: 'mean' }] },
    'telemetry.applicationMetrics[0].pods',
    'must be sum or max',
    'mean',
  ],
  [
    'one metric twice',
    { 'telemetry.applicationMetrics': [waiting, waiting] },
    'telemetry.applicationMetrics[1].name',
    'must be unique among the application metrics',
  ],
  [
    'a metric that may ask for more than the maximum',
    { 'telemetry.applicationMetrics': [{ ...waiting, scaling: { perPod: 10, cap: 51 } }] },
    'telemetry.applicationMetrics[0].scaling.cap',
    'must be 2 to 50',
  ],
  [
    'a metric that would be a second signal of one name',
    { 'telemetry.applicationMetrics': [{ ...waiting, name: 'latency', scaling: { perPod: 10, cap: 20 } }] },
    'telemetry.applicationMetrics[0].name',
    'must not be the name of a signal of the policy',
    'latency',
  ],
  ['consoles that let nobody in', { 'consoles.members': [] }, 'consoles.members', 'must name somebody, or nobody is let in'],
  [
    'an audience that is no backend service',
    { 'consoles.grafanaAudience': 'grafana.dev.lyo.example' },
    'consoles.grafanaAudience',
    'must be an audience such as "/projects/123/global/backendServices/456"',
  ],
  ['somebody of no kind', { 'consoles.members': ['platform@lyo.example'] }, 'consoles.members[0]', 'must be a member such as "group:platform@lyo.example"'],
  ...['http://login.lyo.example', 'https://login.lyo.example:8443/realms/lyo', 'https://login.lyo.example?realm=lyo'].map((issuer): Row => [
    `a provider at ${issuer}`,
    { exposure: plainIngress, consoles: { ...proxied, issuer } },
    'consoles.issuer',
    'must be https on port 443, the only port on which the proxies may connect to it',
    issuer,
  ]),
  ...['.com', 'com', '-', 'lyo.example.'].map((emailDomain): Row => [
    `sign-in for everybody of ${emailDomain}`,
    { exposure: plainIngress, consoles: { ...proxied, emailDomain } },
    'consoles.emailDomain',
    'must be a domain such as "lyo.example"',
    emailDomain,
  ]),
  ['sign-in by Google without its load balancer', { exposure: plainIngress }, 'consoles.kind', 'iap needs "gateway"'],
  [
    'two consoles at one address',
    { 'consoles.jaeger': 'grafana.dev.lyo.example' },
    'consoles',
    'must give Grafana and Jaeger host names of their own',
    'api.dev.lyo.example, grafana.dev.lyo.example, grafana.dev.lyo.example',
  ],
  ['an hour of history', { 'telemetry.retention': '3600s' }, 'telemetry.retention', 'must be at least 86400s'],
  [
    'a trend with gaps',
    { 'alerting.timing.trend.interval': '300s' },
    'alerting.timing.trend.interval',
    'must be less than 300s, or there are gaps between the samples',
  ],
  ['an operation judged by three scrapes', { 'alerting.timing.recent': '39s' }, 'alerting.timing.recent', 'must be at least 4 scrape intervals (40s)'],
  ['a past shorter than it needs', { 'alerting.timing.past': '600s' }, 'alerting.timing.past', 'must be more than the history that it needs (600s)'],
  ['a short window that is long', { 'alerting.timing.burns[0].short': '3600s' }, 'alerting.timing.burns[0].short', 'must be less than the long window (3600s)'],
  [
    'an objective that its alert could never see broken',
    // 1 - 1 / 14.4
    { 'alerting.objectives.availability': 0.93 },
    'alerting.objectives.availability',
    'must be above 0.9306, or its fastest alert (14.4 times the budget) could never fire',
  ],
  ['receivers that are nowhere', { 'alerting.egress': [] }, 'alerting.egress', 'must name where receivers are'],
  ['a bucket that is no number of microseconds', { 'telemetry.latencyBuckets[0]': 0.0012345678 }, 'telemetry.latencyBuckets[0]', 'must be whole microseconds'],
  ['a bucket that is spelled with an exponent', { 'telemetry.latencyBuckets[0]': 0.00005 }, 'telemetry.latencyBuckets[0]', 'must be 0.0001 to 86400 seconds'],
  ['a bucket above a day', { 'telemetry.latencyBuckets[15]': 86_401 }, 'telemetry.latencyBuckets[15]', 'must be 0.0001 to 86400 seconds'],
  ['buckets out of order', { 'telemetry.latencyBuckets[1]': 0.005 }, 'telemetry.latencyBuckets[1]', 'must be greater than the bucket before it'],
  ['a repeated workload', { 'workloads[1]': { ...backend, path: '/two' } }, 'workloads[1].name', 'must be unique in the environment'],
  [
    'a workload named like a component',
    { 'workloads[0].name': 'prometheus', 'sizing.backend': undefined, 'sizing.prometheus.idleMemory': '128Mi' },
    'workloads[0].name',
    'must not be the name of a platform component',
  ],
  [
    "a workload in the platform's namespace",
    { 'workloads[0].namespace': 'lyo-observability' },
    'workloads[0].namespace',
    'must not be a namespace of the platform or of Kubernetes',
  ],
  ["a workload in Kubernetes' namespace", { 'workloads[0].namespace': 'kube-system' }, 'workloads[0].namespace', 'must not be a namespace of the platform'],
  [
    'two workloads whose paths are one but for a slash',
    {
      'workloads[0].path': '/orders',
      'workloads[1]': { ...backend, name: 'second', path: '/orders/' },
      'sizing.second': valueAt(dev, 'sizing.backend'),
    },
    'workloads[1].path',
    'must be unique in the environment',
  ],
  [
    'two workloads under one path',
    { 'workloads[1]': { ...backend, name: 'second' }, 'sizing.second': valueAt(dev, 'sizing.backend') },
    'workloads[1].path',
    'must be unique in the environment',
  ],
  ['a drain as long as the grace', { 'workloads[0].shutdown.drain': '60s' }, 'workloads[0].shutdown.drain', 'must be less than grace (60s)'],
  [
    'a latency signal above the longest request, which the load balancer cuts off',
    { 'workloads[0].scaling.signals.latency.target': '20s' },
    'workloads[0].scaling.signals.latency.target',
    'must be less than workloads[0].shutdown.grace - drain (20 s), where requests are cut off: raise the grace',
  ],
  [
    'a latency objective that no request can miss, by milliseconds',
    {
      'workloads[0].shutdown': { drain: '58s', grace: '60s' },
      'alerting.objectives.latency.target': '2.001s',
      'workloads[0].scaling.signals.latency.target': '1.999s',
    },
    'alerting.objectives.latency.target',
    'must be less than workloads[0].shutdown.grace - drain (2 s), where requests are cut off: raise the grace',
  ],
  [
    'a setting that the injected instrumentation makes',
    { 'workloads[0].env.OTEL_SERVICE_NAME': 'shop' },
    'workloads[0].env.OTEL_SERVICE_NAME',
    'must not be stated: the injected instrumentation sets it',
  ],
  [
    'a second worker by a variable',
    { 'workloads[0].env.WEB_CONCURRENCY': '4' },
    'workloads[0].env.WEB_CONCURRENCY',
    'must not be stated: the injected instrumentation sets it',
  ],
  ['a C library that no image has', { 'workloads[0].libc': 'uclibc' }, 'workloads[0].libc', 'must be one of "glibc", "musl"'],
  ['a workload without sizing', { 'sizing.backend': undefined }, 'sizing.backend', 'must be present'],
  ['a component without sizing', { 'sizing.prometheus-adapter': undefined }, 'sizing.prometheus-adapter', 'must be present'],
  ['sizing for nobody', { 'sizing.bakend': valueAt(dev, 'sizing.backend') }, 'sizing.bakend', 'must belong to a workload or component', 'bakend'],
  [
    'a Prometheus that forgets',
    { 'sizing.prometheus.storage': undefined },
    'sizing.prometheus.storage',
    'must be present: this component keeps something on a volume',
  ],
  ['a CPU request above its limit', { 'sizing.backend.cpu.limit': '200m' }, 'sizing.backend.cpu.request', 'must be at most the limit (200m)'],
  ['a memory request above its limit', { 'sizing.backend.memory.limit': '383Mi' }, 'sizing.backend.memory.request', 'must be at most the limit (383Mi)'],
  ['a request above what may be recommended', { 'sizing.backend.cpu.max': '249m' }, 'sizing.backend.cpu.request', 'must lie within min and max (100m to 249m)'],
  ['a request below what may be recommended', { 'sizing.backend.memory.min': '385Mi' }, 'sizing.backend.memory.request', 'must lie within min and max'],
];

/** The end of a year, excluded from upgrades. */
const yearEnd = { name: 'year-end', from: '2026-12-20T00:00:00Z', until: '2027-01-05T00:00:00Z', scope: 'no-upgrades' };
const maintenance = 'cluster.maintenance';

const infrastructureFormats: readonly Row[] = [
  ['no project', { 'google.project': undefined }, 'google.project', 'must be a text'],
  [
    'a billing account in words',
    { 'google.billingAccount': 'my account' },
    'google.billingAccount',
    'must be a billing account id such as "0A1B2C-3D4E5F-6A7B8C"',
  ],
  ['a repository id that is a name', { 'ci.repositoryId': 'lyo-platform' }, 'ci.repositoryId', 'must be a number in quotes'],
  ['an owner id that is a name', { 'ci.repositoryOwnerId': 'lyo-example' }, 'ci.repositoryOwnerId', 'must be a number in quotes'],
  ['a repository id without quotes', { 'ci.repositoryId': 123456789 }, 'ci.repositoryId', 'must be a text'],
  ['a repository without its owner', { 'ci.repository': 'lyo-platform' }, 'ci.repository', 'must be a repository such as "owner/name"'],
  [
    'a repository as an address',
    { 'ci.repository': 'https://github.com/lyo-example/lyo-platform' },
    'ci.repository',
    'must be a repository such as "owner/name"',
  ],
  [
    'an environment of GitHub that could end a condition',
    { 'ci.githubEnvironment': "dev' || true || '" },
    'ci.githubEnvironment',
    'must be the name of a GitHub environment',
  ],
  [
    'an environment of GitHub whose name fills a subject of Google Cloud',
    { 'ci.githubEnvironment': 'e'.repeat(81) },
    'ci.githubEnvironment',
    'of at most 80 characters',
  ],
  ['a cluster whose nodes would have too long an account', { 'cluster.name': 'a-name-of-25-characters-x' }, 'cluster.name', 'must have at most 24 characters'],
  [
    'a release channel that does not exist',
    { 'cluster.releaseChannel': 'beta' },
    'cluster.releaseChannel',
    'must be one of "rapid", "regular", "stable", "extended"',
  ],
  ['a day of the week in full', { [`${maintenance}.window.days`]: ['Monday'] }, `${maintenance}.window.days[0]`, 'must be one of "MO", "TU"', 'Monday'],
  [
    'a window at no hour of the day',
    { [`${maintenance}.window.start`]: '24:00' },
    `${maintenance}.window.start`,
    'must be a time of day in UTC such as "01:00"',
  ],
  [
    'an exclusion on a day without a time',
    { [`${maintenance}.exclusions`]: [{ ...yearEnd, from: '2026-12-20' }] },
    `${maintenance}.exclusions[0].from`,
    'must be a time in UTC',
  ],
  [
    'an exclusion from everything',
    { [`${maintenance}.exclusions`]: [{ ...yearEnd, scope: 'all' }] },
    `${maintenance}.exclusions[0].scope`,
    'must be one of "no-upgrades"',
  ],
  [
    'a group of another name',
    { 'cluster.securityGroup': 'admins@lyo.example' },
    'cluster.securityGroup',
    'must be the group "gke-security-groups" of a domain',
  ],
  ['a disk in gigabytes', { 'nodePool.diskSize': '100GB' }, 'nodePool.diskSize', 'must be gibibytes such as "100Gi"'],
  [
    'an autoscaling profile of another product',
    { 'nodePool.autoscalingProfile': 'aggressive' },
    'nodePool.autoscalingProfile',
    'must be one of "balanced", "optimize-utilization"',
  ],
  ['more pods on a node than GKE allows', { 'nodePool.podsPerNode': 257 }, 'nodePool.podsPerNode', 'must be at most 256'],
  ['fewer pods on a node than GKE itself needs', { 'nodePool.podsPerNode': 7 }, 'nodePool.podsPerNode', 'must be at least 8'],
  ['a spot pool without a machine', { 'nodePool.spot': { maxNodes: 3 } }, 'nodePool.spot.machineType', 'must be a text'],
  ['a spot pool of no nodes', { 'nodePool.spot': { machineType: 'e2-standard-4', maxNodes: 0 } }, 'nodePool.spot.maxNodes', 'must be at least 1'],
  ['a placeholder of no pods', { placeholder: { pods: 0, cpu: '500m', memory: '512Mi' } }, 'placeholder.pods', 'must be at least 1'],
  ['a backup at a time in words', { 'backup.schedule': 'every night' }, 'backup.schedule', 'must be five fields of cron such as "0 2 * * *"'],
  ['a backup in the 25th hour', { 'backup.schedule': '0 25 * * *' }, 'backup.schedule', 'hour 0-23'],
  ['a backup on no day of the month', { 'backup.schedule': '0 2 0 * *' }, 'backup.schedule', 'day 1-31'],
  ['a backup on the eighth day of the week', { 'backup.schedule': '0 2 * * 1-7' }, 'backup.schedule', 'day of the week 0-6'],
  ['a backup every minute that is none', { 'backup.schedule': '*/0 2 * * *' }, 'backup.schedule', 'must be five fields of cron'],
  ['a backup from Friday back to Monday', { 'backup.schedule': '0 2 * * 5-1' }, 'backup.schedule', 'must be five fields of cron'],
  ['a backup every 61st minute', { 'backup.schedule': '*/61 * * * *' }, 'backup.schedule', 'must be five fields of cron'],
  ['a backup with seconds', { 'backup.schedule': '0 0 2 * * *' }, 'backup.schedule', 'must be five fields of cron'],
  ['a backup that is kept for no day', { 'backup.retentionDays': 0 }, 'backup.retentionDays', 'must be at least 1'],
  ['a budget of nothing', { 'budget.monthly': 0 }, 'budget.monthly', 'must be at least 1'],
  ['a currency as a sign', { 'budget.currency': '€' }, 'budget.currency', 'must be an ISO 4217 code such as "EUR"'],
  ['a budget that nobody hears of', { 'budget.recipients': [] }, 'budget.recipients', 'must have at least 1 item'],
  ['a recipient without an address', { 'budget.recipients': ['the team'] }, 'budget.recipients[0]', 'must be an email address'],
  ['a threshold of nothing', { 'budget.thresholds': [0] }, 'budget.thresholds[0]', 'must be greater than 0'],
  ['a commitment of two years', { cost: { commitment: '2y' } }, 'cost.commitment', 'must be one of "none", "1y", "3y"'],
  ['spot nodes in percent', { cost: { spotShare: 50 } }, 'cost.spotShare', 'must be at most 1'],
  ['a registry named like a copy of another', { 'registry.repository': 'mirror-quay' }, 'registry.repository', 'must not begin with "mirror-"'],
  ['every image allowed', { 'registry.alsoAllowed': ['**'] }, 'registry.alsoAllowed[0]', 'must be a pinned image, or a prefix that ends in "/*"'],
  ['an allowed image without a version', { 'registry.alsoAllowed': ['docker.io/library/redis'] }, 'registry.alsoAllowed[0]', 'must be a pinned image'],
  ['a public path that is not one of those for the cluster', { 'exposure.alsoPublic': ['/admin'] }, 'exposure.alsoPublic[0]', 'must be one of /metrics, /docs'],
  ['a rate limit of nothing', { 'exposure.requestsPerMinute': 0 }, 'exposure.requestsPerMinute', 'must be at least 1'],
  ['a zone of DNS as a domain', { 'exposure.dnsZone': 'lyo.example' }, 'exposure.dnsZone', 'must be a DNS label'],
];

const infrastructureRules: readonly Row[] = [
  ['a range with host bits', { 'network.nodes': '10.10.0.1/20' }, 'network.nodes', 'must begin at the first address of its range (10.10.0.0/20)'],
  [
    'an egress range with host bits',
    { 'workloads[0].egress[0].cidr': '10.10.16.9/24' },
    'workloads[0].egress[0].cidr',
    'must begin at the first address of its range (10.10.16.0/24)',
  ],
  ['nodes on the internet', { 'network.nodes': '203.0.112.0/20' }, 'network.nodes', 'must lie in a private range (10.0.0.0/8, 172.16.0.0/12'],
  ["pods on the nodes' own bridge", { 'network.services': '172.17.0.0/20' }, 'network.services', 'must not overlap 172.17.0.0/16'],
  // 10.12.0.0/14 ends at 10.15.255.255
  ['services within the pods', { 'network.services': '10.15.0.0/20' }, 'network.services', 'must not overlap pods (10.12.0.0/14)'],
  ['pods around the nodes', { 'network.pods': '10.10.0.0/16', 'workloads[0].egress': [] }, 'network.pods', 'must not overlap nodes (10.10.0.0/20)'],
  [
    'a destination outside that is inside',
    { 'workloads[0].egress[0].cidr': '10.13.1.0/24' },
    'workloads[0].egress[0].cidr',
    'must not overlap pods (10.12.0.0/14)',
  ],
  // 10 + 1 surge + 5 taken = 16 in a /28; with 11 nodes 17
  [
    'a subnet of one address too few',
    { 'network.nodes': '10.10.0.0/28', 'nodePool.maxNodes': 11 },
    'network.nodes',
    'must have at least 17 addresses for the node pool (a /27)',
  ],
  // (10 + 1) · 256 = 2816, and a /21 has 2048
  ['pods of one node too few', { 'network.pods': '10.12.0.0/21' }, 'network.pods', 'must have at least 2816 addresses for the node pool (a /20)'],
  // (10 + 1 + 4 + 1) · 256 = 4096 fit a /20; one spot node more does not
  [
    'a spot pool that the pods have no room for',
    { 'network.pods': '10.12.0.0/20', 'nodePool.spot': { machineType: 'e2-standard-4', maxNodes: 5 } },
    'network.pods',
    'must have at least 4352 addresses',
  ],
  ['services in a range that GKE refuses', { 'network.services': '10.11.0.0/28' }, 'network.services', 'must be a /16 to /27'],
  [
    'a range of receivers with host bits',
    { 'alerting.egress': [{ cidr: '203.0.113.7/24', port: 443 }] },
    'alerting.egress[0].cidr',
    'must begin at the first address of its range (203.0.113.0/24)',
  ],
  ['a recipient named twice', { 'budget.recipients': ['a@lyo.example', 'a@lyo.example'] }, 'budget.recipients[1]', 'must be named once'],
  ['somebody let in twice', { 'consoles.members': ['group:platform@lyo.example', 'group:platform@lyo.example'] }, 'consoles.members[1]', 'must be named once'],
  ['a zone named twice', { 'google.zones[2]': 'europe-west1-b' }, 'google.zones[2]', 'must be named once'],
  [
    'a promise to survive that one node cannot keep',
    { ...inTwoZones, 'nodePool.minNodes': 1 },
    'nodePool.minNodes',
    'must be at least the number of zones (3)',
  ],
  [
    'a promise to survive with a single zone',
    { ...inTwoZones, 'google.zones': ['europe-west1-b'] },
    'nodePool.survivesZoneLoss',
    'must be false with a single zone',
  ],
  [
    'a promise to survive with one Prometheus',
    { ...inTwoZones, 'monitoring.replicas': 1 },
    'monitoring.replicas',
    'must be at least 2 to survive the loss of a zone',
  ],
  [
    'a promise to survive with one gateway',
    { ...inTwoZones, 'tracing.collectors': { layout: 'tiers', agents: { min: 2, max: 2 }, gateways: 1 } },
    'tracing.collectors.gateways',
    'must be at least 2 to survive the loss of a zone',
  ],
  [
    'a promise to survive with an agent tier that may shrink to one',
    { ...inTwoZones, 'tracing.collectors': { layout: 'tiers', agents: { min: 1, max: 3 }, gateways: 2 } },
    'tracing.collectors.agents.min',
    'must be at least 2 to survive the loss of a zone',
  ],
  [
    'a promise to survive with a single collector',
    { ...inTwoZones, 'tracing.collectors': { layout: 'single' } },
    'tracing.collectors.layout',
    'must be "tiers" to survive the loss of a zone',
  ],
  ['no Prometheus', { 'monitoring.replicas': 0 }, 'monitoring.replicas', 'must be at least 1'],
  ['more of them than anybody needs', { 'monitoring.replicas': 4 }, 'monitoring.replicas', 'must be at most 3'],
  ['half a Prometheus', { 'monitoring.replicas': 1.5 }, 'monitoring.replicas', 'must be a whole number'],
  ['a disk larger than there are', { 'nodePool.diskSize': '65537Gi' }, 'nodePool.diskSize', 'must be at most 65536Gi'],
  ['a disk too small for the images', { 'nodePool.diskSize': '31Gi' }, 'nodePool.diskSize', 'must be at least 32Gi'],
  ['a window of three hours', { [`${maintenance}.window.length`]: '10800s' }, `${maintenance}.window.length`, 'must be 14400s to 86400s'],
  // 4 weeks · 2 days · 4 h = 32 h; 48 h / 8 = 6 h = 21600 s
  ['windows of 32 hours in four weeks', { [`${maintenance}.window.days`]: ['SA', 'SU'] }, `${maintenance}.window.length`, 'with SA, SU at least 21600s'],
  [
    'an exclusion that ends before it begins',
    { [`${maintenance}.exclusions`]: [{ ...yearEnd, until: '2026-12-19T00:00:00Z' }] },
    `${maintenance}.exclusions[0].until`,
    'must be after from',
  ],
  [
    '31 days without any upgrade',
    { [`${maintenance}.exclusions`]: [{ ...yearEnd, until: '2027-01-20T00:00:00Z' }] },
    `${maintenance}.exclusions[0].until`,
    'must be at most 30 days after from',
  ],
  [
    'two exclusions of one name',
    { [`${maintenance}.exclusions`]: [yearEnd, yearEnd] },
    `${maintenance}.exclusions[1].name`,
    'must be unique among the exclusions',
  ],
  ['five hours to go back', { 'cluster.rollbackSoak': '18000s' }, 'cluster.rollbackSoak', 'must be 21600s to 604800s (6 hours to 7 days)'],
  [
    'an image of a stranger',
    { 'workloads[0].image': 'docker.example/lyo/backend:0.1.0' },
    'workloads[0].image',
    "must be in the environment's own registry (europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/**) or in registry.alsoAllowed (nothing so far)",
  ],
  [
    'an image of another environment',
    { 'workloads[0].image': 'europe-west1-docker.pkg.dev/lyo-platform-prod/lyo/backend:0.1.0' },
    'workloads[0].image',
    "must be in the environment's own registry",
  ],
  ['a lock longer than the copy', { 'backup.lockDays': 8 }, 'backup.lockDays', 'must be at most retentionDays (7)'],
  ['thresholds out of order', { 'budget.thresholds': [0.9, 0.5] }, 'budget.thresholds[1]', 'must be greater than the threshold before it'],
  ['spot nodes without a pool', { cost: { spotShare: 0.5 } }, 'cost.spotShare', 'must be 0 without nodePool.spot'],
];

/** Field of routes without objectives. Refused: routes that match every request or a health route, invalid routes, and duplicates. */
const unjudged = 'workloads[0].unjudgedRoutes';
const routes: readonly Row[] = [
  ...['/', '/*', '/{path:path}', '/{everything:path}/more'].map((route): Row => [
    `every request as ${route}`,
    { [unjudged]: ['/events', route] },
    `${unjudged}[1]`,
    'must not hold every request',
  ]),
  ...['events', '', 'GET /events', '*', 'https://api.lyo.example/events', '/even ts', '/events?all', '/eve*', '/*/events', '/events#1'].map((route): Row => [
    `a route written as ${JSON.stringify(route)}`,
    { [unjudged]: [route] },
    `${unjudged}[0]`,
    'must begin with "/" and be a route as the application declares it',
  ]),
  ...['/health', '/health/ready', '/health/*'].map((route): Row => [
    `a health route as ${route}`,
    { [unjudged]: [route] },
    `${unjudged}[0]`,
    'must not hold a health route',
  ]),
  ['a route named twice', { [unjudged]: ['/ws', '/events', '/ws'] }, `${unjudged}[2]`, 'must be named once'],
  ['a route named twice under two parameters', { [unjudged]: ['/rooms/{room}', '/rooms/{id}'] }, `${unjudged}[1]`, 'must be named once'],
  ['routes that are no list', { [unjudged]: '/events' }, unjudged, 'must be a list'],
];

const policies: readonly Row[] = [
  ['more replicas at least than at most', { [`${policy}.minReplicas`]: 51 }, `${policy}.minReplicas`, 'must be at most maxReplicas (50)'],
  ['a cap below the floor', { [`${policy}.signals.errors.cap`]: 1 }, `${policy}.signals.errors.cap`, 'must be at least minReplicas (2)'],
  [
    'a cap of a metric that the autoscaler reads from Google',
    { [`${policy}.signals.external`]: [external, { ...external, labels: { subscription: 'mails' }, cap: 20 }] },
    `${policy}.signals.external[1].cap`,
    'must be maxReplicas (50): the autoscaler reads this metric from Google, where no rule can cap it',
  ],
  [
    'the same metric of Google twice, with its labels in another order',
    {
      [`${policy}.signals.external`]: [
        { ...external, labels: { subscription: 'orders', zone: 'b' } },
        { ...external, labels: { zone: 'b', subscription: 'orders' }, perPod: 7 },
      ],
    },
    `${policy}.signals.external[1]`,
    'must be another metric, or have other labels, than those before it',
  ],
  ['a cap above the ceiling', { [`${policy}.signals.requestRate.cap`]: 51 }, `${policy}.signals.requestRate.cap`, 'must be at most maxReplicas (50)'],
  [
    'neither a signal nor a failsafe',
    { [`${policy}.signals`]: {}, [`${policy}.failsafe`]: { kind: 'none' } },
    `${policy}.signals`,
    'must name at least one signal when there is no failsafe',
  ],
  [
    'a failsafe that acts before its signal',
    { [`${policy}.failsafe.utilization`]: 70 },
    `${policy}.failsafe.utilization`,
    "must be above the CPU signal's target (70)",
  ],
  ['as many spare replicas as a cap', { [`${policy}.spare`]: 20 }, `${policy}.spare`, 'must be below the caps of CPU and request rate (20)', 20],
  [
    'spare replicas with nothing to add them to',
    { [`${policy}.spare`]: 1, [`${policy}.signals.cpu`]: undefined, [`${policy}.signals.requestRate`]: undefined },
    `${policy}.spare`,
    'needs a signal on CPU or request rate',
    1,
  ],
  ['half a spare replica', { [`${policy}.spare`]: 0.5 }, `${policy}.spare`, 'must be a whole number', 0.5],
  ['a CPU target beyond the knee', { [`${policy}.signals.cpu.utilization`]: 86 }, `${policy}.signals.cpu.utilization`, 'must be at most 0.85'],
  // 0.70 · (1 + 0.22) = 0.854
  ['a tolerance that reaches the knee', { [`${policy}.behavior.up.tolerance`]: 0.22 }, `${policy}.signals.cpu.utilization`, 'must be at most 0.85', 70],
  ['a memory signal that does not know the idle heap', { 'sizing.backend.idleMemory': undefined }, `${policy}.signals.memory`, 'needs idleMemory', nothing],
  // 384 / 2 = 192
  [
    'an idle heap of half the request',
    { 'sizing.backend.idleMemory': '192Mi' },
    `${policy}.signals.memory`,
    'below half of the memory request (384Mi)',
    '192Mi',
  ],
  [
    'an incident shorter than its limit',
    { [`${policy}.signals.errors.incident`]: '600s' },
    `${policy}.signals.errors.longest`,
    'must be less than incident (600s)',
  ],
  ['a period of nothing', { [`${policy}.behavior.up.period`]: '0s' }, `${policy}.behavior.up.period`, 'must be 1s to 1800s'],
  ['a period that Kubernetes refuses', { [`${policy}.behavior.down.period`]: '1801s' }, `${policy}.behavior.down.period`, 'must be 1s to 1800s'],
  ['a window that Kubernetes refuses', { [`${policy}.behavior.down.window`]: '3601s' }, `${policy}.behavior.down.window`, 'must be at most 3600s'],
  [
    'a stabilization shorter than W',
    { [`${policy}.behavior.down.window`]: '59s' },
    `${policy}.behavior.down.window`,
    'must be at least telemetry.window (60s)',
  ],
];

const rollout = 'workloads[0].rollout';
const guarding = (guard: object, more: Changes = {}): Changes => ({
  [rollout]: { surge: 10, settle: '20s', guard: { share: 10, bake: '300s', requests: 100, ...guard } },
  ...more,
});

const unaskable = 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend:_1';

const guards: readonly Row[] = [
  [
    'a guard that stops before its first pods',
    guarding({ share: 9 }),
    `${rollout}.guard.share`,
    'must be at least rollout.surge (10): so many new pods come at once',
    9,
  ],
  [
    'a guard that stops when most have the new version',
    guarding({ share: 51 }),
    `${rollout}.guard.share`,
    'must be at most 50: beyond, most users have the new version',
    51,
  ],
  ['a guard that judges at once', guarding({ bake: '59s' }), `${rollout}.guard.bake`, 'must be at least 60s', '59s'],
  ['a guard that judges by chance', guarding({ requests: 19 }), `${rollout}.guard.requests`, 'must be at least 20, or chance would decide', 19],
  [
    'a guard of requests that nobody counts',
    guarding({}, { 'workloads[0].instrumentation': 'none', [`${policy}.signals`]: { cpu: { utilization: 70, cap: 10 } } }),
    `${rollout}.guard`,
    'must be left out where instrumentation is "none": no request says which version answered it',
    'none',
  ],
  [
    'a guard of a version that cannot be asked for',
    guarding({}, { 'workloads[0].image': unaskable }),
    'workloads[0].image',
    'must have a tag of at most 50 characters that begins with a letter or digit, for the guard of its rollouts asks for metrics by version',
    unaskable,
  ],
];

const lifecycle = 'workloads[0].lifecycle';
const living = (changes: Changes): Changes => ({ [lifecycle]: altered(seedLifecycle, changes) });

const lifecycles: readonly Row[] = [
  ['a start that usually takes longer than it may', living({ 'start.usual': '61s' }), `${lifecycle}.start.usual`, 'must be at most start.longest (60s)', '61s'],
  [
    'a start longer than the progress deadline',
    living({ progressDeadline: '45s' }),
    `${lifecycle}.start.longest`,
    'must be less than progressDeadline (45s)',
    '60s',
  ],
  [
    'a start as long as the progress deadline',
    living({ progressDeadline: '60s' }),
    `${lifecycle}.start.longest`,
    'must be less than progressDeadline (60s)',
    '60s',
  ],
  ['a start that is busy after it serves', living({ 'start.busy': '31s' }), `${lifecycle}.start.busy`, 'must be at most start.usual (30s)', '31s'],
  ['a start that is busy for nothing', living({ 'start.busy': '0s' }), `${lifecycle}.start.busy`, 'must be at least 1s', '0s'],
  ['a start of nothing', living({ 'start.usual': '0s' }), `${lifecycle}.start.usual`, 'must be at least 1s', '0s'],
  ['a start of more than a day', living({ 'start.longest': '86401s' }), `${lifecycle}.start.longest`, 'must be at most 86400s, a day', '86401s'],
  ['a negative start', living({ 'start.usual': '-5s' }), `${lifecycle}.start.usual`, 'must be a duration in whole seconds', '-5s'],
  ['a start without a unit', living({ 'start.longest': 60 }), `${lifecycle}.start.longest`, 'must be a duration in whole seconds', 60],
  [
    'a fraction of a second that the kubelet does not know',
    living({ 'readiness.period': '2.5s' }),
    `${lifecycle}.readiness.period`,
    'the kubelet knows no fractions',
    '2.5s',
  ],
  ['a probe that never asks', living({ 'liveness.failures': 0 }), `${lifecycle}.liveness.failures`, 'must be at least 1', 0],
  ['an answer later than the next question', living({ 'liveness.timeout': '21s' }), `${lifecycle}.liveness.timeout`, 'must be at most its period (20s)', '21s'],
  ['a liveness as impatient as readiness', living({ 'liveness.period': '5s' }), `${lifecycle}.liveness`, 'must give up later than readiness (30 s)', '30 s'],
  [
    'too few heartbeats for the window',
    living({ 'readiness.period': '16s' }),
    `${lifecycle}.readiness.period`,
    'must fit 4 times into telemetry.window (60s)',
    '16s',
  ],
];

const rows = [
  ...wrongTypes,
  ...lifecycles,
  ...guards,
  ...rollouts,
  ...unknownOptions,
  ...formats,
  ...ranges,
  ...betweenFields,
  ...infrastructureFormats,
  ...infrastructureRules,
  ...policies,
  ...routes,
];

function problemsOf(source: unknown): readonly Problem[] {
  const result = validate(source);
  return result.ok ? [] : result.problems;
}

const cases = rows.map(([fault, changes, path, rule, received]) => ({ fault, changes, path, rule, received }));

test.each(cases)('$fault is rejected with its path, rule and value', ({ changes, path, rule, received }) => {
  const source = altered(dev, changes);
  const name = 'name' in changes ? 'environment' : 'dev';
  const found = received === undefined ? valueAt(source, path) : received;
  expect(problemsOf(source)).toEqual([{ path: `${name}.${path}`, rule: expect.stringContaining(rule), received: found === nothing ? undefined : found }]);
});

/** Characters on three lines of a terminal; the value itself may be longer. */
const readable = 300;

test.each(cases)('$fault is reported in a few lines', ({ changes }) => {
  expect(problemsOf(altered(dev, changes)).filter(({ rule }) => rule.length > readable)).toEqual([]);
});

test('the table has at least sixty rows and no fault twice', () => {
  expect(new Set(rows.map(([fault]) => fault)).size).toBe(rows.length);
  expect(rows.length).toBeGreaterThanOrEqual(60);
});

test('every problem of a configuration is reported at once, whether of a single field or between fields', () => {
  const source = altered(dev, {
    'nodePool.minNodes': 11,
    'cluster.version': '1.30',
    'workloads[0].replicas': 3,
    'telemetry.window': '20s',
    'exposure.hostname': 'localhost',
    'sizing.backend.cpu.limit': '200m',
  });
  expect(problemsOf(source).map(({ path }) => path)).toEqual([
    'dev.exposure.hostname',
    'dev.workloads[0].replicas',
    'dev.cluster.version',
    'dev.nodePool.minNodes',
    'dev.telemetry.window',
    'dev.sizing.backend.cpu.request',
  ]);
});

test.each([undefined, null, 'dev', 3, [], {}])('%j is refused as no configuration, without a crash', (source) => {
  expect(problemsOf(source).length).toBeGreaterThan(0);
});

test('the shipped environments are valid, and so is a policy with an external signal', () => {
  expect(validate(dev)).toMatchObject({ ok: true });
  expect(validate(prod)).toMatchObject({ ok: true });
  expect(validate(altered(dev, { [`${policy}.signals`]: onlyExternal }))).toMatchObject({ ok: true });
});

test.each(['https://login.lyo.example', 'https://login.lyo.example:443', 'https://login.lyo.example/realms/lyo'])('a provider at %s is accepted', (issuer) => {
  expect(validate(altered(dev, { exposure: plainIngress, consoles: { ...proxied, issuer } }))).toMatchObject({ ok: true });
});

test('every reason why a trace store is unreachable is reported at once', () => {
  const wrong = store({ 'network.cidr': '10.12.0.0/24', 'network.port': 9201 });
  expect(problemsOf(altered(dev, wrong)).map(({ path, received }) => [path, received])).toEqual([
    ['dev.tracing.storage.network.cidr', '10.12.0.0/24'],
    ['dev.tracing.storage.network.port', 9201],
    ['dev.tracing.storage.network.cidr', '10.12.0.0/24'],
  ]);
});

test('a trace store within its allowed egress is valid, by address and by name', () => {
  for (const sound of [store({}), store({ url: 'https://search.lyo.example', 'network.port': 443 }), store({}, clickhouse)]) {
    expect(validate(altered(dev, sound))).toMatchObject({ ok: true });
  }
});

test('an environment that is exposed by a plain ingress is valid', () => {
  expect(validate(altered(dev, { exposure: plainIngress, consoles: { kind: 'port-forward' } }))).toMatchObject({ ok: true });
});

test('a range with exactly enough addresses is accepted, and so is an image that is allowed by name or prefix', () => {
  // 10 nodes + 1 surge + 5 taken = 16 addresses; (10 + 1) · 256 = 2816 of 4096
  expect(validate(altered(dev, { 'network.nodes': '10.10.0.0/28', 'network.pods': '10.12.0.0/20', 'network.services': '10.11.0.0/27' }))).toMatchObject({
    ok: true,
  });
  const image = { 'workloads[0].image': 'docker.example/team/api/backend:1.0.0' };
  for (const allowed of ['docker.example/team/api/backend:1.0.0', 'docker.example/team/api/*', 'docker.example/team/**']) {
    expect(validate(altered(dev, { ...image, 'registry.alsoAllowed': [allowed] }))).toMatchObject({ ok: true });
  }
  for (const allowed of ['docker.example/team/api/backend:1.0.1', 'docker.example/team/*', 'docker.example/te/**']) {
    expect(validate(altered(dev, { ...image, 'registry.alsoAllowed': [allowed] }))).toMatchObject({ ok: false });
  }
});

test('problems of several environments are thrown together, each as one line with path, rule and value', () => {
  const sources = [altered(dev, { 'nodePool.minNodes': 11 }), altered(prod, { 'cluster.version': undefined, [`${policy}.minReplicas`]: Number.NaN })];
  const text = [
    '3 problems in the configuration:',
    '  dev.nodePool.minNodes: must be at most maxNodes (10), received 11',
    '  prod.cluster.version: must be a text, received nothing',
    '  prod.workloads[0].scaling.minReplicas: must be a number, received NaN',
  ].join('\n');
  expect(() => validated(sources)).toThrow(new ConfigurationError(problemsOf(sources[0]).concat(problemsOf(sources[1]))));
  expect(() => validated(sources)).toThrow(text);
});

test('two environments with the same name are refused: one would overwrite the manifests of the other', () => {
  expect(() => validated([dev, dev])).toThrow('dev.name: must be unique among the environments, received "dev"');
});

test('two environments in one project are refused: one would replace policy, identities and registries of the other', () => {
  const image = valueAt(prod, 'workloads[0].image');
  const second = altered(prod, { 'google.project': 'lyo-platform-dev', 'workloads[0].image': String(image).replace('-prod/', '-dev/') });
  expect(() => validated([dev, second])).toThrow('prod.google.project: must be unique among the environments, received "lyo-platform-dev"');
});

test('a missing project hides neither a wrong zone nor an image from elsewhere', () => {
  const source = altered(dev, {
    'google.project': undefined,
    'google.zones[2]': 'europe-west4-a',
    'nodePool.minNodes': 11,
    'network.pods': '10.8.0.0/13',
    'ci.repositoryId': 'lyo-platform',
    'workloads[0].image': 'docker.io/lyo/backend:0.1.0',
    'workloads[0].egress': [],
  });
  expect(problemsOf(source).map(({ path }) => path)).toEqual([
    'dev.google.project',
    'dev.ci.repositoryId',
    'dev.google.zones[2]',
    'dev.nodePool.minNodes',
    'dev.network.pods',
    'dev.network.services',
    'dev.workloads[0].image',
  ]);
  // the project is unknown, so an image in a registry of the region may be its own
  expect(problemsOf(altered(dev, { 'google.project': undefined })).map(({ path }) => path)).toEqual(['dev.google.project']);
});
