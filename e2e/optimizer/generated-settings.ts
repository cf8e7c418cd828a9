/** The settings that the chart generates, with addresses and credentials of this machine. */
import { z } from 'zod';
import { components } from '../../config/names';
import type { Cluster } from '../cluster/cluster';
import type { Manifests } from '../platform/manifests';
import type { ScenarioContext } from '../runner/scenario';
import { clusterSettings } from './cluster-settings';

const settings = z.looseObject({ prometheus: z.looseObject({}), kubernetes: z.looseObject({}) });

export interface Surroundings {
  readonly context: ScenarioContext;
  readonly cluster: Cluster;
  readonly manifests: Manifests;
  /** Address of Prometheus. */
  readonly prometheus: string;
}

/** For `startOptimizer`. */
export async function generatedSettings({ context, cluster, manifests, prometheus }: Surroundings): Promise<object> {
  const { 'settings.json': text = '' } = manifests.configFiles(new RegExp(`^${components.optimizer}-[0-9a-f]{10}$`));
  const generated = settings.parse(JSON.parse(text));
  return {
    ...generated,
    prometheus: { ...generated.prometheus, url: prometheus },
    kubernetes: { ...generated.kubernetes, ...(await clusterSettings(context, cluster)) },
  };
}
