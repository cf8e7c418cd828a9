import type { AlertCase } from '../alert-case';
import { from, onset, world } from '../world';

const calls = from(onset, 0, 5);

export const edgeCases: readonly AlertCase[] = [
  {
    title: 'the database is slow: the edge to it is named, and not the one to the cache',
    series: world({ edges: { postgresql: { typical: from(onset, 0.004, 0.3), tail: from(onset, 0.02, 0.4) } } }),
    expect: [{ at: onset + 900, firing: [{ alertname: 'EdgeSlow', server: 'postgresql' }] }],
  },
  {
    title: 'a cache that takes ten milliseconds instead of one is not worth a ticket',
    series: world({ edges: { redis: { typical: from(onset, 0.001, 0.008), tail: from(onset, 0.004, 0.04) } } }),
    expect: [{ at: onset + 900, firing: [] }],
  },
  {
    title: 'calls to the cache fail: the edge is named, although requests do not fail for it',
    series: world({ edges: { redis: { failing: from(onset, 0, 0.3) } } }),
    expect: [{ at: onset + 900, firing: [{ alertname: 'EdgeFailing', server: 'redis' }] }],
  },
  {
    title: 'a dependency that was never called before is told once, and not for ever',
    series: world({ edges: { payments: { rate: calls } } }),
    expect: [
      { at: onset - 60, firing: [] },
      { at: onset + 300, firing: [{ alertname: 'EdgeNew', server: 'payments' }] },
      { at: onset + 1200, firing: [] },
    ],
  },
  {
    title: 'edges of a workload that has just been installed are not new',
    series: world(),
    expect: [
      { at: 120, firing: [] },
      { at: 660, firing: [] },
    ],
  },
  {
    title: 'a service loses its trace context: the edges to it have no end any more',
    // 15 of 70 calls a second go to an address instead of to a service
    series: world({ edges: { orders: { rate: from(onset, 15, 0) }, 'orders.lyo-orders.svc': { rate: from(onset, 0, 15), type: 'virtual_node' } } }),
    expect: [
      { at: onset - 60, firing: [] },
      { at: onset + 1200, firing: [{ alertname: 'PropagationBroken' }] },
    ],
  },
  {
    title: 'a dependency outside that was never traced breaks nothing',
    series: world({ edges: { 'api.example.com': { rate: () => 40, type: 'virtual_node' } } }),
    expect: [{ at: 7000, firing: [] }],
  },
];
