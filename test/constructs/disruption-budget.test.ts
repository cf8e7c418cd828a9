import fc from 'fast-check';
import { valueAt } from '../../config/record';
import { DisruptionBudget } from '../../constructs/disruption-budget';
import { only } from '../kubernetes-object';
import { rendered } from './rendered';

function budget(maxUnavailable: number | `${number}%`): unknown {
  const objects = rendered((chart) => new DisruptionBudget(chart, 'budget', { name: 'web', labels: { app: 'web' }, maxUnavailable }));
  return only(objects, 'PodDisruptionBudget').spec;
}

test('a number stays a number and a percentage a text, because the API server distinguishes them', () => {
  expect(budget(1)).toMatchObject({ maxUnavailable: 1 });
  expect(budget('10%')).toMatchObject({ maxUnavailable: '10%' });
});

test('it never sets minAvailable, which would block every drain at the autoscaler’s minimum', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 100 }).map((percent): `${number}%` => `${percent}%`),
      ),
      (maxUnavailable) => {
        expect(budget(maxUnavailable)).not.toHaveProperty('minAvailable');
        expect(valueAt(budget(maxUnavailable), 'selector')).toEqual({ matchLabels: { app: 'web' } });
      },
    ),
  );
});
