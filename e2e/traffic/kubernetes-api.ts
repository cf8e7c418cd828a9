import { z } from 'zod';
import { binaryOf } from '../toolchain/build';
import type { Cluster } from '../cluster/cluster';
import { freePort } from '../processes/free-ports';
import { autoscalerStatus, type AutoscalerStatus } from './decisions';

const deploymentList = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string() }), status: z.object({ readyReplicas: z.number().default(0) }) })),
});
const podList = z.object({
  items: z.array(
    z.object({ metadata: z.object({ name: z.string(), creationTimestamp: z.coerce.date(), annotations: z.record(z.string(), z.string()).default({}) }) }),
  ),
});

const readyPodList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), deletionTimestamp: z.string().optional() }),
      status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
    }),
  ),
});

const review = z.object({ status: z.object({ allowed: z.boolean() }) });

/** A request whose permission is checked. */
export interface Access {
  readonly verb: string;
  /** `group/resource` or `group/resource/subresource`, with `core` for the group without a name. */
  readonly resource: string;
  /** @default - the whole cluster */
  readonly namespace: string | undefined;
  /** Name of a single object. @default - any */
  readonly name?: string;
}

/** Frequent calls of the simulated traffic, over one persistent connection instead of a kubectl process for each. */
export class KubernetesApi {
  private constructor(private readonly url: string) {}

  public static async start(cluster: Cluster): Promise<KubernetesApi> {
    const port = await freePort();
    const proxy = await cluster.processes.start({
      name: 'kubectl-proxy',
      command: binaryOf('kubectl'),
      args: [`--kubeconfig=${cluster.adminKubeconfig}`, 'proxy', `--port=${port}`],
      url: `http://127.0.0.1:${port}`,
      readyPath: '/readyz',
    });
    return new KubernetesApi(proxy.url);
  }

  /** Ready replicas by Deployment. */
  public async readyReplicas(namespace: string): Promise<ReadonlyMap<string, number>> {
    const { items } = deploymentList.parse(await this.get(`/apis/apps/v1/namespaces/${namespace}/deployments`));
    return new Map(items.map(({ metadata, status }) => [metadata.name, status.readyReplicas]));
  }

  /** Names of the pods with the label that are ready and not terminating. */
  public async readyPods(namespace: string, app: string): Promise<readonly string[]> {
    const { items } = readyPodList.parse(await this.get(`/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io/name=${app}`));
    return items
      .filter(
        ({ metadata, status }) =>
          metadata.deletionTimestamp === undefined && status.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
      )
      .map(({ metadata }) => metadata.name);
  }

  /** Desired replicas in an autoscaler's status. */
  public async decidedReplicas(namespace: string, name: string): Promise<number> {
    return (await this.autoscalerStatus(namespace, name)).desiredReplicas;
  }

  public async autoscalerStatus(namespace: string, name: string): Promise<AutoscalerStatus> {
    const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${name}`;
    return autoscalerStatus.parse(await this.get(path)).status;
  }

  /** Sets annotations on every pod with the label, by the seconds since its creation, leaving alone those that have them. */
  public async annotatePods(namespace: string, app: string, annotationsAt: (age: number) => Readonly<Record<string, string>>): Promise<void> {
    const pods = podList.parse(await this.get(`/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io/name=${app}`));
    const wanted = pods.items.map(({ metadata }) => ({ ...metadata, wanted: annotationsAt((Date.now() - metadata.creationTimestamp.getTime()) / 1000) }));
    const stale = wanted.filter(({ wanted: all, annotations }) => Object.entries(all).some(([key, value]) => annotations[key] !== value));
    await Promise.all(stale.map(({ name, wanted: all }) => this.annotatePod(namespace, name, all)));
  }

  /** Sets annotations on a pod; one that has gone is left alone. */
  public async annotatePod(namespace: string, name: string, annotations: Readonly<Record<string, string>>): Promise<void> {
    await this.patch(`/api/v1/namespaces/${namespace}/pods/${name}`, { metadata: { annotations } });
  }

  /** Whether RBAC allows a ServiceAccount, `namespace/name`, the request. */
  public async mayAccess(account: string, { verb, resource: path, namespace, name }: Access): Promise<boolean> {
    const [group = '', resource, subresource] = path.split('/');
    return this.mayDo(account, {
      resourceAttributes: { verb, group: group === 'core' ? '' : group, resource, subresource, namespace, ...(name === undefined ? {} : { name }) },
    });
  }

  /** Whether it may read a path that belongs to no resource. */
  public async mayReadPath(account: string, path: string): Promise<boolean> {
    return this.mayDo(account, { nonResourceAttributes: { verb: 'get', path } });
  }

  private async mayDo(account: string, attributes: object): Promise<boolean> {
    const [accountNamespace, name] = account.split('/');
    const response = await fetch(`${this.url}/apis/authorization.k8s.io/v1/subjectaccessreviews`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: {
          user: `system:serviceaccount:${accountNamespace}:${name}`,
          groups: ['system:serviceaccounts', `system:serviceaccounts:${accountNamespace}`, 'system:authenticated'],
          ...attributes,
        },
      }),
    });
    return review.parse(await response.json()).status.allowed;
  }

  /** Writes a pod's readiness, as a kubelet does; a pod that is gone is ignored. */
  public async tellReady(namespace: string, name: string, ready: boolean): Promise<void> {
    const [status, lastTransitionTime] = [ready ? 'True' : 'False', new Date().toISOString()];
    const conditions = ['ContainersReady', 'Ready'].map((type) => ({ type, status, lastTransitionTime }));
    await this.patch(`/api/v1/namespaces/${namespace}/pods/${name}/status`, { status: { conditions } }, 'strategic-merge-patch');
  }

  /** Removes a pod whose containers have ended, as a kubelet does. */
  public async removePod(namespace: string, name: string): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    const response = await fetch(`${this.url}${path}?gracePeriodSeconds=0`, { method: 'DELETE' });
    if (!response.ok && response.status !== 404) throw new Error(`DELETE ${path} answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }

  /** @throws Error if the response is not 2xx */
  public async get(path: string): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`);
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  private async patch(path: string, body: object, kind: 'merge-patch' | 'strategic-merge-patch' = 'merge-patch'): Promise<void> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'PATCH',
      headers: { 'Content-Type': `application/${kind}+json` },
      body: JSON.stringify(body),
    });
    // a pod may go between the list and the patch
    if (!response.ok && response.status !== 404) throw new Error(`PATCH ${path} answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
}
