/** Streams beside ordinary requests, as alerts see them. */
import type { AlertCase } from '../alerts/alert-case';
import { from, onset, world } from '../alerts/world';

const always = (value: number) => () => value;
const stream = (length: (now: number) => number, failing = 0) => ({ rate: always(2.2), typical: length, tail: length, failing: always(failing) });

/** A stream of 20 s, a WebSocket that lasts twice as long as before, and the same with failures: if streams are not judged, only failures raise alerts. */
export function streamAlerts(kind: 'judged' | 'unjudged'): readonly AlertCase[] {
  const told = kind === 'judged';
  return [
    {
      title: 'a twelfth of all requests are streams of 20 s',
      series: world({ operations: { 'GET /rooms/{room_id}/events': stream(always(20)) } }),
      expect: [{ at: onset, firing: told ? [{ alertname: 'LatencyBurnSlow', slo: 'latency' }] : [] }],
    },
    {
      title: 'WebSockets last longer than they used to',
      series: world({ operations: { 'HTTP /ws/{room}': stream(from(onset, 1.2, 4)) } }),
      expect: [{ at: onset + 1200, firing: told ? [{ alertname: 'OperationSlow', span_name: 'HTTP /ws/{room}' }] : [] }],
    },
    {
      title: 'streams fail',
      series: world({ operations: { 'GET /rooms/{room_id}/events': { ...stream(always(1)), failing: from(onset, 0, 0.2) } } }),
      expect: [
        {
          at: onset + 600,
          firing: [
            { alertname: 'AvailabilityBurnSlow', slo: 'availability' },
            { alertname: 'OperationFailing', span_name: 'GET /rooms/{room_id}/events' },
          ],
        },
      ],
    },
  ];
}
