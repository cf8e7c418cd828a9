/** Rule files of Prometheus (prometheus.io/docs/prometheus/latest/configuration/recording_rules), read from the ConfigMaps that workloads mount. */
import { z } from 'zod';
import type { ManifestObject, Manifests } from '../manifest';
import { computedOnce } from '../view';
import { allMountedConfigMaps, yamlFiles } from './config-map';
import { listOf, textMap } from './shape';

/** A recording rule has `record`, an alert has `alert`. */
const prometheusRule = z.object({
  record: z.string().nullish(),
  alert: z.string().nullish(),
  expr: z.union([z.string(), z.number()]).transform(String),
  labels: textMap,
});
const ruleFile = z.object({ groups: z.array(z.object({ rules: listOf(prometheusRule) })) });

export type PrometheusRule = z.infer<typeof prometheusRule> & {
  /** The ConfigMap. */
  readonly object: ManifestObject;
};

/** Every recording rule and alert, in the order of its file. */
export const prometheusRules: (manifests: Manifests) => readonly PrometheusRule[] = computedOnce((manifests) =>
  allMountedConfigMaps(manifests).flatMap((configMap) =>
    yamlFiles(configMap).flatMap((content) => {
      const file = ruleFile.safeParse(content);
      return file.success ? file.data.groups.flatMap(({ rules }) => rules.map((rule) => ({ ...rule, object: configMap.object }))) : [];
    }),
  ),
);
