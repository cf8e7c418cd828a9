/** Dashboard: why a workload has its number of replicas. */
import { autoscalerSeries, deploymentSeries, recordedSeries } from '../scaling/series';
import { signalsOf } from '../scaling/signals';
import type { AlertedWorkload } from '../alerts/alerted';
import { chosenWorkload } from './chosen-workload';
import { lines, type Dashboard, type Panel, type Query } from './dashboard';

/** The queries cover the signals of all workloads, because each has a policy of its own. */
export function scalingDashboard(workloads: readonly [AlertedWorkload, ...AlertedWorkload[]]): Dashboard {
  const [first] = workloads;
  const chosen = chosenWorkload(first);
  const names = [...new Set(workloads.flatMap((workload) => signalsOf(workload).map(({ name }) => name)))];
  const desired = (signal: string) => deploymentSeries(chosen, `${first.telemetry.recorded.desiredPrefix}${signal}`);
  return {
    uid: first.dashboards.scaling,
    title: 'Scaling',
    description: 'What each signal asks for, which one wins, and what the autoscaler made of it.',
    past: '6h',
    perWorkload: true,
    panels: [
      replicas(chosen),
      lines(
        'Replicas that each signal asks for',
        'After gates and caps; the largest is what the autoscaler takes.',
        'count',
        names.map((name) => ({ expr: desired(name), legend: name })),
      ),
      lines('The signal that wins', 'The largest of all; a tie shows one of them.', 'count', [
        { expr: `topk(1, ${names.map((name) => `label_replace(${desired(name)}, "signal", "${name}", "", "")`).join(' or ')})`, legend: '{{signal}}' },
      ]),
      lines(
        'Share of its cap that each signal asks for',
        'Above 1 the cap holds: other signals may still ask for more.',
        'share',
        workloads.flatMap((workload) => ofCaps(workload, workloads.length > 1)),
      ),
      ...gates(chosen, workloads),
      {
        kind: 'stat',
        title: 'Autoscaler conditions that are not as they should be',
        description: 'ScalingActive or AbleToScale false: the replicas stay where they are.',
        unit: 'count',
        width: 12,
        queries: [
          {
            expr: `sum(max by (condition) (${autoscalerSeries(chosen, chosen.telemetry.metrics.autoscalerCondition.name, [
              ['condition', '=~', 'ScalingActive|AbleToScale'],
              ['status', '=', 'false'],
            ])}))`,
            legend: 'false conditions',
          },
        ],
      },
      lines('Headroom', 'Share of a pod’s capacity that the optimizer lets the signals use; 1 without a valid forecast.', 'share', [
        { expr: recordedSeries(chosen, 'headroom'), legend: 'headroom' },
      ]),
    ],
  };
}

function replicas(workload: AlertedWorkload): Panel {
  const { metrics } = workload.telemetry;
  const max = (metric: string) => `max(${autoscalerSeries(workload, metric)})`;
  return lines('Replicas', 'Ready, wanted by the autoscaler, and the most it may set.', 'count', [
    { expr: recordedSeries(workload, 'ready'), legend: 'ready' },
    { expr: max(metrics.autoscalerDesired.name), legend: 'desired' },
    { expr: max(metrics.autoscalerCurrent.name), legend: 'current' },
    { expr: max(metrics.autoscalerMaximum.name), legend: 'maximum' },
  ]);
}

/** Queries for the caps of one workload, which are constants of its policy. With several workloads each has a result only while its workload is selected. */
function ofCaps(workload: AlertedWorkload, several: boolean): readonly Query[] {
  return signalsOf(workload).map(({ name, cap }) => ({
    expr: `${deploymentSeries(workload, `${workload.telemetry.recorded.uncappedPrefix}${name}`, [['deployment', '=', '$workload']])} / ${cap}`,
    legend: several ? `${name} of ${workload.name}` : name,
  }));
}

/** Panels for the replicas of latency and errors before their gates, and for the ratios that the gates read. Only signals that some workload has get panels. */
function gates(chosen: AlertedWorkload, workloads: readonly AlertedWorkload[]): readonly Panel[] {
  const { recorded } = chosen.telemetry;
  const has = (signal: 'latency' | 'errors') => workloads.some(({ policy }) => policy.signals[signal] !== undefined);
  const gated = (['latency', 'errors'] as const).filter(has);
  if (gated.length === 0) return [];
  const causes = { latency: ['ownShare', 'busy'], errors: ['ownErrors'] } as const;
  const words = { ownShare: 'own share of time', ownErrors: 'own share of errors', busy: 'busy' } as const;
  return [
    lines(
      'Before and after gates',
      'A signal whose cause is not the workload itself asks for nothing, however large its raw value.',
      'count',
      gated.flatMap((name) => [
        { expr: deploymentSeries(chosen, `${recorded.rawPrefix}${name}`), legend: `${name}, raw` },
        { expr: deploymentSeries(chosen, `${recorded.uncappedPrefix}${name}`), legend: `${name}, gated` },
      ]),
    ),
    lines(
      'Causes',
      'Own share of time and of errors, and how busy pods are: what the gates read.',
      'share',
      gated.flatMap((name) => causes[name]).map((cause) => ({ expr: recordedSeries(chosen, cause), legend: words[cause] })),
    ),
  ];
}
