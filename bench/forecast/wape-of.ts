/** Σ|error| / Σ outcome as a number for a table: NaN where nothing was forecast. */
import { wape } from '../../optimizer/timeseries/scores/forecast-errors';

export function wapeOf(outcome: readonly number[], forecast: readonly number[]): number {
  const error = wape(Float64Array.from(outcome), Float64Array.from(forecast));
  return error.ok ? error.value : Number.NaN;
}
