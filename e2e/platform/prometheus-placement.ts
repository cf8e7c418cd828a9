/** The generated Prometheus configuration on this machine: the same jobs and rules, with loopback addresses where Kubernetes would be asked for pods and nodes. */
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { jobs } from '../../config/telemetry';

const config = z.looseObject({
  scrape_configs: z.array(z.looseObject({ job_name: z.string() })),
});

/** One address of a job. `labels` may move the metrics path (`__metrics_path__`) and name the instance. */
export interface Target {
  /** `host:port` */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Placement {
  /** By job; a job without targets is scraped nowhere. */
  readonly targets: Readonly<Record<string, readonly Target[]>>;
  readonly ruleFiles: readonly string[];
  /** PEM file of the authority that signed the kubelets' certificates. */
  readonly caFile: string;
}

/** Settings that only make sense inside a cluster. */
const clusterOnly = ['kubernetes_sd_configs', 'relabel_configs', 'authorization', 'tls_config'];

export function placePrometheus(generated: string, { targets, ruleFiles, caFile }: Placement): string {
  const { scrape_configs, ...rest } = config.parse(parse(generated));
  return stringify({
    ...rest,
    rule_files: ruleFiles,
    scrape_configs: scrape_configs.map((scrape) => ({
      ...Object.fromEntries(Object.entries(scrape).filter(([setting]) => !clusterOnly.includes(setting))),
      ...(scrape.job_name === jobs.kubelet ? { tls_config: { ca_file: caFile } } : {}),
      static_configs: (targets[scrape.job_name] ?? []).map(({ address, labels }) => ({ targets: [address], labels })),
    })),
  });
}
