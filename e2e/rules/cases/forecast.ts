import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';
import { gauge, optimizer } from '../series';

export const forecastCases: readonly RuleCase[] = [
  {
    title: 'without an optimizer the forecast is zero and the headroom one: the policy is reactive',
    series: chain(),
    expect: [desired('forecast', 300, 0), input('lyo:headroom:ratio', 300, 1)],
  },
  {
    title: 'a valid forecast asks for its replicas, and none after it expires',
    series: [
      ...chain(),
      optimizer(
        'forecast',
        gauge(() => 17),
      ),
      optimizer(
        'validUntil',
        gauge((step) => (step < 60 ? step * 10 + 45 : 600)),
      ),
    ],
    expect: [desired('forecast', 590, 17), desired('forecast', 600, 0)],
  },
  {
    title: 'of two optimizers the larger forecast and the smaller headroom count',
    series: [
      ...chain({ cores: () => 0.3 }),
      ...['optimizer-0', 'optimizer-1'].flatMap((instance, index) => [
        optimizer(
          'forecast',
          gauge(() => [17, 9][index]),
          instance,
        ),
        optimizer(
          'headroom',
          gauge(() => [1.2, 0.9][index]),
          instance,
        ),
        optimizer(
          'validUntil',
          gauge(() => 9999),
          instance,
        ),
      ]),
    ],
    // 4 · 0.3 / (0.175 · 0.9) = 7.6
    expect: [desired('forecast', 300, 17), input('lyo:headroom:ratio', 300, 0.9), desired('cpu', 300, 8)],
  },
  {
    title: 'a forecast stops at its cap',
    series: [
      ...chain(),
      optimizer(
        'forecast',
        gauge(() => 400),
      ),
      optimizer(
        'validUntil',
        gauge(() => 9999),
      ),
    ],
    expect: [uncapped('forecast', 300, 400), desired('forecast', 300, 50)],
  },
  {
    title: 'a forecast that is not a number is missing, rather than zero',
    series: [
      ...chain(),
      optimizer(
        'forecast',
        gauge(() => Number.NaN),
      ),
      optimizer(
        'validUntil',
        gauge(() => 9999),
      ),
    ],
    expect: [desired('forecast', 300, 'absent')],
  },
];
