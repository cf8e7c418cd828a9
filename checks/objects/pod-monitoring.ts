/** What Google's collectors are told to scrape (github.com/GoogleCloudPlatform/prometheus-engine, doc/api.md). */
import { z } from 'zod';
import type { Manifests } from '../manifest';
import { view, type Viewed } from '../view';
import type { TcpPort } from './network-policy';
import { runningContainers } from './pod';
import { labelSelector, selects } from './selector';
import { integerOrText, listOf } from './shape';
import { workloads, type Workload } from './workload';

const podMonitoring = z.object({ spec: z.object({ selector: labelSelector, endpoints: listOf(z.object({ port: integerOrText })) }) });

export const podMonitorings = view({ group: 'monitoring.googleapis.com', kinds: ['PodMonitoring', 'ClusterPodMonitoring'] }, podMonitoring);
export type PodMonitoring = Viewed<z.infer<typeof podMonitoring>>;

/** The workloads whose pods it selects: of its own namespace, or of every one where it belongs to the cluster. */
export function monitoredBy(manifests: Manifests, { object: { namespace, kind }, value: { spec } }: PodMonitoring): readonly Workload[] {
  const everywhere = kind === 'ClusterPodMonitoring';
  return workloads(manifests).filter(({ object, labels }) => (everywhere || object.namespace === namespace) && selects(spec.selector, labels));
}

/** The port of a workload's pods that an endpoint means by number or name. @returns undefined where they have none such */
export function endpointPort({ pod }: Workload, endpoint: number | string): TcpPort | undefined {
  const found = runningContainers(pod)
    .flatMap(({ ports }) => ports)
    .find(({ name, containerPort }) => (typeof endpoint === 'number' ? containerPort === endpoint : name === endpoint));
  return found && { number: found.containerPort, ...(found.name ? { name: found.name } : {}) };
}
