import type { AlertCase } from '../alert-case';
import { from, onset, world } from '../world';

const slowItems = { typical: from(onset, 0.03, 0.4), tail: from(onset, 0.08, 0.9) };

export const operationCases: readonly AlertCase[] = [
  {
    title: 'one operation takes ten times as long as usual: it is named, and no other',
    series: world({ operations: { 'GET /items': slowItems } }),
    expect: [
      { at: onset + 60, firing: [] },
      { at: onset + 900, firing: [{ alertname: 'OperationSlow', span_name: 'GET /items' }] },
    ],
  },
  {
    title: 'an operation that is slow for one minute is nobody’s ticket',
    series: world({ operations: { 'GET /items': { tail: (now) => (now >= onset && now < onset + 60 ? 0.3 : 0.08) } } }),
    expect: [{ at: onset + 120, firing: [] }],
  },
  {
    title: 'three times as slow and still too fast for anybody to notice',
    series: world({ operations: { 'GET /items': { typical: from(onset, 0.01, 0.03), tail: from(onset, 0.02, 0.09) } } }),
    expect: [{ at: onset + 900, firing: [] }],
  },
  {
    title: 'four calls in five minutes are no operation to judge',
    series: world({ operations: { 'GET /reports': { rate: () => 0.013, typical: from(onset, 0.6, 6), tail: from(onset, 1.4, 9) } } }),
    expect: [{ at: onset + 900, firing: [] }],
  },
  {
    title: 'an operation without ten minutes of past is left to the objective',
    series: world({ operations: { 'GET /items': { typical: from(300, 0.03, 0.4), tail: from(300, 0.08, 0.9) } } }),
    expect: [{ at: 600, firing: [] }],
  },
  {
    title: 'half an hour of past is enough to know an operation that is slow',
    series: world({ operations: { 'GET /items': { typical: from(1800, 0.03, 0.4), tail: from(1800, 0.08, 0.9) } } }),
    expect: [{ at: 2400, firing: [{ alertname: 'OperationSlow', span_name: 'GET /items' }] }],
  },
  {
    title: 'a rare operation fails: it is named although the objective hardly moves',
    series: world({ operations: { 'GET /reports': { failing: from(onset, 0, 0.12) } } }),
    // 12 % of 0.5 of 25.5 calls a second are 0.24 % of all, below every threshold
    expect: [{ at: onset + 900, firing: [{ alertname: 'OperationFailing', span_name: 'GET /reports' }] }],
  },
  {
    title: 'an operation that always failed a tenth of its calls is not unlike its past at twelve',
    series: world({ operations: { 'GET /reports': { failing: from(onset, 0.1, 0.12) } } }),
    // a tenth of 0.5 of 25.5 calls a second is 0.2 % of all, above the 0.1 % that may fail: the objective says so, and no more
    expect: [{ at: onset + 900, firing: [{ alertname: 'AvailabilityBurnSlow', slo: 'availability' }] }],
  },
];
