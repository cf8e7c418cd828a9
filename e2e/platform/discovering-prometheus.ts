/** The generated Prometheus configuration with its service discovery at work: what a pod is given by Kubernetes comes from files of this machine, all else stays. */
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const config = z.looseObject({
  scrape_configs: z.array(
    z.looseObject({
      kubernetes_sd_configs: z.array(z.looseObject({ role: z.string() })).optional(),
      authorization: z.looseObject({ credentials_file: z.string() }).optional(),
      tls_config: z.looseObject({ ca_file: z.string() }).optional(),
    }),
  ),
});

/** Files that stand for those of a pod. */
export interface PodFiles {
  /** For the ServiceAccount whose rights discovery has; in a pod it would be found without being named. */
  readonly kubeconfig: string;
  /** A token of the ServiceAccount. */
  readonly credentialsFile: string;
  /** PEM file of the cluster's authority. */
  readonly caFile: string;
  /** Beside the configuration. */
  readonly ruleFiles: readonly string[];
}

export function discoveringPrometheus(generated: string, { kubeconfig, credentialsFile, caFile, ruleFiles }: PodFiles): string {
  const { scrape_configs, ...rest } = config.parse(parse(generated));
  return stringify({
    ...rest,
    rule_files: ruleFiles,
    scrape_configs: scrape_configs.map(({ kubernetes_sd_configs: discovery, authorization, tls_config: tls, ...scrape }) => ({
      ...scrape,
      ...(discovery === undefined ? {} : { kubernetes_sd_configs: discovery.map((one) => ({ ...one, kubeconfig_file: kubeconfig })) }),
      ...(authorization === undefined ? {} : { authorization: { ...authorization, credentials_file: credentialsFile } }),
      ...(tls === undefined ? {} : { tls_config: { ...tls, ca_file: caFile } }),
    })),
  });
}
