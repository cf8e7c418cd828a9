/** Panels that compare requests with their service level objectives. */
import type { Duration } from '../../config/quantities';
import { plain } from '../promql';
import { readableDuration } from '../readable-duration';
import { recordedSeries, spans } from '../scaling/series';
import { windowsOf } from '../slo/burn-rate';
import { requestsWithin } from '../slo/objective';
import type { AlertedWorkload } from '../alerts/alerted';
import { rateInterval } from './chosen-workload';
import { lines, type Link, type Panel } from './dashboard';
import { chosenTraces, slowTraces, traceLink } from './trace-links';

export function objectivePanels(workload: AlertedWorkload): readonly Panel[] {
  const { durationCount } = workload.telemetry.metrics;
  const { availability, latency } = workload.objectives;
  const target = readableDuration(latency.target);
  return [
    {
      ...lines(
        `Share of requests within ${target}`,
        `Counted at the bucket of the objective, so nothing is interpolated. Promised: ${plain(latency.share * 100)} %.`,
        'share',
        [
          {
            expr: `sum(rate(${requestsWithin(workload)}${rateInterval})) / sum(rate(${spans(workload, durationCount.name, 'judged')}${rateInterval}))`,
            legend: `within ${target}`,
          },
        ],
      ),
      width: 8,
      axis: 'fitted',
      links: [slowTraces(workload)],
    },
    brokenBy(workload, 'availability', `Share of requests that failed. Allowed: ${plain((1 - availability) * 100)} %.`, [
      traceLink(chosenTraces(workload), 'Failed traces', { failed: true }),
    ]),
    brokenBy(workload, 'latency', `Share of requests slower than ${target}. Allowed: ${plain((1 - latency.share) * 100)} %.`, [slowTraces(workload)]),
  ];
}

/** Panel of the error ratios that burn-rate alerts read. */
function brokenBy(workload: AlertedWorkload, slo: 'availability' | 'latency', description: string, links: readonly Link[]): Panel {
  const over = (window: Duration) =>
    recordedSeries(workload, 'objectiveErrors', [
      ['slo', '=', slo],
      ['window', '=', window],
    ]);
  return {
    ...lines(
      `Against the ${slo} objective, by window`,
      `${description} A burn-rate alert needs a short and a long window above its threshold.`,
      'share',
      windowsOf(workload.timing.burns).map((window) => ({ expr: over(window), legend: readableDuration(window) })),
    ),
    width: 8,
    links,
  };
}
