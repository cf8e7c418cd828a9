/** Where the time of a workload's requests goes, and what is slower than it used to be. */
import { selector } from '../promql';
import { recordedSeries, spans } from '../scaling/series';
import type { AlertedWorkload } from '../alerts/alerted';
import { usual } from '../alerts/own-past';
import { chosenWorkload, rateInterval } from './chosen-workload';
import { lines, type Dashboard, type Panel } from './dashboard';

export function bottlenecksDashboard(workload: AlertedWorkload): Dashboard {
  const chosen = chosenWorkload(workload);
  const { metrics, spanLabels, edgeLabels } = chosen.telemetry;
  const byOperation = `{{${spanLabels.name}}}`;
  const timeOf = (series: string) => `sum by (${spanLabels.name}) (rate(${series}${rateInterval}))`;
  const requests = spans(chosen, metrics.durationSum.name, 'calls');
  const waiting = `sum by (${edgeLabels.server}) (rate(${selector(metrics.edgeClientSum.name, [[edgeLabels.client, '=', chosen.name]])}${rateInterval}))`;
  const ownSteps = selector(metrics.durationSum.name, [
    [spanLabels.namespace, '=', chosen.namespace],
    [spanLabels.deployment, '=', chosen.name],
    [spanLabels.kind, '=', 'SPAN_KIND_INTERNAL'],
  ]);
  return {
    uid: workload.dashboards.bottlenecks,
    title: 'Bottlenecks',
    description: 'Share of time by who spends it, and operations and edges against their own past.',
    past: '6h',
    perWorkload: true,
    panels: [
      {
        ...lines(
          'Share of request time spent waiting, by dependency',
          'The rest of 1 is the workload itself. Calls made at the same time count each, so the sum may exceed 1.',
          'share',
          [{ expr: `${waiting} / scalar(sum(rate(${requests}${rateInterval})))`, legend: `{{${edgeLabels.server}}}` }],
        ),
        stacked: true,
      },
      ...(chosen.policy.signals.latency === undefined ? [] : [ownShare(chosen)]),
      {
        ...lines('Request time by operation', 'Seconds of requests in progress per second: which operation is worth making faster.', 'seconds', [
          { expr: timeOf(requests), legend: byOperation },
        ]),
        stacked: true,
      },
      lines('Steps of the application’s own', 'Spans that the application makes itself, seconds per second.', 'seconds', [
        { expr: timeOf(ownSteps), legend: byOperation },
      ]),
      timesUsual(chosen, { title: 'Operations', alert: 'OperationSlow', series: 'operationLatency', label: spanLabels.name }),
      timesUsual(chosen, { title: 'Edges', alert: 'EdgeSlow', series: 'edgeLatency', label: edgeLabels.server }),
      {
        kind: 'table',
        title: 'Slowest operations',
        description: 'P95 now, rate now.',
        unit: 'seconds',
        width: 24,
        columns: [spanLabels.name],
        units: ['seconds', 'requests/s'],
        queries: [
          { expr: `topk(10, max by (${spanLabels.name}) (${recordedSeries(chosen, 'operationLatency')}))`, legend: 'P95' },
          { expr: `max by (${spanLabels.name}) (${recordedSeries(chosen, 'operationRate')})`, legend: 'Rate' },
        ],
      },
    ],
  };
}

/** Recorded for the gate of the latency signal, and only where there is one. */
function ownShare(chosen: AlertedWorkload): Panel {
  return lines('Own share of time', 'Below the gate of the latency signal more pods would not help.', 'share', [
    { expr: recordedSeries(chosen, 'ownShare'), legend: 'own share' },
  ]);
}

interface OwnPast {
  readonly title: string;
  /** Alert that compares the same. */
  readonly alert: string;
  readonly series: 'operationLatency' | 'edgeLatency';
  /** What is told apart. */
  readonly label: string;
}

function timesUsual(chosen: AlertedWorkload, { title, alert, series, label }: OwnPast): Panel {
  const { past, recent } = chosen.timing;
  const now = recordedSeries(chosen, series);
  return {
    ...lines(`${title}, times their usual P95`, `Usual is the median of the last ${past}. The alert ${alert} fires at 2.`, 'times', [
      { expr: `max by (${label}) (${now} / ${usual(now, chosen.timing)})`, legend: `{{${label}}}` },
    ]),
    emptyBecause: `nothing is older than ${recent} yet`,
  };
}
