import { z } from 'zod';
import { namespaces } from '../../config/names';
import { eventually, holds } from '../waiting/assertions';
import type { Cluster } from '../cluster/cluster';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { numberAt, stringAt, type KubernetesObject } from '../cluster/kubernetes-object';
import { appliedCluster } from '../platform/applied-cluster';
import type { Scenario } from '../runner/scenario';

const namespace = namespaces.observability;
const ordered = 'ordered';
/** Much longer than the controller needs to apply a template. */
const longEnough = '6s';

/** Templates with which no pod gets ready, each with its correction. */
const faults = [
  {
    title: 'containers that never get ready',
    broken: { metadata: { annotations: { 'pod-ready.stage.kwok.x-k8s.io/delay': '3600s' } } },
    mended: { metadata: { annotations: { 'pod-ready.stage.kwok.x-k8s.io/delay': null } } },
  },
  {
    title: 'pods that no node takes',
    broken: { spec: { nodeSelector: { 'node.example/exists': 'no' } } },
    mended: { spec: { nodeSelector: null } },
  },
];

/** The reason for the check `workloads/stateful-order` is thereby a test. */
export const scenario: Scenario = {
  name: 'broken-stateful-sets',
  title:
    'every StatefulSet of the platform whose template was broken takes the corrected one by itself, which an OrderedReady copy of it does not (kubernetes#67250)',
  tags: ['smoke', 'full'],
  needs: CLUSTER_PROGRAMS,
  timeout: '300s',
  async run(context) {
    const cluster = await appliedCluster(context, 'prod', { nodes: { count: 6, cpu: '16', memory: '64Gi' } });
    const all = await cluster.list('statefulsets', { namespace });
    await cluster.apply(all.filter(({ metadata }) => metadata.name === 'prometheus').map(orderedCopy));
    const stated = all.map(({ metadata }) => metadata.name);
    if (stated.length === 0) throw new Error('the platform must have StatefulSets, received none');
    for (const name of [...stated, ordered]) await takes(cluster, name);

    for (const { title, broken, mended } of faults) {
      for (const name of [...stated, ordered]) await change(cluster, name, broken);
      for (const name of [...stated, ordered])
        await eventually(`${name} is broken`, () => state(cluster, name), { until: ({ unready, observed }) => observed && unready > 0 });
      for (const name of [...stated, ordered]) await change(cluster, name, mended);
      for (const name of stated) await takes(cluster, name);
      context.report(`${title}: ${stated.join(', ')} take the corrected template`);
      await holds('OrderedReady keeps it out', () => state(cluster, ordered), { while: ({ unready }) => unready > 0, for: longEnough });
      // what people had to do by hand
      await cluster.kubectl(['delete', 'pod', '--namespace', namespace, '--selector', `app.kubernetes.io/name=${ordered}`]);
      await takes(cluster, ordered);
      context.report('an OrderedReady copy of prometheus stays broken until its pod is deleted by hand');
    }
  },
};

/** The same with pods in order, which is what Kubernetes does unless told otherwise. */
function orderedCopy({ metadata, ...statefulSet }: KubernetesObject): object {
  const label = (name: string): string => `"app.kubernetes.io/name":"${name}"`;
  const { spec } = specified.parse(JSON.parse(JSON.stringify(statefulSet).replaceAll(label(metadata.name), label(ordered))));
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: ordered, namespace }, spec: { ...spec, podManagementPolicy: 'OrderedReady' } };
}

const specified = z.looseObject({ spec: z.looseObject({}) });

async function change(cluster: Cluster, name: string, template: object): Promise<void> {
  await cluster.patch({ kind: 'statefulset', name, namespace }, { spec: { template } });
}

interface State {
  /** Whether the controller has seen the last change. */
  readonly observed: boolean;
  /** Pods that are not ready, or not of the last template. */
  readonly unready: number;
}

async function state(cluster: Cluster, name: string): Promise<State> {
  const object = await cluster.get({ kind: 'statefulset', name, namespace });
  const [wanted = 0, ready = 0, updated = 0] = [
    ['spec', 'replicas'],
    ['status', 'readyReplicas'],
    ['status', 'updatedReplicas'],
  ].map((path) => numberAt(object, path));
  const isLast = stringAt(object, ['status', 'currentRevision']) === stringAt(object, ['status', 'updateRevision']);
  return {
    observed: numberAt(object, ['metadata', 'generation']) === numberAt(object, ['status', 'observedGeneration']),
    unready: wanted - Math.min(ready, isLast ? wanted : updated),
  };
}

async function takes(cluster: Cluster, name: string): Promise<void> {
  await eventually(`${name} has taken its template`, () => state(cluster, name), {
    until: ({ observed, unready }) => observed && unready === 0,
    timeout: '60s',
  });
}
