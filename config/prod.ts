/** Production: zone redundancy at rest, larger requests, the same policy as development. */
import type { EnvironmentSource } from './environment';
import { namespaces } from './names';
import { seedPolicy } from './scaling';
import sizing from './sizing/prod.json';
import { standardTelemetry } from './telemetry';

export const prod: EnvironmentSource = {
  name: 'prod',
  google: { project: 'lyo-platform-prod', region: 'europe-west1', zones: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'] },
  cluster: { name: 'lyo-prod', version: '1.36' },
  nodePool: { machineType: 'n2-standard-4', minNodes: 3, maxNodes: 10 },
  network: { nodes: '10.20.0.0/20', pods: '10.24.0.0/14', services: '10.21.0.0/20' },
  exposure: { kind: 'gateway', hostname: 'api.lyo.example', address: 'lyo-prod-edge', certificateMap: 'lyo-prod-edge' },
  telemetry: standardTelemetry,
  workloads: [
    {
      name: 'backend',
      namespace: namespaces.backend,
      image: 'europe-west1-docker.pkg.dev/lyo-platform-prod/lyo/backend:0.1.0',
      port: 8000,
      path: '/',
      env: { LOG_LEVEL: 'info' },
      egress: [{ cidr: '10.20.16.0/24', port: 5432 }],
      shutdown: { drain: '10s', grace: '45s' },
      scaling: seedPolicy,
    },
  ],
  sizing,
};
