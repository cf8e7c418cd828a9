import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';

/** 90 fast and 10 slow calls a second: P95 2.5 s, and 90 · 0.1 + 10 · 3 = 39 s of requests a second. */
const slow = { ready: () => 8, fast: () => 90, slow: () => 10 } as const;
/** 14 of 200 calls a second fail: 7 %. */
const failing = { ready: () => 8, fast: () => 186, failed: () => 14 } as const;

const raw = (signal: string, at: number, value: number) => input(`lyo:raw_replicas:${signal}`, at, value);

export const causeCases: readonly RuleCase[] = [
  {
    title: 'a slow dependency adds no pods, although latency alone would ask for them',
    series: chain({ ...slow, waiting: () => 30 }),
    // 1 − 30 / 39; ceil(8 · 2.5 / 2)
    expect: [input('lyo:own_share:ratio', 300, 0.2308), raw('latency', 300, 10), uncapped('latency', 300, 0), desired('latency', 300, 0)],
  },
  {
    title: 'slowness of its own adds pods, although it calls others',
    series: chain({ ...slow, waiting: () => 9 }),
    // 1 − 9 / 39
    expect: [input('lyo:own_share:ratio', 300, 0.7692), desired('latency', 300, 10)],
  },
  {
    title: 'calls made at the same time count more than the time there is, and the share stops at zero',
    series: chain({ ...slow, waiting: () => 60 }),
    expect: [input('lyo:own_share:ratio', 300, 0), desired('latency', 300, 0)],
  },
  {
    title: 'a dependency that becomes slow closes the gate within a window, and opens it when it has recovered',
    series: chain({ ...slow, waiting: (step) => (step >= 60 && step < 90 ? 35 : 9) }),
    expect: [desired('latency', 590, 10), desired('latency', 660, 0), desired('latency', 970, 10)],
  },
  {
    title: 'a failing dependency adds no pods, although errors alone would ask for them',
    series: chain({ ...failing, failedBelow: () => 14 }),
    expect: [
      input('lyo:own_errors:ratio', 300, 0),
      raw('errors', 300, 12),
      uncapped('errors', 300, 0),
      desired('errors', 300, 0),
      input('lyo:errors_active:bool', 300, 0),
    ],
  },
  {
    title: 'errors of its own add pods, although one call in seven fails elsewhere',
    series: chain({ ...failing, failedBelow: () => 2 }),
    // 1 − 2 / 14
    expect: [input('lyo:own_errors:ratio', 300, 0.8571), desired('errors', 300, 12)],
  },
  {
    title: 'repeated calls fail more often than requests do, and the share stops at zero',
    series: chain({ ...failing, failedBelow: () => 28 }),
    expect: [input('lyo:own_errors:ratio', 300, 0), desired('errors', 300, 0)],
  },
  {
    title: 'the time a dependency was slow does not spend the ten minutes of an incident',
    series: chain({ ...failing, failedBelow: (step) => (step < 120 ? 14 : 0) }),
    expect: [input('lyo:errors_active:bool', 1100, 0), desired('errors', 1300, 12), desired('errors', 1700, 12)],
  },
  {
    title: 'busy is the fuller of CPU and requests: CPU',
    series: chain({ cores: () => 0.2 }),
    // 0.2 of 0.25 cores; 20 s of requests a second on 4 pods of 20 are 0.25
    expect: [input('lyo:busy:ratio', 300, 0.8)],
  },
  {
    title: 'busy is the fuller of CPU and requests: requests that wait for nobody',
    series: chain({ fast: () => 90, slow: () => 10, waiting: () => 9 }),
    // 30 s a second of its own on 4 pods of 20; 0.05 of 0.25 cores are 0.2
    expect: [input('lyo:busy:ratio', 300, 0.375)],
  },
  {
    title: 'without traffic there is nothing to explain, and every cause is neutral',
    series: chain({ fast: () => 0, waiting: () => 0, failedBelow: () => 0 }),
    expect: [input('lyo:own_share:ratio', 300, 1), input('lyo:own_errors:ratio', 300, 1), raw('latency', 300, 0), raw('errors', 300, 0)],
  },
];
