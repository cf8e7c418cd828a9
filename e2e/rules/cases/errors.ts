import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';

export const errorCases: readonly RuleCase[] = [
  {
    title: 'an error series that never existed is an error ratio of zero',
    series: chain(),
    expect: [input('lyo:errors:ratio', 300, 0), desired('errors', 300, 0), input('lyo:errors_active:bool', 300, 0)],
  },
  {
    title: 'the first errors ask for nothing while their ratio is at most the target',
    series: chain({ fast: () => 195, failed: (step) => (step < 60 ? 0 : 5) }),
    // 5 of 200 are 2.5 %
    expect: [desired('errors', 590, 0), desired('errors', 900, 0)],
  },
  {
    title: 'errors exactly at their target ask for nothing',
    // 8 of 160: both rates are whole numbers a second, so the quotient is exact
    series: chain({ fast: () => 152, failed: () => 8 }),
    expect: [input('lyo:errors:ratio', 300, 0.05), desired('errors', 300, 0)],
  },
  {
    title: 'errors above their target multiply the ready pods by how far they are above',
    series: chain({ ready: () => 8, fast: () => 186, failed: () => 14 }),
    // 14 of 200 are 7 %; ceil(8 · 1.4)
    expect: [input('lyo:errors:ratio', 300, 0.07), desired('errors', 300, 12), input('lyo:errors_active:bool', 300, 1), input('lyo:own_errors:ratio', 300, 1)],
  },
  {
    title: 'errors stop at their cap while they ask for more',
    series: chain({ ready: () => 15, fast: () => 100, failed: () => 100 }),
    expect: [uncapped('errors', 300, 23), desired('errors', 300, 15)],
  },
  {
    title: 'errors hold pods for ten minutes of an incident, because pods do not cure a bad release',
    series: chain({ ready: () => 8, fast: () => 100, failed: (step) => (step < 60 ? 0 : 100) }),
    // the ratio passes 5 % with the first step, at 600 s; sixty evaluations later the budget is spent
    expect: [desired('errors', 600, 12), desired('errors', 1190, 12), desired('errors', 1200, 0), desired('errors', 2300, 0)],
  },
  {
    title: 'a ratio that flaps around its target does not start the ten minutes again',
    // on for 90 s, off for 90 s: the sixtieth active evaluation falls well within the half hour that counts
    series: chain({ ready: () => 8, fast: () => 100, failed: (step) => (step >= 60 && Math.floor(step / 18) % 2 === 0 ? 100 : 0) }),
    expect: [desired('errors', 800, 12), desired('errors', 2200, 0)],
  },
  {
    title: 'all calls failing without enough of them asks for nothing',
    series: chain({ fast: () => 0, failed: () => 1 }),
    expect: [input('lyo:errors:ratio', 300, 1), desired('errors', 300, 0)],
  },
];
