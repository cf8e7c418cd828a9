import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { linkLocal } from '../config/egress';
import type { Environment } from '../config/environment';
import { namespaces as names } from '../config/names';
import { clusterScoped } from '../constructs/cluster-scoped';
import { namespaceLabels } from '../constructs/labels';
import type { PlatformChart } from '../constructs/platform-chart';
import { platformChart } from './platform-charts';
import { componentPriorityClass } from './priority';
import { storageClass } from './storage-class';
import { quotaOf } from './quota';

/** Where pods ask for names: kube-dns, or the node-local cache and Cloud DNS on link-local addresses. */
const nameServers = linkLocal;

/** Namespaces with their walls: Pod Security `restricted` enforced, no traffic that is not configured, and a quota. */
export function namespaces(scope: Construct, environment: Environment): void {
  const chart = platformChart(scope, 'namespaces', { file: 'namespaces' });
  // in the file that is applied first: pods of a class that is not there are refused
  componentPriorityClass(chart);
  storageClass(chart, environment);
  for (const namespace of namespacesOf(environment)) {
    clusterScoped(
      new k8s.KubeNamespace(chart, namespace, {
        metadata: {
          name: namespace,
          labels: {
            'pod-security.kubernetes.io/enforce': 'restricted',
            'pod-security.kubernetes.io/enforce-version': 'latest',
            'pod-security.kubernetes.io/warn': 'restricted',
            'pod-security.kubernetes.io/audit': 'restricted',
          },
        },
      }),
    );
    defaultDeny(chart, namespace);
    const { pods, ...compute } = quotaOf(environment, namespace);
    new k8s.KubeResourceQuota(chart, `${namespace}-quota`, {
      metadata: { name: 'sum-of-the-parts', namespace },
      spec: {
        hard: {
          ...Object.fromEntries(Object.entries(compute).map(([resource, amount]) => [resource, k8s.Quantity.fromString(amount)])),
          pods: k8s.Quantity.fromNumber(pods),
          // the only way in is the gateway
          'services.loadbalancers': k8s.Quantity.fromNumber(0),
          'services.nodeports': k8s.Quantity.fromNumber(0),
        },
      },
    });
  }
}

/** Every namespace that the environment has, the platform's own last. */
function namespacesOf({ workloads }: Environment): readonly string[] {
  return [...new Set([names.backend, ...workloads.map(({ namespace }) => namespace), names.observability])];
}

function defaultDeny(chart: PlatformChart, namespace: string): void {
  const port = k8s.IntOrString.fromNumber(53);
  new k8s.KubeNetworkPolicy(chart, `${namespace}-default-deny`, {
    metadata: { name: 'default-deny', namespace },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      // names are the one thing that every pod needs
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { ...namespaceLabels('kube-system') } } }, { ipBlock: { cidr: nameServers } }],
          ports: [
            { protocol: 'UDP', port },
            { protocol: 'TCP', port },
          ],
        },
      ],
    },
  });
}
