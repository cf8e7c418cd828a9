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

/** Addresses of name servers besides kube-dns: the node-local cache and Cloud DNS are link-local. */
const nameServers = linkLocal;

/** Namespaces: Pod Security `restricted` is enforced, traffic that is not configured is denied, and a quota limits resources. */
export function namespaces(scope: Construct, environment: Environment): void {
  const chart = platformChart(scope, 'namespaces', { file: 'namespaces' });
  // this file is applied first, and the API server refuses pods whose priority class does not exist
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
          // no Service may have a load balancer of its own: the gateway is the only entrance
          'services.loadbalancers': k8s.Quantity.fromNumber(0),
          'services.nodeports': k8s.Quantity.fromNumber(0),
        },
      },
    });
  }
}

/** Every namespace of the environment, the platform's own last. */
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
      // DNS is the one connection that every pod needs
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
