/** The generated Prometheus on this machine: its jobs, its rules and its flags, with loopback addresses for the targets that there are. */
import type { Environment } from '../../config/environment';
import { components, ports } from '../../config/names';
import { jobs } from '../../config/telemetry';
import { freePort } from '../free-ports';
import { Manifests } from '../platform/manifests';
import { placePrometheus, type Target } from '../platform/prometheus-placement';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { startPrometheus } from '../processes/prometheus';

export interface LoopbackPrometheusOptions {
  readonly processes: ProcessGroup;
  readonly environment: Environment;
  /** By job, besides Prometheus itself; a job without targets is scraped nowhere. */
  readonly targets: Readonly<Record<string, readonly Target[]>>;
  /** Where Alertmanager listens, `host:port`. @default - where nothing answers */
  readonly alertmanager?: string;
  /** @default - a free one */
  readonly port?: number;
}

export async function startLoopbackPrometheus({ processes, environment, targets, alertmanager, port }: LoopbackPrometheusOptions): Promise<Running> {
  const manifests = Manifests.of(environment);
  const { 'prometheus.yml': generated = '', ...others } = manifests.configFiles(/^prometheus-[0-9a-f]{10}$/);
  const rules = manifests.configFiles(/^prometheus-rules-/);
  const own = port ?? (await freePort());
  const config = placePrometheus(generated, {
    ruleFiles: Object.keys(rules),
    caFile: '',
    targets: { ...targets, [jobs.prometheus]: [{ address: `127.0.0.1:${own}`, labels: { instance: components.prometheus } }] },
  });
  return startPrometheus({
    processes,
    port: own,
    files: { 'prometheus.yml': alertmanager === undefined ? config : config.replaceAll(alertmanagerOf, alertmanager), ...others, ...rules },
    args: manifests.args(components.prometheus),
  });
}

/** The only address of an Alertmanager in the generated configuration. */
const alertmanagerOf = new RegExp(`${components.alertmanager}\\.[a-z-]+\\.svc:${ports.alertmanager}`, 'g');

/** One target at an address, named for what it is. */
export function target(instance: string, address: string): readonly Target[] {
  return [{ address, labels: { instance } }];
}
