import { changeText, enoughMachine, enoughNodes, type Question } from './advice';
import type { CapacityCheck } from './capacity-check';
import { demandAt } from './demand';
import { fits, isProven } from './fits';
import { afterZoneLoss, nodeOf } from './node-pool';
import { largestText, mostDemanding, subjectOf, tooManyText } from './proof-text';

export const zoneLoss: CapacityCheck = {
  id: 'capacity/zone-loss',
  title: 'where an environment promises to survive the loss of a zone, the nodes of the other zones hold everything at rest',
  why: 'New nodes take minutes, and when a zone fails all customers ask for them: pods that do not fit the remaining nodes are down until then.',
  find: (manifests, settings, node) => {
    const { minNodes, machineType, survivesZoneLoss } = settings.nodePool;
    if (!survivesZoneLoss) return [];
    const zones = settings.google.zones.length;
    const demand = demandAt(manifests, 'survival');
    const remaining = afterZoneLoss(minNodes, zones);
    const fit = fits(demand, node, remaining);
    if (fit.kind !== 'too-many') return [];
    const largest = mostDemanding(demand, node);
    const question: Question = (nodes, type) => isProven(demand, nodeOf(settings, type), afterZoneLoss(nodes, zones));
    const options = [enoughNodes(question, settings, 'minNodes'), enoughMachine(question, settings, 'minNodes')];
    return [
      {
        subject: subjectOf(largest, settings),
        problem: `${tooManyText(fit, `${remaining} of ${machineType} when one of ${zones} zones is gone (nodePool.minNodes is ${minNodes})`)}${largestText(largest)}`,
        fix: changeText(options, settings),
      },
    ];
  },
};
