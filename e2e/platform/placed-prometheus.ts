/** The generated Prometheus on this machine: its jobs, rules and flags, with loopback addresses of existing targets. */
import { components } from '../../config/names';
import { mergeFlags } from '../processes/flags';
import type { Running } from '../processes/process';
import type { ProcessGroup } from '../processes/process-group';
import { startPrometheus } from '../processes/prometheus';
import type { Manifests } from './manifests';
import { placePrometheus, type Placement } from './prometheus-placement';

export interface PlacedPrometheusOptions extends Omit<Placement, 'ruleFiles'> {
  readonly processes: ProcessGroup;
  readonly manifests: Manifests;
  /** Arguments besides those of the manifest. @default - none */
  readonly args?: readonly string[];
  /** @default - a free one */
  readonly port?: number;
  /** Folder of its files, for scenarios that change them while it runs. @default - a new temporary one */
  readonly folder?: string;
}

export function startPlacedPrometheus({ processes, manifests, port, folder, args = [], ...placement }: PlacedPrometheusOptions): Promise<Running> {
  const { 'prometheus.yml': generated = '', ...others } = manifests.configFiles(/^prometheus-config$/);
  const rules = manifests.configFiles(/^prometheus-rules-/);
  const config = placePrometheus(generated, { ...placement, ruleFiles: Object.keys(rules) });
  return startPrometheus({
    processes,
    port,
    folder,
    files: { 'prometheus.yml': config, ...others, ...rules },
    args: mergeFlags(manifests.args(components.prometheus), args),
  });
}
