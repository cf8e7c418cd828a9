/** What the optimizer's process needs to speak to an API server with the rights of its ServiceAccount, and no other. */
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { components, namespaces, optimizerObjects } from '../../config/names';
import type { OptimizerSettings } from '../../optimizer/config';
import type { Cluster } from '../cluster/cluster';
import type { ScenarioContext } from '../runner/scenario';

/** The token of its ServiceAccount, and the server's certificate, in a folder as a kubelet mounts it. @returns its path */
async function credentialsFolder({ processes }: ScenarioContext, cluster: Cluster): Promise<string> {
  const folder = processes.scratchFolder('credentials');
  const account = ['create', 'token', components.optimizer, '--namespace', namespaces.observability, '--duration=24h'];
  await writeFile(join(folder, 'token'), await cluster.kubectl(account));
  await copyFile(cluster.caFile, join(folder, 'ca.crt'));
  return folder;
}

/** The part `kubernetes` of its settings. */
export async function clusterSettings(context: ScenarioContext, cluster: Cluster): Promise<NonNullable<OptimizerSettings['kubernetes']>> {
  return {
    server: cluster.url,
    credentials: await credentialsFolder(context, cluster),
    namespace: namespaces.observability,
    ...optimizerObjects,
    leaseFor: 30,
  };
}
