/** Where the time of a workload's requests goes, and what is slower than it used to be. */
import { selector } from '../promql';
import { recordedSeries, spans } from '../scaling/series';
import type { AlertedWorkload } from '../alerts/alerted';
import { chosenWorkload, rateInterval } from './chosen-workload';
import type { Dashboard, Panel } from './dashboard';

export function bottlenecksDashboard(workload: AlertedWorkload): Dashboard {
  const chosen = chosenWorkload(workload);
  const { metrics, spanLabels, edgeLabels } = chosen.telemetry;
  const { past, recent } = chosen.timing;
  const inRequests = `sum(rate(${spans(chosen, metrics.durationSum.name, 'calls')}${rateInterval}))`;
  const waiting = `sum by (${edgeLabels.server}) (rate(${selector(metrics.edgeClientSum.name, [[edgeLabels.client, '=', chosen.name]])}${rateInterval}))`;
  const timesUsual = (series: string, label: string) => `max by (${label}) (${series} / quantile_over_time(0.5, ${series}[${past}] offset ${recent}))`;
  const young = `nothing is older than ${recent} yet`;
  return {
    uid: workload.dashboards.bottlenecks,
    title: 'Bottlenecks',
    description: 'Share of time by who spends it, and operations and edges against their own past.',
    past: '6h',
    perWorkload: true,
    panels: [
      {
        kind: 'series',
        title: 'Share of request time spent waiting, by dependency',
        description: 'The rest of 1 is the workload itself. Calls made at the same time count each, so the sum may exceed 1.',
        unit: 'share',
        width: 12,
        stacked: true,
        queries: [{ expr: `${waiting} / scalar(${inRequests})`, legend: `{{${edgeLabels.server}}}` }],
      },
      ...(chosen.policy.signals.latency === undefined ? [] : [ownShare(chosen)]),
      {
        kind: 'series',
        title: 'Request time by operation',
        description: 'Seconds of requests in progress per second: which operation is worth making faster.',
        unit: 'seconds',
        width: 12,
        stacked: true,
        queries: [
          { expr: `sum by (${spanLabels.name}) (rate(${spans(chosen, metrics.durationSum.name, 'calls')}${rateInterval}))`, legend: `{{${spanLabels.name}}}` },
        ],
      },
      {
        kind: 'series',
        title: 'Steps of the application’s own',
        description: 'Spans that the application makes itself, seconds per second.',
        unit: 'seconds',
        width: 12,
        queries: [
          {
            expr: `sum by (${spanLabels.name}) (rate(${selector(metrics.durationSum.name, [
              [spanLabels.namespace, '=', chosen.namespace],
              [spanLabels.deployment, '=', chosen.name],
              [spanLabels.kind, '=', 'SPAN_KIND_INTERNAL'],
            ])}${rateInterval}))`,
            legend: `{{${spanLabels.name}}}`,
          },
        ],
      },
      {
        kind: 'series',
        title: 'Operations, times their usual P95',
        description: `Usual is the median of the last ${past}. The alert OperationSlow fires at 2.`,
        unit: 'times',
        width: 12,
        queries: [{ expr: timesUsual(recordedSeries(chosen, 'operationLatency'), spanLabels.name), legend: `{{${spanLabels.name}}}` }],
        emptyBecause: young,
      },
      {
        kind: 'series',
        title: 'Edges, times their usual P95',
        description: `Usual is the median of the last ${past}. The alert EdgeSlow fires at 2.`,
        unit: 'times',
        width: 12,
        queries: [{ expr: timesUsual(recordedSeries(chosen, 'edgeLatency'), edgeLabels.server), legend: `{{${edgeLabels.server}}}` }],
        emptyBecause: young,
      },
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
  return {
    kind: 'series',
    title: 'Own share of time',
    description: 'Below the gate of the latency signal more pods would not help.',
    unit: 'share',
    width: 12,
    queries: [{ expr: recordedSeries(chosen, 'ownShare'), legend: 'own share' }],
  };
}
