/** Error measures of forecasts. Each formula takes two series of equal length; steps whose outcome is a gap (NaN) are left out. */
import { known, unknown, type Outcome } from '../outcome';

/** Σ|y − f| / Σ|y|: the weighted absolute percentage error (Hyndman and Koehler, 2006, call it MAE/mean). 1 − WAPE is what "accuracy" means here. */
export function wape(actual: Float64Array, forecast: Float64Array): Outcome<number> {
  let [error, size] = [0, 0];
  const fault = eachPair(actual, forecast, (y, f) => {
    error += Math.abs(y - f);
    size += Math.abs(y);
  });
  if (fault !== undefined) return fault;
  return size > 0 ? known(error / size) : unknown('undefined score', 'WAPE of a load that is always zero is undefined');
}

/** Mean absolute error over that of the seasonal naive forecast within `past` (Hyndman and Koehler, 2006): below 1 is better than "as one period ago". */
export function mase(actual: Float64Array, forecast: Float64Array, past: Float64Array, period: number): Outcome<number> {
  let [error, count] = [0, 0];
  const fault = eachPair(actual, forecast, (y, f) => {
    error += Math.abs(y - f);
    count += 1;
  });
  if (fault !== undefined) return fault;
  let [naive, pairs] = [0, 0];
  for (let index = period; index < past.length; index += 1) {
    const step = Math.abs((past[index] ?? Number.NaN) - (past[index - period] ?? Number.NaN));
    if (Number.isNaN(step)) continue;
    naive += step;
    pairs += 1;
  }
  if (!(naive > 0)) return unknown('undefined score', `MASE needs a past that changes within ${period} steps`);
  return known(error / count / (naive / pairs));
}

/** The mean pinball loss of the quantile `level` (Koenker and Bassett, 1978): an outcome above costs `level`, one below costs 1 − `level`. */
export function pinball(actual: Float64Array, forecast: Float64Array, level: number): Outcome<number> {
  let [loss, count] = [0, 0];
  const fault = eachPair(actual, forecast, (y, f) => {
    loss += y >= f ? level * (y - f) : (1 - level) * (f - y);
    count += 1;
  });
  return fault ?? known(loss / count);
}

/** The share of forecasts that lead to a right number of replicas: within max(1, 10 %) of what the outcome needs, at `perReplica` of load each. */
export function replicaAccuracy(actual: Float64Array, forecast: Float64Array, perReplica: number): Outcome<number> {
  if (!(perReplica > 0)) return unknown('invalid option', `perReplica must be positive, received ${perReplica}`);
  let [right, count] = [0, 0];
  const fault = eachPair(actual, forecast, (y, f) => {
    const needed = Math.ceil(y / perReplica);
    if (Math.abs(Math.ceil(f / perReplica) - needed) <= Math.max(1, 0.1 * needed)) right += 1;
    count += 1;
  });
  return fault ?? known(right / count);
}

function eachPair(actual: Float64Array, forecast: Float64Array, visit: (y: number, f: number) => void): ReturnType<typeof unknown> | undefined {
  if (actual.length !== forecast.length)
    return unknown('invalid option', `each outcome must have a forecast, received ${actual.length} and ${forecast.length}`);
  let visited = 0;
  for (const [index, y] of actual.entries()) {
    const f = forecast[index] ?? Number.NaN;
    if (Number.isNaN(y) || Number.isNaN(f)) continue;
    visit(y, f);
    visited += 1;
  }
  return visited > 0 ? undefined : unknown('not enough data', 'a score needs an outcome with its forecast');
}
