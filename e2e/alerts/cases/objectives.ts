/** Error budgets: 0.1 % of requests may fail, 5 % may take longer than 2 s. */
import type { AlertCase } from '../alert-case';
import { from, onset, world } from '../world';

const failing = (share: number) => ({ failing: from(onset, 0, share) });
const everywhere = <T>(change: T) => ({ 'GET /items': change, 'POST /items': change, 'GET /reports': change });
const fast = { alertname: 'AvailabilityBurnFast', slo: 'availability' };
const slow = { alertname: 'AvailabilityBurnSlow', slo: 'availability' };

export const objectiveCases: readonly AlertCase[] = [
  {
    title: 'four of a hundred requests fail: the hour burns at 14.4 times the budget after 22 minutes, and somebody is paged',
    series: world({ operations: everywhere(failing(0.04)) }),
    expect: [
      // 5 minutes in: 4 % · 5 / 65 = 0.31 % of all that there is, above 0.3 % and below 0.6 % and 1.44 %
      { at: onset + 300, firing: [slow] },
      // 30 minutes in: 4 % · 30 / 60 = 2 % of the hour; of the 90 minutes that there are, 1.3 %, above 0.3 %
      { at: onset + 1800, firing: [fast, slow] },
    ],
  },
  {
    title: 'one of two hundred requests fails: the budget goes slowly, and nobody is woken',
    // 0.5 %: above 0.3 % of two hours and of the day, below 0.6 %; after 70 of 120 minutes the two hours have 0.5 % · 58 / 118
    series: world({ operations: everywhere({ failing: () => 0.005 }) }),
    expect: [{ at: 7000, firing: [slow] }],
  },
  {
    title: 'errors of two minutes that have passed page nobody, because the short window is clean again',
    series: world({ operations: everywhere({ failing: (now: number) => (now >= onset && now < onset + 120 ? 0.6 : 0) }) }),
    // 60 % · 2 / 60 = 2 % of the hour, but nothing of the last five minutes; half an hour has 4 %, six hours 1.2 %
    expect: [{ at: onset + 3000, firing: [slow] }],
  },
  {
    title: 'every request takes three seconds: the latency budget goes twenty times as fast as it may',
    series: world({ operations: everywhere({ typical: from(onset, 0.03, 3), tail: from(onset, 0.08, 3) }) }),
    expect: [
      {
        // all slow for 50 of 60 minutes: 83 % of the hour, above 14.4 · 5 % = 72 %
        at: onset + 3000,
        firing: [
          { alertname: 'LatencyBurnFast', slo: 'latency' },
          { alertname: 'LatencyBurnSlow', slo: 'latency' },
          { alertname: 'OperationSlow', span_name: 'GET /items' },
          { alertname: 'OperationSlow', span_name: 'POST /items' },
          { alertname: 'OperationSlow', span_name: 'GET /reports' },
        ],
      },
    ],
  },
  {
    title: 'a fifth of the requests was always slow: a ticket, and no operation is unlike its past',
    // POST /items and a tenth of GET /items take 3 s: (5 + 2) / 25.5 = 27 %, above 3 · 5 % and below 6 · 5 %
    series: world({ operations: { 'POST /items': { typical: () => 3, tail: () => 3 }, 'GET /items': { tail: () => 3 } } }),
    expect: [{ at: 7000, firing: [{ alertname: 'LatencyBurnSlow', slo: 'latency' }] }],
  },
];
