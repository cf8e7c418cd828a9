import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';

export const latencyCases: readonly RuleCase[] = [
  {
    title: 'P95 at its target asks for nothing',
    series: chain({ fast: () => 95, slow: () => 5 }),
    // exactly 95 % within the first bucket: its upper bound
    expect: [input('lyo:latency_seconds:quantile', 300, 0.1), desired('latency', 300, 0)],
  },
  {
    title: 'P95 above its target multiplies the ready pods by how far it is above',
    series: chain({ ready: () => 8, fast: () => 90, slow: () => 10 }),
    // P95 lies half way into (2, 3]: 2.5 s; 8 · 2.5 / 2
    expect: [
      input('lyo:latency_seconds:quantile', 300, 2.5),
      desired('latency', 300, 10),
      input('lyo:own_share:ratio', 300, 1),
      // 39 s of requests a second on 8 pods of 20
      input('lyo:busy:ratio', 300, 0.2438),
    ],
  },
  {
    title: 'P95 far above its target multiplies by 1.5 and no more',
    series: chain({ ready: () => 8, fast: () => 50, slow: () => 50, slowBound: 30 }),
    expect: [desired('latency', 300, 12)],
  },
  {
    title: 'latency stops at its cap while it asks for more',
    series: chain({ ready: () => 30, fast: () => 50, slow: () => 50, slowBound: 30 }),
    expect: [uncapped('latency', 300, 45), desired('latency', 300, 30)],
  },
  {
    title: 'a rising number of pods is averaged over the window, so the product does not compound',
    series: chain({ ready: (step) => (step < 60 ? 4 : 8), fast: () => 50, slow: () => 50, slowBound: 30 }),
    // two of the six samples in (550, 610] show 8: the average is 5.33, and 1.5 of it 8
    expect: [desired('latency', 590, 6), desired('latency', 610, 8)],
  },
  {
    title: 'P95 exactly at its target asks for nothing',
    // 94 calls within 0.1 s, 6 in (0.1, 2]: 95 of 100 lie 1/6 into the second; all in the second and the quantile is its bound only at the last call
    series: chain({ fast: () => 0, slow: () => 100, slowBound: 2 }).map((series) =>
      series.labels['le'] === '2.0' ? { ...series, values: series.values.map((value) => (typeof value === 'number' ? value * 0.95 : value)) } : series,
    ),
    expect: [input('lyo:latency_seconds:quantile', 300, 2), desired('latency', 300, 0)],
  },
  {
    title: 'fewer than 100 slow calls in a window are an anecdote, not a signal',
    series: chain({ fast: () => 0.6, slow: () => 1 }),
    // 96 calls in 60 s
    expect: [input('lyo:latency_seconds:quantile', 300, 2.92), desired('latency', 300, 0)],
  },
  {
    title: 'no traffic makes the quantile not a number, and latency asks for nothing',
    series: chain({ fast: () => 0 }),
    expect: [desired('latency', 300, 0)],
  },
];
