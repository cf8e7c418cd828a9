/** A release that stops half way: pods of two versions at once, and the objects that select them. */
import { z } from 'zod';
import type { Cluster } from '../cluster/cluster';
import type { KubernetesObject } from '../cluster/kubernetes-object';

const labels = z.record(z.string(), z.string());
const selector = z.object({ matchLabels: labels.default({}), matchExpressions: z.array(z.unknown()).max(0).default([]) });

const podShape = z.object({
  metadata: z.object({ name: z.string(), labels }),
  spec: z.object({ containers: z.array(z.object({ image: z.string(), ports: z.array(z.object({ name: z.string(), containerPort: z.number() })) })) }),
  status: z.object({ podIP: z.string().optional(), conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});

export interface PlacedPod {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
  /** Of `http`. */
  readonly port: number;
  readonly address: string;
  readonly ready: boolean;
}

export async function podsOf(cluster: Cluster, namespace: string, app: string): Promise<readonly PlacedPod[]> {
  const pods = await cluster.list('pods', { namespace, selector: `app.kubernetes.io/name=${app}` });
  return pods
    .filter(({ metadata }) => metadata['deletionTimestamp'] === undefined)
    .map((pod) => {
      const { metadata, spec, status } = podShape.parse(pod);
      const [container] = spec.containers;
      return {
        name: metadata.name,
        labels: metadata.labels,
        image: container?.image ?? '',
        port: container?.ports.find(({ name }) => name === 'http')?.containerPort ?? 0,
        address: status.podIP ?? '',
        ready: status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
      };
    });
}

const policyShape = z.object({
  spec: z.object({
    podSelector: selector,
    ingress: z.array(z.object({ ports: z.array(z.object({ port: z.union([z.number(), z.string()]) })).default([]) })).default([]),
  }),
});
const budgetShape = z.object({ spec: z.object({ selector }), status: z.object({ expectedPods: z.number(), currentHealthy: z.number() }) });
const sliceShape = z.object({
  endpoints: z.array(z.object({ addresses: z.array(z.string()), conditions: z.object({ ready: z.boolean().optional() }) })).nullish(),
  ports: z.array(z.object({ name: z.string().optional(), port: z.number().optional() })).nullish(),
});
const scaleShape = z.object({ status: z.object({ selector: z.string() }) });

/** Objects that select only some of the pods, or use a port that a pod does not have; none if everything matches both versions. */
export async function selectsUnevenly(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  pods: readonly PlacedPod[],
): Promise<readonly string[]> {
  const listed = (kind: string, of?: string): Promise<readonly KubernetesObject[]> =>
    cluster.list(kind, { namespace, ...(of === undefined ? {} : { selector: of }) });
  const [policies, budgets, slices, scale] = await Promise.all([
    listed('networkpolicies'),
    listed('poddisruptionbudgets'),
    listed('endpointslices', `kubernetes.io/service-name=${name}`),
    cluster.kubectl(['get', '--raw', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/scale`]),
  ]);
  return [
    ...policies.flatMap((policy) => policyProblems(policy, pods)),
    ...budgets.flatMap((budget) => uneven(`PodDisruptionBudget ${budget.metadata.name}`, budgetShape.parse(budget).spec.selector.matchLabels, pods)),
    ...uneven('what the autoscaler counts', fromText(scaleShape.parse(JSON.parse(scale)).status.selector), pods),
    ...endpointProblems(slices, pods),
  ];
}

function policyProblems(policy: KubernetesObject, pods: readonly PlacedPod[]): readonly string[] {
  const { podSelector, ingress } = policyShape.parse(policy).spec;
  const what = `NetworkPolicy ${policy.metadata.name}`;
  const selected = pods.filter((pod) => matches(pod, podSelector.matchLabels));
  const numbers = ingress.flatMap(({ ports }) => ports.flatMap(({ port }) => (typeof port === 'number' ? [port] : [])));
  return [
    ...uneven(what, podSelector.matchLabels, pods),
    ...(numbers.length > 0 && selected.some(({ port }) => !numbers.includes(port)) ? [`${what} lets others in on port ${numbers.join(', ')} alone`] : []),
  ];
}

function endpointProblems(slices: readonly KubernetesObject[], pods: readonly PlacedPod[]): readonly string[] {
  const reached = slices.flatMap((slice) => {
    const { endpoints, ports } = sliceShape.parse(slice);
    return (endpoints ?? []).flatMap(({ addresses, conditions }) =>
      conditions.ready === false ? [] : addresses.flatMap((address) => (ports ?? []).map(({ port }) => `${address}:${port ?? 0}`)),
    );
  });
  return pods
    .filter(({ ready, address, port }) => ready && !reached.includes(`${address}:${port}`))
    .map(({ name, address, port }) => `the Service does not reach ${name} at ${address}:${port}, but ${reached.join(', ')}`);
}

function uneven(what: string, wanted: Readonly<Record<string, string>>, pods: readonly PlacedPod[]): readonly string[] {
  const selected = pods.filter((pod) => matches(pod, wanted)).length;
  return selected === 0 || selected === pods.length ? [] : [`${what} selects ${selected} of ${pods.length} pods`];
}

function matches({ labels: own }: PlacedPod, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => own[key] === value);
}

/** `a=b,c=d` */
function fromText(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(text.split(',').map((part) => part.split('=') as [string, string]));
}
