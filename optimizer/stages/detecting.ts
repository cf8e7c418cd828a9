/** The third stage: finds anomalies of the load. The whole history is judged again when a bin is added, so that a restart forgets none. */
import { alarmsOf } from '../timeseries/anomalies/cool-down';
import { anomalous, residualTail } from '../timeseries/anomalies/residual-tail';
import type { Anomaly, WorkloadState } from '../workload-state';
import type { Stage } from './stage';

const day = 86_400;
/** Most anomalies that are kept for each workload. */
const kept = 50;
/** Days of history before a value is judged: a daily pattern is known after two. */
const known = 2;

export const detecting: Stage = {
  name: 'detect',
  run: (_, states) => {
    for (const state of states) {
      const until = state.history === undefined ? undefined : state.history.start + state.history.values.length * state.history.step;
      if (until === undefined || state.blind !== undefined || state.anomalies?.until === until) continue;
      state.anomalies = { until, found: anomaliesOf(state.history) };
    }
    return Promise.resolve();
  },
};

function anomaliesOf(history: WorkloadState['history']): readonly Anomaly[] {
  if (history === undefined) return [];
  const { start, step, values } = history;
  const steps = Math.round(day / step);
  const scores = residualTail(values, steps).fill(Number.NaN, 0, known * steps);
  const rows = alarmsOf(scores, anomalous.deviations, anomalous.rest).slice(-kept);
  return rows.map((row) => ({ at: start + row * step, load: values[row] ?? Number.NaN, deviations: scores[row] ?? Number.NaN }));
}
