import { changeText, enoughMachine, enoughNodes, fewerReplicas, type Question } from './advice';
import type { CapacityCheck } from './capacity-check';
import { demandAt } from './demand';
import { fits, isProven } from './fits';
import { nodeOf } from './node-pool';
import { largestText, mostDemanding, subjectOf, tooManyText } from './proof-text';

export const maximumFits: CapacityCheck = {
  id: 'capacity/maximum-fits',
  title: 'every autoscaler at its maximum fits the node pool at its maximum, by packing pods on nodes',
  why: 'Above that the autoscaler wants pods that stay pending: the policy promises replicas that the cluster cannot run, and this shows only at the peak.',
  find: (manifests, settings, node) => {
    const { maxNodes, machineType } = settings.nodePool;
    const demand = demandAt(manifests, 'peak');
    const fit = fits(demand, node, maxNodes);
    // another check reports a pod that fits no node
    if (fit.kind !== 'too-many') return [];
    const largest = mostDemanding(demand, node);
    const question: Question = (nodes, type) => isProven(demand, nodeOf(settings, type), nodes);
    const options = [enoughNodes(question, settings, 'maxNodes'), enoughMachine(question, settings, 'maxNodes'), fewerReplicas(settings, demand)];
    return [
      {
        subject: subjectOf(largest, settings),
        problem: `${tooManyText(fit, `${maxNodes} of ${machineType} at most`)}${largestText(largest)}`,
        fix: changeText(options, settings),
      },
    ];
  },
};
