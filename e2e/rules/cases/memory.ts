/** dev: request 384 Mi, idle 128 Mi, target 80 %, so one pod carries 179.2 Mi of load. */
import { chain } from '../chain';
import { desired, uncapped, type RuleCase } from '../rule-case';
import { without } from '../series';

export const memoryCases: readonly RuleCase[] = [
  {
    title: 'an idle heap asks for nothing, however many pods hold one',
    series: chain({ ready: () => 20, mebibytes: () => 127 }),
    expect: [desired('memory', 300, 0)],
  },
  {
    title: 'memory asks for the pods that carry what load brought',
    series: chain({ mebibytes: () => 320 }),
    // 4 · (320 − 128) / 179.2 = 4.29
    expect: [uncapped('memory', 300, 5), desired('memory', 300, 5)],
  },
  {
    title: 'memory stops at its cap while it asks for more',
    series: chain({ ready: () => 20, mebibytes: () => 340 }),
    // 20 · 212 / 179.2 = 23.7
    expect: [uncapped('memory', 300, 24), desired('memory', 300, 20)],
  },
  {
    title: 'missing working sets of more than a quarter of the pods publish nothing that scales in',
    series: chain({ ready: () => 8, mebibytes: () => 150 }).map((series) =>
      ['1', '2', '3'].some((pod) => series.labels['pod']?.endsWith(pod)) ? { ...series, values: without(series.values, 60) } : series,
    ),
    // 5 · 22 / 179.2 = 0.6, below the 8 that are ready
    expect: [desired('memory', 590, 1), uncapped('memory', 1000, 1), desired('memory', 1000, 'absent')],
  },
  {
    title: 'one pod below the idle heap does not hide the load of another',
    series: chain({ ready: () => 2, mebibytes: (pod) => (pod === 0 ? 20 : 480) }),
    // 352 / 179.2 = 1.96
    expect: [desired('memory', 300, 2)],
  },
];
