/** Servers of the metrics APIs: APIService objects, the Services that they name, and the workloads behind those. */
import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { view } from '../view';
import { behind, findService } from './service';
import type { Workload } from './workload';

const service = z.object({ name: z.string(), namespace: z.string(), port: z.int().default(443) });
const spec = z.object({ group: z.string(), version: z.string(), insecureSkipTLSVerify: z.boolean().nullish(), service: service.nullish() });

export const apiServices = view({ group: 'apiregistration.k8s.io', kinds: ['APIService'] }, z.object({ spec }));

export type MetricsGroup = 'metrics.k8s.io' | 'custom.metrics.k8s.io' | 'external.metrics.k8s.io';
export const metricsGroups: readonly MetricsGroup[] = ['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io'];

/** One registered version of an API and its server. */
export interface Registration {
  readonly object: ManifestObject;
  readonly version: string;
  /** `namespace/name` of the Service. @default - the API server itself answers */
  readonly service?: string;
  readonly servers: readonly Workload[];
}

export function registrations(manifests: Manifests, group: string): readonly Registration[] {
  return apiServices
    .of(manifests)
    .filter(({ value }) => value.spec.group === group)
    .map(({ object, value: { spec: api } }) => {
      const found = api.service && findService(manifests, api.service.namespace, api.service.name);
      return {
        object,
        version: api.version,
        service: api.service ? `${api.service.namespace}/${api.service.name}` : undefined,
        servers: found ? behind(manifests, found) : [],
      };
    });
}
