/** Alert cases with requests below and above a target: durations are multiples of it. */
import type { Environment } from '../../config/environment';
import { latencyBounds } from '../../config/metrics/latency-bounds';
import { seconds } from '../../config/quantities';
import type { AlertCase, FiringAlert } from '../alerts/alert-case';
import type { OverTime } from '../alerts/timed-series';
import { from, onset, world } from '../alerts/world';

const always = (value: number) => () => value;
/** Two hours minus a minute. */
const end = 2 * 3600 - 60;

/** The objective promises 95 % within the target: a tenth of slow requests is twice the error budget, all of them twenty times. */
export function targetAlerts(environment: Environment): readonly AlertCase[] {
  const { target } = environment.alerting.objectives.latency;
  /** Durations as multiples of the target, constant or changing at the onset. */
  const requests = (typical: OverTime, tail: OverTime) => {
    const scaled = (multiple: OverTime) => (now: number) => multiple(now) * seconds(target);
    const operation = (rate: number) => ({ typical: scaled(typical), tail: scaled(tail), failing: always(0), rate: always(rate) });
    return world({
      operations: { 'GET /items': operation(20), 'POST /items': operation(5), 'GET /reports': operation(0.5) },
      bounds: latencyBounds(environment),
    });
  };
  const [fast, slow] = ['LatencyBurnFast', 'LatencyBurnSlow'].map((alertname) => ({ alertname, slo: 'latency' })) as [FiringAlert, FiringAlert];
  const slower = ['GET /items', 'POST /items', 'GET /reports'].map((span_name) => ({ alertname: 'OperationSlow', span_name }));
  const becomes = from(onset, 0.4, 4);
  return [
    { title: `${target}: nine of ten take 0.7 of it and the tenth exactly it`, series: requests(always(0.7), always(1)), expect: [{ at: end, firing: [] }] },
    { title: `${target}: the tenth takes a hundredth more`, series: requests(always(0.7), always(1.01)), expect: [{ at: end, firing: [slow] }] },
    { title: `${target}: all take a tenth more`, series: requests(always(1.1), always(1.1)), expect: [{ at: end, firing: [fast, slow] }] },
    {
      title: `${target}: all came to take four times as long, from less than half`,
      series: requests(becomes, becomes),
      expect: [{ at: end, firing: [fast, slow, ...slower] }],
    },
  ];
}
