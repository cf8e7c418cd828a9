/** The third stage: finds anomalies of the load. The whole history is judged again when a bin is added, so that a restart forgets none. */
import type { Anomaly } from '../anomaly';
import { fittedJoint, jointAnomalies } from '../joint-anomalies';
import { residualTail, unusualRows } from '../timeseries/anomalies/residual-tail';
import type { WorkloadState } from '../workload-state';
import type { Stage } from './stage';

const day = 86_400;
/** Most anomalies that are kept for each workload. */
const kept = 50;
/** Days of history before a value is judged: a daily pattern is known after two. */
const known = 2;
/** Seconds between begins of one incident. */
const sameIncident = 3600;

export const detecting: Stage = {
  name: 'detect',
  run: (_, states) => {
    for (const state of states) {
      const until = state.history === undefined ? undefined : state.history.start + state.history.values.length * state.history.step;
      if (until === undefined || state.blind !== undefined || state.anomalies?.until === until) continue;
      state.anomalies = { until, found: together(anomaliesOf(state.history), jointOf(state)) };
    }
    return Promise.resolve();
  },
};

/** Of the load with what else is measured; none where nothing else is. */
function jointOf(state: WorkloadState): readonly Anomaly[] {
  const { history: load, companions } = state;
  if (load === undefined || companions === undefined) return [];
  const input = { load, companions: companions.series };
  state.joint = fittedJoint(input, state.joint);
  return state.joint === undefined ? [] : jointAnomalies(state.joint, input);
}

/** One alarm an incident, whoever tells it: what began within an hour of another is the same. */
function together(ofLoad: readonly Anomaly[], joint: readonly Anomaly[]): readonly Anomaly[] {
  const all = [...ofLoad, ...joint].sort((a, b) => a.at - b.at);
  const told: Anomaly[] = [];
  for (const anomaly of all) {
    const before = told.at(-1);
    if (before === undefined || anomaly.at - before.at > sameIncident) told.push(anomaly);
    else if (before.signals === undefined && anomaly.signals !== undefined) told[told.length - 1] = { ...before, signals: anomaly.signals };
  }
  return told.slice(-kept);
}

function anomaliesOf(history: WorkloadState['history']): readonly Anomaly[] {
  if (history === undefined) return [];
  const { start, step, values } = history;
  const steps = Math.round(day / step);
  const scores = residualTail(values, steps).fill(Number.NaN, 0, known * steps);
  const rows = unusualRows(scores, steps).slice(-kept);
  return rows.map((row) => ({ at: start + row * step, load: values[row] ?? Number.NaN, deviations: scores[row] ?? Number.NaN }));
}
