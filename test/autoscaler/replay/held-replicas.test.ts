import { heldReplicas } from '../../../autoscaler/replay/held-replicas';
import { environments } from '../../fixtures/environments';
import { webWorkloads } from '../../../config/workload';

const [behavior] = environments.flatMap((environment) => webWorkloads(environment).map(({ scaling }) => scaling.behavior));
if (behavior === undefined) throw new Error('the fixtures have a workload');

const at =
  (up: number, down: number, cap = 50) =>
  (proposed: number) =>
    heldReplicas({ up: { ...behavior.up, tolerance: up }, down: { ...behavior.down, tolerance: down } }, { proposed, wanted: 20, cap });

test('a proposal within the tolerance of its direction becomes the wanted replicas', () => {
  expect([17, 18, 19, 20, 21].map(at(0, 0.1))).toEqual([17, 20, 20, 20, 21]);
  expect([18, 19, 21, 22, 23].map(at(0.1, 0))).toEqual([18, 19, 20, 20, 23]);
  expect([19, 21].map(at(0, 0))).toEqual([19, 21]);
});

test('the step to the cap is taken whatever the tolerance, and no proposal goes above its cap', () => {
  for (const up of [0, 0.05, 0.1, 0.5]) expect([20, 21, 22].map(at(up, 0.1, 21))).toEqual([20, 21, 21]);
  expect([20, 21, 22, 23].map(at(0.1, 0.1, 22))).toEqual([20, 20, 22, 22]);
  expect([17, 19, 30].map(at(0.1, 0.1, 18))).toEqual([17, 18, 18]);
});
