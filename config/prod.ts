/** Production: the minimum survives the loss of a zone, requests are larger, and the policy is that of development. */
import { standardTiming } from './alert-timing';
import { classPolicies } from './class-policies';
import type { EnvironmentSource } from './environment';
import { namespaces } from './names';
import sizing from './sizing/prod.json';
import { standardTelemetry } from './telemetry';

export const prod: EnvironmentSource = {
  name: 'prod',
  google: {
    project: 'lyo-platform-prod',
    billingAccount: '0A1B2C-3D4E5F-6A7B8C',
    region: 'europe-west1',
    zones: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
  },
  cluster: {
    name: 'lyo-prod',
    protected: true,
    version: '1.36',
    releaseChannel: 'regular',
    maintenance: {
      window: { days: ['SA', 'SU'], start: '01:00', length: '21600s' },
      exclusions: [],
    },
    managedPrometheus: { kind: 'off' },
    encryptBetweenNodes: false,
    rollbackSoak: '604800s',
    securityGroup: 'gke-security-groups@lyo.example',
  },
  nodePool: {
    machineType: 'n2-standard-8',
    minNodes: 3,
    maxNodes: 10,
    diskSize: '100Gi',
    podsPerNode: 110,
    autoscalingProfile: 'balanced',
    survivesZoneLoss: true,
  },
  network: { nodes: '10.20.0.0/20', pods: '10.24.0.0/14', services: '10.21.0.0/20' },
  exposure: {
    kind: 'gateway',
    hostname: 'api.lyo.example',
    address: 'lyo-prod-edge',
    certificateMap: 'lyo-prod-edge',
    securityPolicy: 'lyo-prod-edge',
    sslPolicy: 'lyo-prod-edge',
    requestsPerMinute: 3000,
    dnsZone: 'lyo',
  },
  registry: { repository: 'lyo', mirrored: true },
  ci: { repository: 'lyo-example/lyo-platform', repositoryId: '123456789', repositoryOwnerId: '987654', githubEnvironment: 'prod' },
  backup: { schedule: '0 2 * * *', retentionDays: 30, lockDays: 7 },
  budget: { monthly: 4000, currency: 'EUR', thresholds: [0.5, 0.9, 1], recipients: ['platform@lyo.example'] },
  telemetry: standardTelemetry,
  tracing: {
    collectors: { layout: 'tiers', agents: { min: 2, max: 6 }, gateways: 2 },
    sampling: { baselinePercent: 10, slow: '2s', decisionWait: '10s' },
    storage: { kind: 'badger', dailyVolume: '10240Mi' },
    retention: '604800s',
  },
  alerting: {
    objectives: { availability: 0.999, latency: { target: '2s', share: 0.95 }, period: '2592000s' },
    receivers: {
      page: { kind: 'pagerduty', routingKey: { secret: 'alertmanager-receivers', key: 'page' } },
      ticket: { kind: 'slack', url: { secret: 'alertmanager-receivers', key: 'ticket' }, channel: '#lyo-platform' },
      deadman: { kind: 'webhook', url: { secret: 'alertmanager-receivers', key: 'deadman' } },
    },
    egress: [{ cidr: '0.0.0.0/0', port: 443 }],
    timing: standardTiming,
  },
  consoles: { kind: 'iap', grafana: 'grafana.lyo.example', jaeger: 'jaeger.lyo.example', members: ['group:platform@lyo.example'] },
  workloads: [
    {
      name: 'backend',
      namespace: namespaces.backend,
      image: 'europe-west1-docker.pkg.dev/lyo-platform-prod/lyo/backend:0.1.0',
      port: 8000,
      path: '/',
      env: { LOG_LEVEL: 'info' },
      egress: [{ cidr: '10.20.16.0/24', port: 5432 }],
      shutdown: { drain: '40s', grace: '60s' },
      instrumentation: 'python',
      // until its load is recorded: npm run simulate -- --classify says which class it is
      scaling: classPolicies.noisy,
    },
  ],
  sizing,
};
