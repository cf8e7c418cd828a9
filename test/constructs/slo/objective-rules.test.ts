import fc from 'fast-check';
import { alertedWorkload } from '../../../charts/alert-rules';
import { budgetRules } from '../../../constructs/slo/objective-rules';
import { environmentWith, firstWorkload } from '../../environment-with';
import { valueOf } from '../promql-value';

test('the remaining error budget is 1 without errors, 0 at the objective, and negative beyond', () => {
  const environment = environmentWith({ 'alerting.objectives.availability': 0.99 });
  const rule = budgetRules(alertedWorkload(environment, firstWorkload(environment))).find(({ labels }) => labels['slo'] === 'availability');
  if (rule === undefined) throw new Error('there must be a rule of the budget of availability');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 1000 }), (bad, good) => {
      const left = valueOf(rule.expr, (selector) => (/[Ee]rror|bad|fail/.test(selector) ? bad : bad + good));
      // 1 of 100 requests may fail: 1 − failed share / allowed share
      expect(left).toBeCloseTo(1 - bad / (bad + good) / 0.01, 9);
    }),
  );
});
