/** Pauses and resumes rollouts for the guard. A rollout that a person paused is never resumed. */
import { partOf } from '../../config/names';
import { manifestObject, type ManifestObject } from '../../checks/manifest';
import { recordKey, argumentsOf, referenceOf } from '../apply/object-key';
import type { Cluster } from '../apply/place';
import { liveObjects } from '../live-objects';
import { managersOf, pathsOf } from '../ownership/managers';

/** Field manager of `spec.paused` while the guard holds a rollout. */
export const guardManager = `${partOf}-guard`;

export function pause(cluster: Cluster, key: string, paused: boolean): void {
  const patch = JSON.stringify({ spec: { paused: paused ? true : null } });
  cluster.run(['patch', ...argumentsOf(referenceOf(key)), '--type=merge', `--field-manager=${guardManager}`, `--patch=${patch}`]);
}

/** @param live with its managed fields */
export function isHeldByGuard(live: unknown): boolean {
  return managersOf(live).some((one) => one.manager === guardManager && pathsOf(one).includes('spec.paused'));
}

/** Resumes rollouts that a guard has left paused, for example after its run was killed. @returns their keys */
export function letGo(cluster: Cluster, objects: readonly ManifestObject[]): readonly string[] {
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  const held = liveObjects(cluster, deployments)
    .filter(isHeldByGuard)
    .map((live) => recordKey(manifestObject(live, { file: 'the cluster' })));
  for (const key of held) pause(cluster, key, false);
  return held;
}
