/** The record of interventions, for any order of them. */
import fc from 'fast-check';
import { approved, freezeOf, frozen, interventionRecord, nothingSaid, rejected, rejectionOf, unfrozen } from '../../../optimizer/interventions/record';

const workload = fc.constantFrom('lyo-backend/a', 'lyo-backend/b', undefined);
const step = fc.record({ workload, freezes: fc.boolean(), until: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }) });

const names = ['lyo-backend/a', 'lyo-backend/b'];

test('the last intervention for a scope counts, and a scope has at most one freeze', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let record = nothingSaid;
      const last = new Map<string | undefined, number>();
      for (const [index, { workload: scope, freezes, until = Number.POSITIVE_INFINITY }] of steps.entries()) {
        const at = index * 100;
        const end = at + until;
        const freeze = { by: 'x', at, ...(scope === undefined ? {} : { workload: scope }), ...(end === Number.POSITIVE_INFINITY ? {} : { until: end }) };
        record = freezes ? frozen(record, freeze) : (unfrozen(record, scope, at) ?? record);
        last.set(scope, freezes ? end : 0);
        const holding = names.map((name) => [undefined, name].some((one) => (last.get(one) ?? 0) > at));
        expect(names.map((name) => freezeOf(record, name, at) !== undefined)).toEqual(holding);
        expect(interventionRecord.safeParse(record).success).toBe(true);
      }
    }),
  );
});

test('a rejection applies to values within a tenth of it, for thirty days; a later approval cancels it', () => {
  const said = { by: 'x', at: 0, workload: 'n/a', policy: 'p', proposal: 'i', value: 100 };
  const record = rejected(nothingSaid, said);
  const holds = (value: number, now = 1, policy = 'p'): boolean => rejectionOf(record, { workload: 'n/a', policy, value }, now) !== undefined;
  expect([holds(100), holds(109), holds(91), holds(111), holds(89)]).toEqual([true, true, true, false, false]);
  expect([holds(100, 29 * 86_400), holds(100, 31 * 86_400), holds(100, 1, 'q')]).toEqual([true, false, false]);
  const back = approved(record, { ...said, at: 5, tunables: { poolSize: 100 } });
  expect(rejectionOf(back, { workload: 'n/a', policy: 'p', value: 100 }, 6)).toBeUndefined();
  expect(rejected(back, { ...said, at: 7 }).approvals).toEqual([]);
});

test('after any number of interventions the record is still valid', () => {
  let record = nothingSaid;
  for (let index = 0; index < 1000; index += 1) {
    const said = { by: 'x', at: index, workload: `n/${index}`, policy: 'p', proposal: 'i', value: index * 10 };
    record = approved(rejected(record, said), { ...said, workload: `m/${index}`, tunables: {} });
  }
  expect(interventionRecord.safeParse(record).success).toBe(true);
  expect(record.approvals.at(-1)?.workload).toBe('m/999');
});
