import { changeText, enoughMachine, enoughNodes, type Question } from './advice';
import type { CapacityCheck } from './capacity-check';
import { demandAt } from './demand';
import { fits, isProven } from './fits';
import { nodeOf } from './node-pool';
import { largestText, mostDemanding, subjectOf, tooManyText } from './proof-text';

export const floorFits: CapacityCheck = {
  id: 'capacity/floor-fits',
  title: 'everything at rest fits the node pool at its minimum',
  why: 'Where it does not, the pool never shrinks to its minimum: one more node runs and costs money all the time, whatever the configuration says.',
  find: (manifests, settings, node) => {
    const { minNodes, machineType } = settings.nodePool;
    const demand = demandAt(manifests, 'rest');
    const fit = fits(demand, node, minNodes);
    if (fit.kind !== 'too-many') return [];
    const largest = mostDemanding(demand, node);
    const question: Question = (nodes, type) => isProven(demand, nodeOf(settings, type), nodes);
    return [
      {
        subject: subjectOf(largest, settings),
        problem: `${tooManyText(fit, `${minNodes} of ${machineType} at least`)}${largestText(largest)}`,
        fix: changeText([enoughNodes(question, settings, 'minNodes'), enoughMachine(question, settings, 'minNodes')], settings),
      },
    ];
  },
};
