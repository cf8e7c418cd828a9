/** Texts of proofs about nodes and pods. */
import type { Subject } from '../manifest';
import type { Demand, PodGroup } from './demand';
import type { Fit } from './fits';
import type { PoolSettings } from './node-pool';
import { resourcesText, sumOf, type NodeCapacity } from './resources';

/** `69 pods need 11 nodes, and there are 10 of n2-standard-4`; if it is not proven that 10 are too few, the text says only what is known. */
export function tooManyText({ pods, nodes, exact }: Extract<Fit, { kind: 'too-many' }>, available: string): string {
  return `${pods} pods ${exact ? `need ${nodes} nodes` : `fit ${nodes} nodes and were not proven to fit fewer`}, and there are ${available}`;
}

/** The group that needs most of the scarcest resource, so the first candidate for a change. */
export function mostDemanding({ groups }: Demand, node: NodeCapacity): PodGroup | undefined {
  const together = sumOf(groups.map(({ pods, size }) => ({ cpu: pods * size.cpu, memory: pods * size.memory })));
  const scarce = together.cpu / node.cpu >= together.memory / node.memory ? 'cpu' : 'memory';
  return [...groups].sort((one, other) => other.pods * other.size[scarce] - one.pods * one.size[scarce]).find(({ object }) => object !== undefined);
}

export function largestText(group: PodGroup | undefined): string {
  return group === undefined ? '' : `; ${group.pods} of the pods are ${group.name} with ${resourcesText(group.size)} each`;
}

/** Object that a message names: the group's autoscaler, or its workload. */
export function subjectOf(group: PodGroup | undefined, settings: PoolSettings): Subject {
  return group?.autoscaler ?? group?.object ?? environmentSubject(settings);
}

/** Subject of findings that belong to no object in the manifests. */
export function environmentSubject({ name }: PoolSettings): Subject {
  return { kind: 'Environment', namespace: undefined, name, origin: { file: `config/${name}.ts` } };
}
