/** Dashboard: forecasts of the optimizer, and the load that was then measured. */
import { deploymentSeries, recordedSeries, validGauge } from '../scaling/series';
import { signalsOf } from '../scaling/signals';
import { selector } from '../promql';
import type { AlertedWorkload } from '../alerts/alerted';
import { chosenWorkload } from './chosen-workload';
import { lines, type Dashboard } from './dashboard';

/** Series of the forecast signal, and of the signals to compare it with: the replicas that the actual load asked for. */
function compared(workloads: readonly [AlertedWorkload, ...AlertedWorkload[]]): readonly string[] {
  const { recordedSignals } = workloads[0].telemetry;
  const own = workloads.flatMap(({ forecastLoad }) => (forecastLoad?.kind === 'own' ? [forecastLoad.metric.name] : []));
  return [recordedSignals.forecast.series, recordedSignals.requestRate.series, ...new Set(own)];
}

/** The queries cover the signals of all workloads, because policies differ. */
export function optimizerDashboard(workloads: readonly [AlertedWorkload, ...AlertedWorkload[]]): Dashboard {
  const [first] = workloads;
  const chosen = chosenWorkload(first);
  const names = new Set(workloads.flatMap((workload) => signalsOf(workload).map(({ name }) => name)));
  const { metrics, recorded, jobs } = chosen.telemetry;
  return {
    uid: first.dashboards.optimizer,
    title: 'Optimizer',
    description: 'Forecast, headroom, and how they compare with what the load asked for.',
    past: '24h',
    perWorkload: true,
    panels: [
      lines('Forecast and load', 'Replicas that the forecast asks for, beside those of the load and those that are ready.', 'count', [
        ...compared(workloads)
          .filter((name) => names.has(name))
          .map((name) => ({ expr: deploymentSeries(chosen, `${recorded.desiredPrefix}${name}`), legend: name.replaceAll('_', ' ') })),
        { expr: recordedSeries(chosen, 'ready'), legend: 'ready' },
      ]),
      lines('Headroom', 'Share of a pod’s capacity that signals may use; 1 without a valid forecast.', 'share', [
        { expr: recordedSeries(chosen, 'headroom'), legend: 'headroom' },
      ]),
      {
        kind: 'stat',
        title: 'Forecast in force',
        description: 'Replicas of a forecast that is still valid; an old one counts as none.',
        unit: 'count',
        width: 12,
        queries: [{ expr: validGauge(chosen, 'forecast'), legend: 'replicas' }],
      },
      {
        kind: 'stat',
        title: 'Optimizer answers',
        description: '1 while Prometheus can read it.',
        unit: 'bool',
        width: 12,
        queries: [{ expr: `min(${selector(metrics.up.name, [['job', '=', jobs.optimizer]])})`, legend: 'up' }],
      },
    ],
  };
}
