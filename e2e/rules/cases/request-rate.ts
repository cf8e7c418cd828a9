import { chain } from '../chain';
import { desired, input, uncapped, type RuleCase } from '../rule-case';

export const requestRateCases: readonly RuleCase[] = [
  {
    title: 'request rate asks for one pod for each 100 requests a second',
    series: chain({ fast: () => 730 }),
    expect: [input('lyo:requests:rate', 300, 730), desired('request_rate', 300, 8)],
  },
  {
    title: 'request rate stops at its cap while it asks for more',
    series: chain({ ready: () => 50, fast: () => 6000 }),
    expect: [uncapped('request_rate', 300, 60), desired('request_rate', 300, 50)],
  },
  {
    title: 'a counter reset is not load: a restarted gateway starts at zero and the rate goes on',
    series: chain({ fast: () => 400, resets: [100] }),
    // one of six increments is lost with the reset, which may hide load for a window but never invents it
    expect: [desired('request_rate', 990, 4), desired('request_rate', 1000, 4), desired('request_rate', 1100, 4)],
  },
  {
    title: 'a counter that is not a number publishes nothing, rather than zero',
    series: chain({ fast: (step) => (step < 60 ? 400 : Number.NaN) }),
    expect: [desired('request_rate', 590, 4), uncapped('request_rate', 700, 'absent'), desired('request_rate', 700, 'absent')],
  },
  {
    title: 'health routes are not load',
    series: chain({ ready: () => 50, fast: () => 0 }),
    expect: [input('lyo:requests:rate', 300, 0), desired('request_rate', 300, 0)],
  },
];
