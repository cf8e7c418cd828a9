/** Development: one small node at rest, the same policy as production. */
import type { EnvironmentSource } from './environment';
import { namespaces } from './names';
import { seedPolicy } from './scaling';
import sizing from './sizing/dev.json';
import { standardTelemetry } from './telemetry';

export const dev: EnvironmentSource = {
  name: 'dev',
  google: { project: 'lyo-platform-dev', region: 'europe-west1', zones: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'] },
  cluster: { name: 'lyo-dev', version: '1.36' },
  nodePool: { machineType: 'e2-standard-4', minNodes: 1, maxNodes: 10 },
  network: { nodes: '10.10.0.0/20', pods: '10.12.0.0/14', services: '10.11.0.0/20' },
  exposure: { kind: 'gateway', hostname: 'api.dev.lyo.example', address: 'lyo-dev-edge', certificateMap: 'lyo-dev-edge' },
  telemetry: standardTelemetry,
  workloads: [
    {
      name: 'backend',
      namespace: namespaces.backend,
      image: 'europe-west1-docker.pkg.dev/lyo-platform-dev/lyo/backend:0.1.0',
      port: 8000,
      path: '/',
      env: { LOG_LEVEL: 'debug' },
      egress: [{ cidr: '10.10.16.0/24', port: 5432 }],
      shutdown: { drain: '10s', grace: '45s' },
      scaling: seedPolicy,
    },
  ],
  sizing,
};
