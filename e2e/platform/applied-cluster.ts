/** A control plane with generated manifests and no running programs: enough to test the API server and controllers. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { partOf } from '../../config/names';
import type { Cluster } from '../cluster/cluster';
import type { ClusterOptions } from '../cluster/start-cluster';
import { installCrds, installGatewayApi, installVerticalPodAutoscaler } from '../cluster/crds';
import type { ScenarioContext } from '../runner/scenario';
import { shipped } from './environment';
import { Manifests } from './manifests';

type Options = Omit<ClusterOptions, 'processes'>;

/** A new cluster to which a shipped environment was applied. */
export async function appliedCluster(context: ScenarioContext, name: 'dev' | 'prod', options: Options = {}): Promise<Cluster> {
  return clusterWith(context, Manifests.of(shipped(name)), options);
}

/** A new cluster with the given manifests applied. */
export async function clusterWith(context: ScenarioContext, manifests: Manifests, options: Options = {}): Promise<Cluster> {
  const cluster = await context.startCluster(options);
  await installKinds(cluster);
  await applyManifests(cluster, manifests);
  return cluster;
}

/** Installs the kinds that GKE has: Gateway API, vertical autoscaling, policies of the load balancer, and PodMonitoring of its collectors. */
export async function installKinds(cluster: Cluster): Promise<void> {
  const folder = join(__dirname, '..', '..', 'imports', 'crds');
  const policies = await Promise.all((await readdir(folder)).sort().map((file) => readFile(join(folder, file), 'utf8')));
  await Promise.all([installGatewayApi(cluster), installVerticalPodAutoscaler(cluster), installCrds(cluster, policies.join('\n---\n'))]);
}

/**
 * Applies as the pipeline does: server-side, strictly validated, namespaces before their objects.
 * @param except files to leave out
 */
export async function applyManifests(cluster: Cluster, { files }: Manifests, except: readonly string[] = []): Promise<string> {
  const apply = ['apply', '--server-side', '--validate=strict', `--field-manager=${partOf}`, '-f', '-'];
  const { 'namespaces.yaml': namespaces = '', ...rest } = files;
  const others = Object.entries(rest).filter(([name]) => !except.includes(name));
  const first = await cluster.kubectl(apply, namespaces);
  return first + (await cluster.kubectl(apply, others.map(([, yaml]) => yaml).join('---\n')));
}
