/** Dashboard: where a workload's requests spend their time, and which operations and dependencies are slower than usual. */
import { selector } from '../promql';
import { readableDuration } from '../readable-duration';
import { recordedSeries, spans } from '../scaling/series';
import type { AlertedWorkload } from '../alerts/alerted';
import { usual } from '../alerts/own-past';
import { chosenWorkload, rateInterval } from './chosen-workload';
import { lines, type Dashboard, type Panel } from './dashboard';
import { chosenTraces, ofLine, ofRow, slowTraces, traceLink } from './trace-links';

export function bottlenecksDashboard(workloads: readonly [AlertedWorkload, ...AlertedWorkload[]]): Dashboard {
  const [first] = workloads;
  const chosen = chosenWorkload(first);
  const { metrics, spanLabels, edgeLabels } = chosen.telemetry;
  const traced = chosenTraces(chosen);
  const byOperation = `{{${spanLabels.name}}}`;
  const timeOf = (series: string) => `sum by (${spanLabels.name}) (rate(${series}${rateInterval}))`;
  const requests = spans(chosen, metrics.durationSum.name, 'calls');
  const judged = spans(chosen, metrics.durationSum.name, 'judged');
  const waiting = `sum by (${edgeLabels.server}) (rate(${selector(metrics.edgeClientSum.name, [[edgeLabels.client, '=', chosen.name]])}${rateInterval}))`;
  const ownSteps = selector(metrics.durationSum.name, [
    [spanLabels.namespace, '=', chosen.namespace],
    [spanLabels.deployment, '=', chosen.name],
    [spanLabels.kind, '=', 'SPAN_KIND_INTERNAL'],
  ]);
  return {
    uid: first.dashboards.bottlenecks,
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
          [{ expr: `${waiting} / scalar(sum(rate(${judged}${rateInterval})))`, legend: `{{${edgeLabels.server}}}` }],
        ),
        stacked: true,
      },
      ...ownShare(chosen, workloads),
      {
        ...lines('Requests in progress, by operation', 'Seconds of requests in a second: which operation is worth making faster.', 'count', [
          { expr: timeOf(requests), legend: byOperation },
        ]),
        stacked: true,
        clicks: [traceLink(traced, 'Traces of this operation', { operation: ofLine(spanLabels.name) })],
      },
      {
        ...lines('Steps of the application’s own, in progress', 'Spans that the application makes itself, seconds of them in a second.', 'count', [
          { expr: timeOf(ownSteps), legend: byOperation },
        ]),
        emptyBecause: 'the application makes no spans itself',
      },
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
        largestFirst: 'P95',
        clicks: [
          traceLink(traced, 'Traces of this operation', { operation: ofRow(spanLabels.name) }),
          slowTraces(chosen, { operation: ofRow(spanLabels.name) }),
        ],
      },
    ],
  };
}

/** Share of time in the workload itself. It is recorded for the gate of the latency signal, so only workloads with that signal have it. */
function ownShare(chosen: AlertedWorkload, workloads: readonly AlertedWorkload[]): readonly Panel[] {
  const without = workloads.filter(({ policy }) => policy.signals.latency === undefined).map(({ name }) => name);
  if (without.length === workloads.length) return [];
  const panel = lines('Own share of time', 'Below the gate of the latency signal more pods would not help.', 'share', [
    { expr: recordedSeries(chosen, 'ownShare'), legend: 'own share' },
  ]);
  return [without.length === 0 ? panel : { ...panel, emptyBecause: `${without.join(', ')} does not scale on latency` }];
}

interface OwnPast {
  readonly title: string;
  /** Name of the alert with the same comparison. */
  readonly alert: string;
  readonly series: 'operationLatency' | 'edgeLatency';
  /** The label whose values are shown separately. */
  readonly label: string;
}

/** Panel of a value divided by its usual value. A line of an operation links to its traces; a line of an edge has no link, because an edge belongs to no operation. */
function timesUsual(chosen: AlertedWorkload, { title, alert, series, label }: OwnPast): Panel {
  const { past, recent } = chosen.timing;
  const now = recordedSeries(chosen, series);
  return {
    ...lines(`${title}, times their usual P95`, `Usual is the median of the last ${readableDuration(past)}. The alert ${alert} fires at 2.`, 'times', [
      { expr: `max by (${label}) (${now} / ${usual(now, chosen.timing)})`, legend: `{{${label}}}` },
    ]),
    ...(series === 'operationLatency' ? { clicks: [traceLink(chosenTraces(chosen), 'Traces of this operation', { operation: ofLine(label) })] } : {}),
    emptyBecause: `nothing is older than ${readableDuration(recent)} yet`,
  };
}
