/** Dashboard: what users of a workload notice (rate, errors, duration), and the remaining error budgets. */
import { plain, selector } from '../promql';
import { takenTogether, togetherInWords } from '../scaling/application-signal';
import { recordedSeries, spans } from '../scaling/series';
import type { AlertedWorkload } from '../alerts/alerted';
import { chosenWorkload, rateInterval } from './chosen-workload';
import { lines, type Dashboard, type Panel, type StatPanel } from './dashboard';
import { objectivePanels } from './objective-panels';
import { chosenTraces, ofLine, ofRow, slowTraces, traceLink } from './trace-links';

export function serviceDashboard(workload: AlertedWorkload): Dashboard {
  const chosen = chosenWorkload(workload);
  return {
    uid: workload.dashboards.service,
    title: 'Service',
    description: 'Rate, errors and duration of one workload, its objectives, and traces of its slow requests.',
    past: '6h',
    perWorkload: true,
    panels: [...atAGlance(chosen), ...rateErrorsDuration(chosen), ...objectivePanels(chosen), ...notJudged(chosen), ...ofItsOwn(workload)],
  };
}

function atAGlance(workload: AlertedWorkload): readonly Panel[] {
  const stat = (panel: Pick<StatPanel, 'title' | 'description' | 'unit'>, expr: string): StatPanel => ({
    ...panel,
    kind: 'stat',
    width: 4,
    queries: [{ expr, legend: panel.title }],
  });
  const total = (selection: 'calls' | 'errors') => `sum(rate(${spans(workload, workload.telemetry.metrics.calls.name, selection)}${rateInterval}))`;
  const budget = (slo: string) => recordedSeries(workload, 'objectiveBudget', [['slo', '=', slo]]);
  return [
    stat(
      { title: 'Requests', description: `Requests a second over the last ${workload.telemetry.settings.window}, health routes left out.`, unit: 'requests/s' },
      recordedSeries(workload, 'requestRate'),
    ),
    stat({ title: 'P95', description: '95 % of requests are faster.', unit: 'seconds' }, quantile(workload, 0.95, 'durationBucket')),
    stat(
      { title: 'Errors', description: 'Share of requests that failed.', unit: 'share' },
      `(${total('errors')} or 0 * ${total('calls')}) / ${total('calls')}`,
    ),
    stat({ title: 'Ready pods', description: 'Pods that take requests.', unit: 'count' }, recordedSeries(workload, 'ready')),
    stat(
      { title: 'Availability budget left', description: '100 % untouched, 0 % spent; −100 % is twice what is allowed.', unit: 'share' },
      budget('availability'),
    ),
    stat({ title: 'Latency budget left', description: '100 % untouched, 0 % spent; −100 % is twice what is allowed.', unit: 'share' }, budget('latency')),
  ];
}

function rateErrorsDuration(workload: AlertedWorkload): readonly Panel[] {
  const { metrics, spanLabels } = workload.telemetry;
  const rate = (selection: 'calls' | 'errors') => `sum by (${spanLabels.name}) (rate(${spans(workload, metrics.calls.name, selection)}${rateInterval}))`;
  const operation = `{{${spanLabels.name}}}`;
  const traced = chosenTraces(workload);
  const slow = slowTraces(workload);
  return [
    {
      ...lines('Requests by operation', 'Counted from every span before sampling.', 'requests/s', [{ expr: rate('calls'), legend: operation }]),
      stacked: true,
      clicks: [traceLink(traced, 'Traces of this operation', { operation: ofLine(spanLabels.name) })],
    },
    {
      ...lines('Failed requests by operation', 'Server spans with an error status; an operation without a failure has no line.', 'requests/s', [
        { expr: rate('errors'), legend: operation },
      ]),
      stacked: true,
      emptyBecause: 'nothing has failed',
      links: [traceLink(traced, 'Failed traces', { failed: true })],
      clicks: [traceLink(traced, 'Failed traces of this operation', { operation: ofLine(spanLabels.name), failed: true })],
    },
    {
      ...lines(
        'Duration',
        'Quantiles over all operations.',
        'seconds',
        [0.5, 0.95, 0.99].map((share) => ({ expr: quantile(workload, share, 'durationBucket'), legend: `P${plain(share * 100)}` })),
      ),
      axis: 'logarithmic',
      links: [slow],
    },
    {
      ...lines(
        'Duration of kept traces, with exemplars',
        'Only requests whose trace was kept: slow and failed ones weigh more than they are. Each point is a request and leads to its trace in Jaeger.',
        'seconds',
        [{ expr: quantile(workload, 0.95, 'sampledDurationBucket'), legend: 'P95 of kept traces', exemplars: true }],
      ),
      links: [slow],
    },
    {
      kind: 'table',
      title: 'Operations',
      description: 'As alerts on single operations see them.',
      unit: 'requests/s',
      width: 24,
      columns: [spanLabels.name],
      units: ['requests/s', 'seconds', 'share'],
      queries: (['operationRate', 'operationLatency', 'operationErrors'] as const).map((series, index) => ({
        expr: `max by (${spanLabels.name}) (${recordedSeries(workload, series)})`,
        legend: ['Rate', 'P95', 'Errors'][index] ?? '',
      })),
      largestFirst: 'Rate',
      clicks: [
        traceLink(traced, 'Traces of this operation', { operation: ofRow(spanLabels.name) }),
        traceLink(traced, 'Failed traces of this operation', { operation: ofRow(spanLabels.name), failed: true }),
      ],
    },
  ];
}

/** Latency quantile over all operations that are judged by latency. */
function quantile(workload: AlertedWorkload, share: number, buckets: 'durationBucket' | 'sampledDurationBucket'): string {
  const series = spans(workload, workload.telemetry.metrics[buckets].name, 'judged');
  return `histogram_quantile(${share}, sum by (le) (rate(${series}${rateInterval})))`;
}

/** The panel of routes that are not judged by latency, for a workload with such routes. */
function notJudged(workload: AlertedWorkload): readonly Panel[] {
  if (workload.unjudged === undefined) return [];
  const { metrics, spanLabels } = workload.telemetry;
  const over = (metric: string) => `sum by (${spanLabels.name}) (rate(${spans(workload, metric, 'unjudged')}${rateInterval}))`;
  const operation = `{{${spanLabels.name}}}`;
  const description = 'Streams, WebSockets, long polls, uploads: in request rate and errors, and in no latency, objective or alert on slow requests.';
  const emptyBecause = 'such requests are counted when they end, and none has';
  return [
    {
      ...lines('Not judged by latency: ended', description, 'requests/s', [{ expr: over(metrics.calls.name), legend: operation }]),
      emptyBecause,
    },
    {
      ...lines('Not judged by latency: mean duration', description, 'seconds', [
        { expr: `${over(metrics.durationSum.name)} / ${over(metrics.durationCount.name)}`, legend: operation },
      ]),
      emptyBecause,
    },
  ];
}

/** One panel for each metric of the application itself. */
function ofItsOwn({ applicationMetrics }: AlertedWorkload): readonly Panel[] {
  return applicationMetrics.map((metric) => {
    const { name, workload, title, unit, type } = metric;
    // no matcher on `job`: in Google's copy the job differs by the name of the port
    const series = selector(name, [
      ['workload', '=', workload],
      ['namespace', '=', '$namespace'],
    ]);
    return {
      ...lines(title, `${name} of ${workload}, ${togetherInWords(metric)}.`, { suffix: type === 'counter' ? `${unit}/s` : unit }, [
        { expr: takenTogether(series, metric, rateInterval), legend: name },
      ]),
      emptyBecause: `only ${workload} exposes it`,
    };
  });
}
