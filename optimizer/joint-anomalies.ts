/** The load of a workload and what else is measured of it, judged together: bins in which they move as they never do. */
import type { Anomaly } from './anomaly';
import { alarmsOf, quietThreshold } from './timeseries/anomalies/cool-down';
import { fittedJointDetector, jointAlarms, type JointDetector } from './timeseries/anomalies/joint-detector';
import type { Matrix } from './timeseries/forest/bins';
import type { RegularSeries } from './timeseries/series';

const day = 86_400;
/** Alarms a day that usual days may have: fewer than where a person looks at all of them, because a policy may answer. */
const perDay = 0.2;
/** Series that are told, the one that moved most first. */
const told = 3;

export interface FittedJoint {
  /** End of the history that it was fitted on. */
  readonly at: number;
  readonly names: readonly string[];
  readonly detector: JointDetector;
  readonly threshold: number;
}

export interface JointInput {
  readonly load: RegularSeries;
  readonly companions: ReadonlyMap<string, RegularSeries>;
}

function endOf({ start, step, values }: RegularSeries): number {
  return start + values.length * step;
}

const windowOf = ({ step }: RegularSeries): number => Math.max(Math.round(jointAlarms.window / step), 2);
const restOf = ({ step }: RegularSeries): number => Math.max(Math.round(jointAlarms.rest / step), 1);

/** Undefined where the load is alone, or nothing usual can be learned. What was fitted is kept for a day, while the same series are there. */
export function fittedJoint(input: JointInput, before: FittedJoint | undefined): FittedJoint | undefined {
  const { load } = input;
  const names = [...input.companions.keys()];
  if (names.length === 0) return undefined;
  const age = endOf(load) - (before?.at ?? Number.NEGATIVE_INFINITY);
  if (before !== undefined && age >= 0 && age < day && before.names.join() === names.join()) return before;
  const usual = matrixOf(input);
  const detector = fittedJointDetector(usual, { window: windowOf(load), weights: jointAlarms.weights });
  if (!detector.ok) return undefined;
  const scores = detector.value.scores(usual);
  const threshold = quietThreshold(scores, Math.max((perDay * usual.rows * load.step) / day, 1), restOf(load));
  return { at: endOf(load), names, detector: detector.value, threshold };
}

/** One for each incident. */
export function jointAnomalies({ detector, threshold, names }: FittedJoint, input: JointInput): readonly Anomaly[] {
  const { load } = input;
  const rows = matrixOf(input);
  const moved = detector.deviations(rows);
  const scores = detector.scores(rows);
  return alarmsOf(scores, threshold, restOf(load)).map((row) => {
    const parts = ['load', ...names].map((name, column) => ({ name, by: moved.values[row * rows.columns + column] ?? 0 }));
    const most = parts.sort((a, b) => Math.abs(b.by) - Math.abs(a.by)).slice(0, told);
    return {
      at: load.start + row * load.step,
      load: load.values[row] ?? Number.NaN,
      deviations: Math.abs(most[0]?.by ?? 0),
      signals: most.filter(({ by }) => Math.abs(by) >= 1).map(({ name, by }) => `${name} ${by > 0 ? '+' : '−'}${Math.abs(by).toFixed(1)}`),
    };
  });
}

/** The bins of the load; what a companion lacks of them is a gap. */
function matrixOf({ load, companions }: JointInput): Matrix {
  const all = [load, ...companions.values()];
  const values = new Float64Array(load.values.length * all.length);
  for (const [column, series] of all.entries()) {
    const offset = Math.round((load.start - series.start) / load.step);
    for (let row = 0; row < load.values.length; row += 1) values[row * all.length + column] = series.values[row + offset] ?? Number.NaN;
  }
  return { rows: load.values.length, columns: all.length, values };
}
