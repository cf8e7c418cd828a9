/** The generated Prometheus configuration with its real service discovery: only files that Kubernetes mounts into a pod are replaced by files of this machine. */
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

/** Files that replace those of a pod. */
export interface PodFiles {
  /** Kubeconfig of the ServiceAccount for discovery; a pod finds its own without configuration. */
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
