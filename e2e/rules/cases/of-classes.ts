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
  /** Replicas on top. */
  readonly spare: number;
  /** Fewest of 20 replicas that are held. */
  readonly held: number;
}

/** A tolerance of 0.1 to 0.12 up. */
const withRoom = ({ share, perPod, spare, held }: Room): readonly RuleCase[] => [
  {
    title: 'within a tenth above the wanted replicas nothing moves, and a value further above is published',
    series: chain({ ready: () => 40, wanted: () => 40, fast: (step) => ((step < 60 ? 43.5 : 44.5) - spare) * perPod }),
    expect: [uncapped('request_rate', 590, 44), desired('request_rate', 590, 40), desired('request_rate', 700, 45)],
  },
  {
    title: 'the last step to a cap is published, however near it is',
    series: chain({ ready: () => 18, wanted: () => 18, cores: (_, step) => (((step < 60 ? 18.5 : 19.5) - spare) * share * 0.25) / 18 }),
    expect: [uncapped('cpu', 590, 19), desired('cpu', 590, 18), uncapped('cpu', 700, 20), desired('cpu', 700, 20)],
  },
  {
    title: 'within the tolerance below the wanted replicas nothing moves, and a value further below is published',
    series: chain({ ready: () => 20, wanted: () => 20, fast: (step) => ((step < 60 ? held - 0.5 : held - 1.5) - spare) * perPod }),
    expect: [uncapped('request_rate', 590, held), desired('request_rate', 590, 20), desired('request_rate', 700, held - 1)],
  },
];

/** 73.5 % and 105 requests/s a pod, a tolerance of 0.1 up. */
const hot: readonly RuleCase[] = [
  {
    title: 'a headroom that would bring pods beyond the knee is cut off at it, and a smaller one counts',
    series: [
      ...chain({ fast: () => 370 }),
      optimizer(
        'headroom',
        gauge((step) => (step < 60 ? 1.2 : 0.9)),
      ),
      optimizer(
        'validUntil',
        gauge(() => 9999),
      ),
    ],
    // 0.85 / (0.735 · 1.1) = 1.0513; 370 / 110.39 = 3.4, where 1.2 would give 3
    expect: [
      input('lyo:headroom:ratio', 590, 1.0513),
      uncapped('request_rate', 590, 4),
      input('lyo:headroom:ratio', 700, 0.9),
      // 370 / 94.5 = 3.9
      uncapped('request_rate', 700, 4),
    ],
  },
  { title: 'without an optimizer the headroom is one', series: chain(), expect: [input('lyo:headroom:ratio', 300, 1)] },
];

/** 106 requests/s a pod, and two spare. */
const withSpare: readonly RuleCase[] = [
  {
    title: 'what is spare is added to what the load needs, however small that is',
    series: chain({ ready: () => 3, wanted: () => 3, fast: (step) => (step < 60 ? 0 : 150) }),
    expect: [uncapped('request_rate', 590, 2), uncapped('request_rate', 700, 4)],
  },
  {
    title: 'what is spare is not asked for beyond the cap',
    series: chain({ ready: () => 50, wanted: () => 50, fast: () => 49.5 * 106 }),
    expect: [uncapped('request_rate', 590, 52), desired('request_rate', 590, 50)],
  },
];

export const classCases: Readonly<Record<LoadClass, readonly RuleCase[]>> = {
  smooth: [...hot, ...withRoom({ share: 0.735, perPod: 105, spare: 0, held: 18 })],
  noisy: [...withSpare, ...withRoom({ share: 0.742, perPod: 106, spare: 2, held: 17 })],
  bursty: withRoom({ share: 0.581, perPod: 83, spare: 2, held: 16 }),
};
