/** What the policy tolerates is measured against wanted replicas; dev: 0.1 down, 0 up. */
import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';

/** 1950 requests/s at 100 a pod. */
const twenty = { fast: () => 1950 } as const;

export const heldCases: readonly RuleCase[] = [
  {
    title: 'a release raises the pods that exist, and the signal stays where the wanted replicas are',
    series: chain({ ...twenty, ready: (step) => (step < 60 ? 20 : 22), wanted: () => 20 }),
    expect: [desired('request_rate', 590, 20), desired('request_rate', 700, 20), input('lyo:wanted_replicas', 700, 20), input('lyo:ready_replicas', 700, 22)],
  },
  {
    title: 'up to a tenth below the wanted replicas nothing moves, and a value further below is published as it is',
    series: chain({ ready: () => 20, wanted: () => 20, fast: (step) => (step < 60 ? 1850 : step < 120 ? 1750 : 1650) }),
    expect: [
      uncapped('request_rate', 590, 19),
      desired('request_rate', 590, 20),
      uncapped('request_rate', 1190, 18),
      desired('request_rate', 1190, 20),
      desired('request_rate', 1790, 17),
    ],
  },
  {
    title: 'one above the wanted replicas is one more: the last step is not swallowed',
    series: chain({ ...twenty, ready: () => 19, wanted: () => 19 }),
    expect: [desired('request_rate', 590, 20)],
  },
  {
    title: 'a cap holds below wanted replicas that another signal has raised',
    series: chain({ ready: () => 22, wanted: () => 22, cores: () => 0.165 }),
    // 22 · 0.165 / 0.175 = 20.7, a cap of 20
    expect: [uncapped('cpu', 590, 21), desired('cpu', 590, 20)],
  },
  {
    title: 'wanted replicas that are not there yet are held too, and nothing is published below without evidence',
    series: chain({ ...twenty, ready: () => 15, wanted: () => 21, gateways: [{ name: 'gateway-0', down: [90, 120] }] }),
    expect: [desired('request_rate', 590, 21), desired('request_rate', 1100, 'absent')],
  },
];
