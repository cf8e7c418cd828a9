/** Reads the metrics API that autoscalers read, so that no further network path or right is needed. */
import { z } from 'zod';
import { quantity } from '../../checks/objects/quantity';
import { servedVersionPrefix } from '../../config/guarded-workloads';
import type { Cluster } from '../apply/place';
import type { Answered } from './verdict';

const values = z.object({ items: z.array(z.object({ value: z.union([z.string(), z.number()]) })) });

export interface Versions {
  readonly namespace: string;
  readonly deployment: string;
  /** Version of the pods of the new template. */
  readonly version: string;
}

/** @returns why there is no answer, as text */
export function answeredBy(cluster: Pick<Cluster, 'try'>, of: Versions, which: 'the version' | 'the others'): Answered | string {
  const selector = `service_version${which === 'the version' ? '=' : '!='}${of.version}`;
  const counts: number[] = [];
  for (const name of ['requests', 'failed', 'slow']) {
    const path = `/apis/custom.metrics.k8s.io/v1beta1/namespaces/${of.namespace}/deployments.apps/${of.deployment}/${servedVersionPrefix}${name}`;
    const found = cluster.try(['get', '--raw', `${path}?metricLabelSelector=${encodeURIComponent(selector)}`]);
    if (!found.ok) return found.why.split(': ').slice(1).join(': ').trim() || found.why;
    const [first] = values.parse(JSON.parse(found.output)).items;
    const count = quantity(first?.value);
    if (count === undefined) return `${servedVersionPrefix}${name} has no value for ${selector}`;
    counts.push(count);
  }
  const [requests = 0, failed = 0, slow = 0] = counts;
  return { requests, failed, slow };
}
