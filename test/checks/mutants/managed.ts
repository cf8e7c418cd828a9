/** Mutants of the checks of what Google's collectors scrape. By default they scrape nothing, so each mutant adds an object. */
import type { Draft } from '../draft';
import { after } from '../mutant';
import { container, stateMetrics, templateLabel } from '../names';

const ofStateMetrics = 'NetworkPolicy lyo-observability/kube-state-metrics';
const monitoring = 'PodMonitoring lyo-observability/kube-state-metrics';
const everywhere = 'ClusterPodMonitoring kube-state-metrics';

interface Monitoring {
  readonly kind?: 'PodMonitoring' | 'ClusterPodMonitoring';
  readonly namespace?: string;
  readonly name?: string;
  readonly port?: number | string;
}

function scrape(draft: Draft, { kind = 'PodMonitoring', namespace = 'lyo-observability', name = 'kube-state-metrics', port = 8080 }: Monitoring = {}): void {
  const metadata = { name: 'kube-state-metrics', ...(kind === 'PodMonitoring' ? { namespace } : {}) };
  const selector = { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: [name] }] };
  draft.add(JSON.stringify({ apiVersion: 'monitoring.googleapis.com/v1', kind, metadata, spec: { selector, endpoints: [{ port, interval: '60s' }] } }));
}

/** Adds a network policy that admits a collector; each mutant breaks a part of it. */
function admit(draft: Draft, { namespace = 'gmp-system', name = 'collector', port = 8080 }: Omit<Monitoring, 'kind'> = {}): void {
  draft.edit(ofStateMetrics).append('spec.ingress', {
    from: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
      },
    ],
    ports: [{ protocol: 'TCP', port }],
  });
}

export const managedMutants = [
  ...after('references/managed-target', [
    [monitoring, 'a name that no pod has is selected', (draft) => scrape(draft, { name: 'state-metrics' })],
    [monitoring, 'a port is asked for that the pods do not have', (draft) => scrape(draft, { port: 8082 })],
    [monitoring, 'a port has another name at the container', (draft) => scrape(draft, { port: 'http' })],
    ['PodMonitoring lyo-backend/kube-state-metrics', 'the pods live in another namespace', (draft) => scrape(draft, { namespace: 'lyo-backend' })],
    [everywhere, 'no namespace has such pods', (draft) => scrape(draft, { kind: 'ClusterPodMonitoring', name: 'state-metrics' })],
    [
      everywhere,
      'pods of another namespace have the label and not the port',
      (draft) => {
        scrape(draft, { kind: 'ClusterPodMonitoring' });
        draft.copy(stateMetrics, 'other').set('metadata.namespace', 'lyo-backend').set(`${container}.ports.0.containerPort`, 8082);
      },
    ],
    [
      monitoring,
      'the label of the pods is renamed',
      (draft) => {
        scrape(draft);
        draft.edit(stateMetrics).set(templateLabel, 'state-metrics');
      },
    ],
  ]),
  ...after('network/managed-path', [
    [stateMetrics, 'nobody lets the collectors in', (draft) => scrape(draft)],
    [
      stateMetrics,
      'collectors are let in on another port',
      (draft) => {
        scrape(draft);
        admit(draft, { port: 8081 });
      },
    ],
    [
      stateMetrics,
      'collectors are looked for in the namespace of Google’s configuration',
      (draft) => {
        scrape(draft);
        admit(draft, { namespace: 'gmp-public' });
      },
    ],
    [
      stateMetrics,
      'the evaluator of rules is let in, and no collector',
      (draft) => {
        scrape(draft, { kind: 'ClusterPodMonitoring' });
        admit(draft, { name: 'rule-evaluator' });
      },
    ],
    [
      stateMetrics,
      'a port by name is let in by another number',
      (draft) => {
        scrape(draft, { port: 'metrics' });
        admit(draft, { port: 8081 });
      },
    ],
  ]),
  ...after('workloads/unreadable', [
    [
      monitoring,
      'endpoints of Google’s collectors are text',
      (draft) => {
        scrape(draft);
        draft.edit(monitoring).set('spec.endpoints', 'metrics');
      },
    ],
  ]),
];
