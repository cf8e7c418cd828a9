import fc from 'fast-check';
import { alertedWorkload } from '../../../charts/alert-rules';
import { budgetRules } from '../../../constructs/slo/objective-rules';
import { environmentWith, firstWorkload } from '../../environment-with';
import { valueOf } from '../promql-value';

test('what is left of a budget is all of it without errors, none at the promised share, and less than nothing beyond', () => {
  const environment = environmentWith({ 'alerting.objectives.availability': 0.99 });
  const rule = budgetRules(alertedWorkload(environment, firstWorkload(environment))).find(({ labels }) => labels['slo'] === 'availability');
  if (rule === undefined) throw new Error('there must be a rule of the budget of availability');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 1, max: 1000 }), (bad, good) => {
      const left = valueOf(rule.expr, (selector) => (/[Ee]rror|bad|fail/.test(selector) ? bad : bad + good));
      // of 100 requests one may fail: what failed, of what was allowed
      expect(left).toBeCloseTo(1 - bad / (bad + good) / 0.01, 9);
    }),
  );
});
