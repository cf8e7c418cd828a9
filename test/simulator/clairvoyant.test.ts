import fc from 'fast-check';
import { clairvoyantPlan } from '../../simulator/clairvoyant';

const most = 3;

/** Every plan of so many ticks. */
function plans(ticks: number): readonly (readonly number[])[] {
  if (ticks === 0) return [[]];
  const shorter = plans(ticks - 1);
  return Array.from({ length: most + 1 }, (_, count) => count).flatMap((count) => shorter.map((plan) => [...plan, count]));
}

/** True if enough pods are ready at each tick. The oldest pods stay, so the ready pods are the fewest of the last start-up; at the begin all are ready. */
function isEnough(plan: readonly number[], needed: readonly number[], lead: number): boolean {
  return needed.every((need, tick) => Math.min(...plan.slice(Math.max(0, tick - lead), tick + 1)) >= need);
}

function costOf(plan: readonly number[]): number {
  return plan.reduce((sum, count) => sum + count, 0);
}

test('the plan has the lowest cost of all plans', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: most }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 0, max: 2 }), (needed, lead) => {
      const plan = clairvoyantPlan(needed, lead, { minReplicas: 0, maxReplicas: most });
      const sufficient = plans(needed.length).filter((other) => isEnough(other, needed, lead));
      expect(isEnough(plan, needed, lead)).toBe(true);
      expect(costOf(plan)).toBe(Math.min(...sufficient.map(costOf)));
    }),
    { numRuns: 40 },
  );
});

test('minimum and maximum are kept', () => {
  expect(clairvoyantPlan([0, 9, 0], 1, { minReplicas: 2, maxReplicas: 5 })).toEqual([5, 5, 2]);
});
