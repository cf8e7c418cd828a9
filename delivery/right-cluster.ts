/** Checks that the current context is the cluster of the given environment. */
import type { Environment } from '../config/environment';

/** As `gcloud container clusters get-credentials` names a context: `gke_<project>_<location>_<cluster>`. */
export function contextOf({ google, cluster }: Pick<Environment, 'google' | 'cluster'>): string {
  return ['gke', google.project, google.region, cluster.name].join('_');
}

/**
 * @param current name of the context, without the line's end
 * @throws Error when it is another cluster on GKE; a context with a custom name does not show its cluster
 */
export function requireRightCluster(environment: Pick<Environment, 'name' | 'google' | 'cluster'>, current: string): void {
  const wanted = contextOf(environment);
  if (!current.startsWith('gke_') || current === wanted) return;
  throw new Error(`the current context must be the cluster of ${environment.name} (${wanted}), received ${current}`);
}
