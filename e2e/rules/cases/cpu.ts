/** dev: request 0.25 cores, target 70 %, so one pod carries 0.175 cores. */
import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';
import { gauge, optimizer, without } from '../series';

export const cpuCases: readonly RuleCase[] = [
  {
    title: 'CPU asks for the pods that bring usage down to its target',
    series: chain({ cores: () => 0.3 }),
    // 4 · 0.3 / 0.175 = 6.86
    expect: [uncapped('cpu', 300, 7), desired('cpu', 300, 7)],
  },
  {
    title: 'CPU stops at its cap while it asks for more',
    series: chain({ ready: () => 20, cores: () => 0.208 }),
    // 20 · 0.208 / 0.175 = 23.8
    expect: [uncapped('cpu', 300, 24), desired('cpu', 300, 20)],
  },
  {
    title: 'a ready pod without samples counts as fully used where fewer would be asked for',
    series: chain({ cores: () => 0.1 }).filter(({ labels }) => labels['pod']?.endsWith('3') !== true),
    // (3 · 0.1 + 1 · 0.25) / 0.175 = 3.14, and without it 1.7; three of four pods are 75 %
    expect: [uncapped('cpu', 300, 4), desired('cpu', 300, 4)],
  },
  {
    title: 'ready pods without samples start none, however many: they may be used in full, and may as well be idle',
    series: chain({ ready: () => 5, cores: () => 0.172 }).map((series) =>
      ['3', '4'].some((pod) => series.labels['pod']?.endsWith(pod)) && series.labels['job'] === 'kubelet'
        ? { ...series, values: without(series.values, 60) }
        : series,
    ),
    // 5 · 0.172 / 0.175 = 4.9; (3 · 0.172 + 2 · 0.25) / 0.175 = 5.8
    expect: [desired('cpu', 590, 5), uncapped('cpu', 700, 5), desired('cpu', 700, 'absent'), uncapped('cpu', 1000, 5)],
  },
  {
    title: 'pods that lack samples keep nobody from scaling out who needs it',
    series: chain({ ready: () => 8, cores: () => 0.29 }).map((series) =>
      series.labels['pod']?.endsWith('7') === true && series.labels['job'] === 'kubelet' ? { ...series, values: without(series.values, 60) } : series,
    ),
    // 8 · 0.29 / 0.175 = 13.3, 7 · 0.29 / 0.175 = 11.6
    expect: [desired('cpu', 590, 14), desired('cpu', 700, 12)],
  },
  {
    title: 'missing samples of more than a quarter of the pods publish nothing that scales in',
    series: chain({ ready: () => 8, cores: () => 0.02 }).map((series) =>
      ['1', '2', '3'].some((pod) => series.labels['pod']?.endsWith(pod)) ? { ...series, values: without(series.values, 60) } : series,
    ),
    // (5 · 0.02 + 3 · 0.25) / 0.175 = 4.86, below the 8 that are ready
    expect: [desired('cpu', 590, 1), uncapped('cpu', 700, 5), desired('cpu', 700, 'absent')],
  },
  {
    title: 'a kubelet that answers nothing at all publishes nothing, rather than zero',
    series: chain().map((series) => (series.labels['job'] === 'kubelet' ? { ...series, values: without(series.values, 60) } : series)),
    expect: [uncapped('cpu', 1000, 0), desired('cpu', 1000, 'absent'), desired('memory', 1000, 'absent')],
  },
  {
    title: 'pods doubling: new pods count neither as used nor as missing, and what they may carry holds the replicas that there are',
    series: chain({ ready: (step) => (step < 60 ? 4 : 8), cores: (_, step) => (step < 60 ? 0.3 : 0.15) }),
    // at the step 4 · 0.27 / 0.175 = 6.17 for the old ones alone, 12.3 if all used as much; from 690 s on all count: 8 · 0.15 / 0.175 = 6.86
    expect: [
      desired('cpu', 590, 7),
      input('lyo:starting_replicas', 600, 4),
      input('lyo:settled_pods:count', 600, 4),
      input('lyo:settled_cpu:cores', 600, 1.08),
      uncapped('cpu', 600, 8),
      desired('cpu', 600, 8),
      input('lyo:starting_replicas', 680, 4),
      input('lyo:starting_replicas', 690, 0),
      desired('cpu', 700, 7),
    ],
  },
  {
    title: 'headroom above one lets pods run hotter while it is valid, and not a moment longer',
    series: [
      ...chain({ cores: () => 0.3 }),
      optimizer(
        'headroom',
        gauge(() => 1.2),
      ),
      optimizer(
        'validUntil',
        gauge(() => 400),
      ),
    ],
    // 4 · 0.3 / (0.175 · 1.2) = 5.7
    expect: [input('lyo:headroom:ratio', 390, 1.2), desired('cpu', 390, 6), input('lyo:headroom:ratio', 400, 1), desired('cpu', 400, 7)],
  },
];
