/** What users of a workload feel: rate, errors, duration, and what is left of the promises made to them. */
import { boundPattern } from '../slo/objective';
import { plain, selector } from '../promql';
import { seconds } from '../../config/quantities';
import { recordedSeries, spans } from '../scaling/series';
import type { AlertedWorkload } from '../alerts/alerted';
import { chosenWorkload, rateInterval } from './chosen-workload';
import type { Dashboard, Panel, StatPanel } from './dashboard';

export function serviceDashboard(workload: AlertedWorkload): Dashboard {
  const chosen = chosenWorkload(workload);
  return {
    uid: workload.dashboards.service,
    title: 'Service',
    description: 'Rate, errors and duration of one workload, its objectives, and traces of its slow requests.',
    past: '6h',
    perWorkload: true,
    panels: [...atAGlance(chosen), ...rateErrorsDuration(chosen), ...objectives(chosen), ...ofItsOwn(workload)],
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
    stat({ title: 'Requests', description: 'Requests a second over W, health routes left out.', unit: 'requests/s' }, recordedSeries(workload, 'requestRate')),
    stat(
      { title: 'P95', description: '95 % of requests are faster.', unit: 'seconds' },
      `histogram_quantile(0.95, sum by (le) (rate(${spans(workload, workload.telemetry.metrics.durationBucket.name, 'calls')}${rateInterval})))`,
    ),
    stat(
      { title: 'Errors', description: 'Share of requests that failed.', unit: 'share' },
      `(${total('errors')} or 0 * ${total('calls')}) / ${total('calls')}`,
    ),
    stat({ title: 'Ready pods', description: 'Pods that take requests.', unit: 'count' }, recordedSeries(workload, 'ready')),
    stat({ title: 'Availability budget left', description: '1 untouched, 0 spent, below 0 overspent.', unit: 'share' }, budget('availability')),
    stat({ title: 'Latency budget left', description: '1 untouched, 0 spent, below 0 overspent.', unit: 'share' }, budget('latency')),
  ];
}

function rateErrorsDuration(workload: AlertedWorkload): readonly Panel[] {
  const { metrics, spanLabels } = workload.telemetry;
  const rate = (selection: 'calls' | 'errors') => `sum by (${spanLabels.name}) (rate(${spans(workload, metrics.calls.name, selection)}${rateInterval}))`;
  const quantile = (share: number, metric: string) => `histogram_quantile(${share}, sum by (le) (rate(${spans(workload, metric, 'calls')}${rateInterval})))`;
  const operation = `{{${spanLabels.name}}}`;
  return [
    {
      kind: 'series',
      title: 'Requests by operation',
      description: 'Counted from every span before sampling.',
      unit: 'requests/s',
      width: 12,
      stacked: true,
      queries: [{ expr: rate('calls'), legend: operation }],
    },
    {
      kind: 'series',
      title: 'Failed requests by operation',
      description: 'Server spans with an error status; an operation without a failure has no line.',
      unit: 'requests/s',
      width: 12,
      stacked: true,
      queries: [{ expr: rate('errors'), legend: operation }],
      emptyBecause: 'nothing has failed',
    },
    {
      kind: 'series',
      title: 'Duration',
      description: 'Quantiles over all operations.',
      unit: 'seconds',
      width: 12,
      queries: [0.5, 0.95, 0.99].map((share) => ({ expr: quantile(share, metrics.durationBucket.name), legend: `P${plain(share * 100)}` })),
    },
    {
      kind: 'series',
      title: 'Duration of kept traces, with exemplars',
      description: 'Only requests whose trace was kept: slow and failed ones weigh more than they are. Each point leads to its trace in Jaeger.',
      unit: 'seconds',
      width: 12,
      queries: [{ expr: quantile(0.95, metrics.sampledDurationBucket.name), legend: 'P95 of kept traces', exemplars: true }],
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
    },
  ];
}

function objectives(workload: AlertedWorkload): readonly Panel[] {
  const { metrics } = workload.telemetry;
  const { target, share } = workload.objectives.latency;
  const within = spans(workload, metrics.durationBucket.name, 'calls').replace(/\}$/, `,le=~${JSON.stringify(boundPattern(seconds(target)))}}`);
  const burn = (slo: string) => recordedSeries(workload, 'objectiveErrors', [['slo', '=', slo]]);
  return [
    {
      kind: 'series',
      title: `Share of requests within ${target}`,
      description: `Counted at the bucket of the objective, so nothing is interpolated. Promised: ${plain(share * 100)} %.`,
      unit: 'share',
      width: 12,
      queries: [
        {
          expr: `sum(rate(${within}${rateInterval})) / sum(rate(${spans(workload, metrics.durationCount.name, 'calls')}${rateInterval}))`,
          legend: `within ${target}`,
        },
      ],
    },
    {
      kind: 'series',
      title: 'Requests that break an objective, by window',
      description: 'What burn-rate alerts read: a short and a long window above their threshold together.',
      unit: 'share',
      width: 12,
      queries: (['availability', 'latency'] as const).map((slo) => ({ expr: burn(slo), legend: `${slo}, {{window}}` })),
    },
  ];
}

/** One panel for each metric of the application's own, of whichever workload it is. */
function ofItsOwn({ applicationMetrics, telemetry }: AlertedWorkload): readonly Panel[] {
  return applicationMetrics.map(({ name, workload, title, unit, type }) => {
    const series = selector(name, [
      ['job', '=', telemetry.jobs.application],
      ['workload', '=', workload],
      ['namespace', '=', '$namespace'],
    ]);
    return {
      kind: 'series',
      title,
      description: `${name} of ${workload}, summed over its pods.`,
      unit: { suffix: type === 'counter' ? `${unit}/s` : unit },
      width: 12,
      queries: [{ expr: type === 'counter' ? `sum(rate(${series}${rateInterval}))` : `sum(${series})`, legend: name }],
      emptyBecause: `only ${workload} exposes it`,
    };
  });
}
