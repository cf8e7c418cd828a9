import type { Manifests } from '../manifest';
import { demandAt } from './demand';
import { fits } from './fits';
import { nodeOf, type PoolSettings } from './node-pool';

/** The proof in one line: `69 pods at most fit 6 of 10 nodes, in whatever order they come`. */
export function capacityText(settings: PoolSettings, manifests: Manifests): string {
  const node = nodeOf(settings);
  const { maxNodes, machineType } = settings.nodePool;
  if (node === undefined) return `unknown: nothing is known about ${machineType}`;
  const fit = fits(demandAt(manifests, 'peak'), node, maxNodes);
  switch (fit.kind) {
    case 'fits':
      return `${fit.pods} pods at most fit ${fit.nodes} of ${maxNodes} nodes${fit.inAnyOrder ? ', in whatever order they come' : ', if the scheduler packs them well'}`;
    case 'too-many':
      return `${fit.pods} pods at most do not fit ${maxNodes} nodes`;
    case 'too-large':
      return `${fit.group.name} does not fit a ${machineType} node`;
  }
}
