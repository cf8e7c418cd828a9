/** Scrape configuration of Google's collectors (github.com/GoogleCloudPlatform/prometheus-engine, doc/api.md). */
import { z } from 'zod';
import type { Manifests } from '../manifest';
import { view, type Viewed } from '../view';
import { labelSelector, selects } from './selector';
import { integerOrText, listOf } from './shape';
import { workloads, type Workload } from './workload';

const podMonitoring = z.object({ spec: z.object({ selector: labelSelector, endpoints: listOf(z.object({ port: integerOrText })) }) });

export const podMonitorings = view({ group: 'monitoring.googleapis.com', kinds: ['PodMonitoring', 'ClusterPodMonitoring'] }, podMonitoring);
export type PodMonitoring = Viewed<z.infer<typeof podMonitoring>>;

/** The workloads whose pods it selects: in its own namespace, or in all namespaces for a cluster-scoped kind. */
export function monitoredBy(manifests: Manifests, { object: { namespace, kind }, value: { spec } }: PodMonitoring): readonly Workload[] {
  const everywhere = kind === 'ClusterPodMonitoring';
  return workloads(manifests).filter(({ object, labels }) => (everywhere || object.namespace === namespace) && selects(spec.selector, labels));
}
