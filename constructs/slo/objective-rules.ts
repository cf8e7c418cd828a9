/** Recording rules for burn-rate alerts: the share of requests that broke an objective, over each window. */
import type { Duration } from '../../config/quantities';
import type { AlertedWorkload } from '../alerts/alerted';
import { plain } from '../promql';
import type { RecordingRule, RuleGroup } from '../rule-group';
import { recordedSeries } from '../scaling/series';
import { windowsOf } from './burn-rate';
import { objectivesOf, type Objective } from './objective';

export function objectiveRules(workload: AlertedWorkload): RuleGroup {
  const { namespace, name, timing } = workload;
  return {
    name: `objectives/${namespace}/${name}`,
    interval: timing.interval,
    rules: objectivesOf(workload).flatMap((objective) => rulesOf(workload, objective)),
  };
}

/** Remaining share of each error budget, over the whole period or as much of it as Prometheus keeps. It changes slowly and is expensive to compute, so it is recorded with the trends. */
export function budgetRules(workload: AlertedWorkload): readonly RecordingRule[] {
  return objectivesOf(workload).map(({ name: slo, budget }) => ({
    record: workload.telemetry.recorded.objectiveBudget,
    expr: `1 - (${errorsOver(workload, slo, workload.objectives.period)}) / ${plain(budget)}`,
    labels: { namespace: workload.namespace, deployment: workload.name, slo },
  }));
}

/**
 * Rates are computed once, over the shortest window; longer windows sum the recorded rates. So three days need two series and not every bucket of
 * every operation, and hours with much traffic have more weight than hours with little.
 */
function rulesOf(workload: AlertedWorkload, { name: slo, bad, total }: Objective): readonly RecordingRule[] {
  const { namespace, name: deployment, telemetry, timing } = workload;
  const { recorded } = telemetry;
  const labels = { namespace, deployment, slo };
  const [base, ...longer] = windowsOf(timing.burns);
  if (base === undefined) return [];
  const ratio = (window: Duration, expr: string): RecordingRule => ({ record: recorded.objectiveErrors, expr, labels: { ...labels, window } });
  return [
    { record: recorded.objectiveBad, expr: bad(base), labels },
    { record: recorded.objectiveTotal, expr: total(base), labels },
    ratio(base, `${series(workload, 'objectiveBad', slo)} / (${series(workload, 'objectiveTotal', slo)} > 0)`),
    ...longer.map((window) => ratio(window, errorsOver(workload, slo, window))),
  ];
}

function errorsOver(workload: AlertedWorkload, slo: Objective['name'], window: Duration): string {
  return `sum_over_time(${series(workload, 'objectiveBad', slo)}[${window}]) / (sum_over_time(${series(workload, 'objectiveTotal', slo)}[${window}]) > 0)`;
}

function series(workload: AlertedWorkload, which: 'objectiveBad' | 'objectiveTotal', slo: Objective['name']): string {
  return recordedSeries(workload, which, [['slo', '=', slo]]);
}
