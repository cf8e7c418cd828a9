/** The generated Prometheus configuration on this machine: the same jobs and rules, with loopback addresses instead of Kubernetes' service discovery. */
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { jobs } from '../../config/telemetry';

const config = z.looseObject({
  scrape_configs: z.array(
    z.looseObject({
      job_name: z.string(),
      kubernetes_sd_configs: z.array(z.looseObject({ role: z.string() })).optional(),
      authorization: z.looseObject({}).optional(),
      tls_config: z.looseObject({}).optional(),
    }),
  ),
});

/** One target of a job. `labels` may set the metrics path (`__metrics_path__`) and the instance. */
export interface Target {
  /** `host:port` */
  readonly address: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Discovers the applications' pods as generated, at a real API server, and scrapes them through a proxy. */
export interface PodDiscovery {
  /** For the ServiceAccount whose rights discovery has. */
  readonly kubeconfig: string;
  /** With `http://`. */
  readonly proxy: string;
}

export interface Placement {
  /** By job; a job without targets is scraped nowhere. */
  readonly targets: Readonly<Record<string, readonly Target[]>>;
  readonly ruleFiles: readonly string[];
  /** Discovery and proxy for the applications' own pods. @default - they are scraped like other targets */
  readonly pods?: PodDiscovery;
  /** One or more addresses `host:port` of Alertmanagers. @default - as generated, which nothing answers outside of a cluster */
  readonly alertmanager?: string | readonly string[];
  /** PEM file of the authority that signed the certificates of kubelets and of the adapter. */
  readonly caFile: string;
  /** File with the token for scraping the adapter. @default - none; the adapter then refuses */
  readonly credentialsFile?: string;
}

/** Settings that only make sense inside a cluster. */
const clusterOnly = ['kubernetes_sd_configs', 'relabel_configs', 'authorization', 'tls_config'];

export function placePrometheus(generated: string, { targets, ruleFiles, caFile, credentialsFile, alertmanager, pods }: Placement): string {
  const { scrape_configs, ...rest } = config.parse(parse(generated));
  return stringify({
    ...rest,
    rule_files: ruleFiles,
    ...(alertmanager === undefined ? {} : { alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager].flat() }] }] } }),
    scrape_configs: scrape_configs.map((scrape) =>
      pods !== undefined && scrape.job_name === jobs.application
        ? discovered(scrape, pods)
        : {
            ...Object.fromEntries(Object.entries(scrape).filter(([setting]) => !clusterOnly.includes(setting))),
            ...(scrape.job_name === jobs.kubelet ? { tls_config: { ca_file: caFile } } : {}),
            ...(scrape.job_name === jobs.metricsAdapter && credentialsFile !== undefined
              ? { authorization: { ...scrape.authorization, credentials_file: credentialsFile }, tls_config: { ...scrape.tls_config, ca_file: caFile } }
              : {}),
            static_configs: (targets[scrape.job_name] ?? []).map(({ address, labels }) => ({ targets: [address], labels })),
          },
    ),
  });
}

function discovered(scrape: z.infer<typeof config>['scrape_configs'][number], { kubeconfig, proxy }: PodDiscovery): object {
  const discovery = (scrape.kubernetes_sd_configs ?? []).map((one) => ({ ...one, kubeconfig_file: kubeconfig }));
  return { ...scrape, kubernetes_sd_configs: discovery, proxy_url: proxy };
}
