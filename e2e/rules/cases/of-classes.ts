/** The policies for classes of load, in dev: a request of 0.25 cores. */
import type { LoadClass } from '../../../config/class-policies';
import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';
import { gauge, optimizer } from '../series';

interface Room {
  /** Of the CPU request, the target. */
  readonly share: number;
  /** Requests a second. */
  readonly perPod: number;
  /** Fewest of 20 replicas that are held. */
  readonly held: number;
}

/** A tolerance of 0.1 up. */
const withRoom = ({ share, perPod, held }: Room): readonly RuleCase[] => [
  {
    title: 'within a tenth above the wanted replicas nothing moves, and a value further above is published',
    series: chain({ ready: () => 40, wanted: () => 40, fast: (step) => (step < 60 ? 43.5 : 44.5) * perPod }),
    expect: [uncapped('request_rate', 590, 44), desired('request_rate', 590, 40), desired('request_rate', 700, 45)],
  },
  {
    title: 'the last step to a cap is published, however near it is',
    series: chain({ ready: () => 18, wanted: () => 18, cores: (_, step) => ((step < 60 ? 18.5 : 19.5) * share * 0.25) / 18 }),
    expect: [uncapped('cpu', 590, 19), desired('cpu', 590, 18), uncapped('cpu', 700, 20), desired('cpu', 700, 20)],
  },
  {
    title: 'within the tolerance below the wanted replicas nothing moves, and a value further below is published',
    series: chain({ ready: () => 20, wanted: () => 20, fast: (step) => (step < 60 ? held - 0.5 : held - 1.5) * perPod }),
    expect: [uncapped('request_rate', 590, held), desired('request_rate', 590, 20), desired('request_rate', 700, held - 1)],
  },
];

/** 77 % and 110 requests/s a pod, tolerances of 0.05 up and 0.2 down. */
const hot: readonly RuleCase[] = [
  {
    title: 'a headroom that would bring pods beyond the knee is cut off at it, and a smaller one counts',
    series: [
      ...chain({ fast: () => 390 }),
      optimizer(
        'headroom',
        gauge((step) => (step < 60 ? 1.2 : 0.9)),
      ),
      optimizer(
        'validUntil',
        gauge(() => 9999),
      ),
    ],
    // 0.85 / (0.77 · 1.05) = 1.0513; 390 / 115.65 = 3.4, where 1.2 would give 3
    expect: [
      input('lyo:headroom:ratio', 590, 1.0513),
      uncapped('request_rate', 590, 4),
      input('lyo:headroom:ratio', 700, 0.9),
      // 390 / 99 = 3.9
      uncapped('request_rate', 700, 4),
    ],
  },
  { title: 'without an optimizer the headroom is one', series: chain(), expect: [input('lyo:headroom:ratio', 300, 1)] },
];

export const classCases: Readonly<Record<LoadClass, readonly RuleCase[]>> = {
  smooth: hot,
  noisy: withRoom({ share: 0.63, perPod: 90, held: 16 }),
  bursty: withRoom({ share: 0.455, perPod: 65, held: 14 }),
};
