/** Configurations of OpenTelemetry collectors (opentelemetry.io/docs/collector/configuration), read from the ConfigMaps that workloads mount. */
import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce } from '../view';
import { allMountedConfigMaps, yamlFiles } from './config-map';
import { mapOf, texts } from './shape';

/** Settings of components by id, `type` or `type/name`. */
const parts = mapOf(z.unknown());
const pipeline = z.object({ receivers: texts, processors: texts, exporters: texts });
const file = z.object({
  receivers: parts,
  processors: parts.default({}),
  connectors: parts,
  service: z.object({ pipelines: z.record(z.string(), pipeline) }),
});

export type CollectorPipeline = z.infer<typeof pipeline> & { readonly name: string };

export interface CollectorFile {
  /** The ConfigMap. */
  readonly object: ManifestObject;
  readonly receivers: z.infer<typeof parts>;
  readonly processors: z.infer<typeof parts>;
  /** Connectors: components that end one pipeline and start others. */
  readonly connectors: z.infer<typeof parts>;
  readonly pipelines: readonly CollectorPipeline[];
}

/** Configurations of collectors. Jaeger is a collector too, but its pipelines are not covered here. */
export const collectorFiles: (manifests: Manifests) => readonly CollectorFile[] = computedOnce((manifests) =>
  allMountedConfigMaps(manifests).flatMap((configMap) =>
    yamlFiles(configMap).flatMap((content) => {
      const { success, data } = file.safeParse(content);
      if (!success) return [];
      const pipelines = Object.entries(data.service.pipelines).map(([name, value]) => ({ name, ...value }));
      return [{ object: configMap.object, receivers: data.receivers, processors: data.processors, connectors: data.connectors, pipelines }];
    }),
  ),
);

/** `span_metrics/sampled` → `span_metrics`. */
export function typeOf(part: string): string {
  return part.split('/')[0] ?? part;
}

/** Names of connectors of a type. */
export function connectorsOf({ connectors }: CollectorFile, type: string): readonly string[] {
  return Object.keys(connectors).filter((name) => typeOf(name) === type);
}

/** Pipelines that export to a connector. */
export function feeding({ pipelines }: CollectorFile, connector: string): readonly CollectorPipeline[] {
  return pipelines.filter(({ exporters }) => exporters.includes(connector));
}

/** All processors that data has passed at the end of a pipeline, including those of earlier pipelines. */
export function passed(collector: CollectorFile, { name, receivers, processors }: CollectorPipeline, seen: readonly string[] = []): readonly string[] {
  // the collector itself refuses cycles of pipelines
  if (seen.includes(name)) return [];
  const above = receivers.flatMap((receiver) => (receiver in collector.connectors ? feeding(collector, receiver) : []));
  return [...above.flatMap((one) => passed(collector, one, [...seen, name])), ...processors];
}
