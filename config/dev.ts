/** Development: one small node while there is no load, and the same policy as production. */
import { standardTiming } from './alert-timing';
import { classPolicies } from './class-policies';
import type { EnvironmentSource } from './environment';
import { namespaces } from './names';
import sizing from './sizing/dev.json';
import { standardTelemetry } from './telemetry';

export const dev: EnvironmentSource = {
  name: 'dev',
  google: {
    project: 'lyo-platform-dev',
    billingAccount: '0A1B2C-3D4E5F-6A7B8C',
    region: 'europe-west1',
    zones: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
  },
  cluster: {
    name: 'lyo-dev',
    protected: true,
    version: '1.36',
    releaseChannel: 'regular',
    maintenance: {
      window: { days: ['MO', 'TU', 'WE', 'TH'], start: '01:00', length: '14400s' },
      exclusions: [],
    },
    managedPrometheus: { kind: 'off' },
    encryptBetweenNodes: false,
    rollbackSoak: '21600s',
    securityGroup: 'gke-security-groups@lyo.example',
  },
  nodePool: {
    machineType: 'e2-standard-4',
    minNodes: 1,
    maxNodes: 10,
    diskSize: '100Gi',
    podsPerNode: 110,
    autoscalingProfile: 'optimize-utilization',
    survivesZoneLoss: false,
  },
  network: { nodes: '10.10.0.0/20', pods: '10.12.0.0/14', services: '10.11.0.0/20' },
  exposure: {
    kind: 'gateway',
    hostname: 'api.dev.lyo.example',
    address: 'lyo-dev-edge',
    certificateMap: 'lyo-dev-edge',
    securityPolicy: 'lyo-dev-edge',
    sslPolicy: 'lyo-dev-edge',
    requestsPerMinute: 600,
    dnsZone: 'lyo-dev',
  },
  registry: { repository: 'lyo', mirrored: true },
  ci: { repository: 'lyo-example/lyo-platform', repositoryId: '123456789', repositoryOwnerId: '987654', githubEnvironment: 'dev' },
  backup: { schedule: '0 2 * * *', retentionDays: 7, lockDays: 0 },
  budget: { monthly: 600, currency: 'EUR', thresholds: [0.5, 0.9, 1], recipients: ['platform@lyo.example'] },
  // a few people try things: 50 requests a second at their peak
  cost: { peakShare: 0.01 },
  telemetry: standardTelemetry,
  tracing: {
    collectors: { layout: 'single' },
    sampling: { baselinePercent: 20, slow: '2s', decisionWait: '5s' },
    storage: { kind: 'badger', dailyVolume: '2048Mi' },
    retention: '259200s',
  },
  alerting: {
    objectives: { availability: 0.999, latency: { target: '2s', share: 0.95 }, period: '2592000s' },
    receivers: {
      page: { kind: 'slack', url: { secret: 'alertmanager-receivers', key: 'page' }, channel: '#lyo-dev' },
      ticket: { kind: 'slack', url: { secret: 'alertmanager-receivers', key: 'ticket' }, channel: '#lyo-dev' },
      deadman: { kind: 'webhook', url: { secret: 'alertmanager-receivers', key: 'deadman' } },
    },
    egress: [{ cidr: '0.0.0.0/0', port: 443 }],
    timing: standardTiming,
  },
  consoles: { kind: 'iap', grafana: 'grafana.dev.lyo.example', jaeger: 'jaeger.dev.lyo.example', members: ['group:platform@lyo.example'] },
  workloads: [
    {
      name: 'backend',
      namespace: namespaces.backend,
      image: 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend:0.1.0',
      port: 8000,
      path: '/',
      env: { LOG_LEVEL: 'debug' },
      egress: [{ cidr: '10.10.16.0/24', port: 5432 }],
      shutdown: { drain: '40s', grace: '60s' },
      instrumentation: 'python',
      // until its load is recorded: npm run simulate -- --classify says which class it is
      scaling: classPolicies.noisy,
    },
  ],
  sizing,
};
