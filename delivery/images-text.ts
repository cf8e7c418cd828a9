import type { Manifests } from '../checks/manifest';
import { allContainers } from '../checks/objects/pod';
import { workloads } from '../checks/objects/workload';
import type { Environment } from '../config/environment';

/** `9, of which 1 is your own: …/backend:0.1.0`, so that a reader sees which of them a release changes. */
export function imagesText(environment: Environment, manifests: Manifests): string {
  const images = new Set(workloads(manifests).flatMap(({ pod }) => allContainers(pod).map(({ image }) => image)));
  const own = [...new Set(environment.workloads.flatMap(({ image, sidecars = [] }) => [image, ...sidecars.map((beside) => beside.image)]))];
  return `${images.size}, of which ${own.length} ${own.length === 1 ? 'is' : 'are'} your own: ${own.join(', ')}`;
}
