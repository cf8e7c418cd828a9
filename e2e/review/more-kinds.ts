/** Objects of kinds that no shipped environment has, and that a user may add. */
import type { KubernetesBody } from './generated-changes';

const labels = { app: 'more' };
const containers = [
  {
    name: 'more',
    image: 'registry.example.com/more:1',
    args: ['run'],
    env: [
      { name: 'A', value: '1' },
      { name: 'B', value: '$(A)' },
    ],
  },
];
const template = { metadata: { labels }, spec: { containers } };
const metadata = { name: 'more', namespace: 'default', labels };

const objects: readonly KubernetesBody[] = [
  { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata, spec: { selector: { matchLabels: labels }, template } },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 2, selector: { matchLabels: labels }, template } },
  { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template: { spec: { restartPolicy: 'Never', containers } } } },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers } } } } },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: { defaultBackend: { service: { name: 'more', port: { number: 80 } } } },
  },
  { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 80 }] } },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'another' },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }],
    },
  },
];

/** Each by itself: what two share would change together. */
export const moreKinds: readonly KubernetesBody[] = objects.map((object) => JSON.parse(JSON.stringify(object)) as KubernetesBody);
