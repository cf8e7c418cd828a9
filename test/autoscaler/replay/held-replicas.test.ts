import { heldReplicas } from '../../../autoscaler/replay/held-replicas';
import { environments } from '../../fixtures/environments';

const [behavior] = environments.flatMap(({ workloads }) => workloads.map(({ scaling }) => scaling.behavior));
if (behavior === undefined) throw new Error('the fixtures have a workload');

test('what is near the wanted replicas is the wanted replicas, within the tolerance of its direction', () => {
  const at = (up: number, down: number) => (proposed: number) =>
    heldReplicas({ up: { ...behavior.up, tolerance: up }, down: { ...behavior.down, tolerance: down } }, proposed, 20);
  expect([17, 18, 19, 20, 21].map(at(0, 0.1))).toEqual([17, 20, 20, 20, 21]);
  expect([18, 19, 21, 22, 23].map(at(0.1, 0))).toEqual([18, 19, 20, 20, 23]);
  expect([19, 21].map(at(0, 0))).toEqual([19, 21]);
});
