/** What nobody can forecast: how well a bin is told by the mean of the bins before and after it, which no forecast knows. A load that jumps from bin to bin leaves no more than this to who knows its level for certain. */
import { replicaAccuracy, wape } from '../../optimizer/timeseries/scores/forecast-errors';
import type { RegularSeries } from '../../optimizer/timeseries/series';

export interface Neighbours {
  /** Σ|error| / Σ outcome. */
  readonly error: number;
  /** Share of bins whose replicas are right within max(1, 10 %). */
  readonly replicas: number;
}

/** @param from first bin that is judged @param perReplica load that a replica carries */
export function toldByNeighbours({ values }: RegularSeries, from: number, perReplica: number): Neighbours {
  const outcome: number[] = [];
  const mean: number[] = [];
  for (let at = Math.max(from, 1); at + 1 < values.length; at += 1) {
    const [before = Number.NaN, own = Number.NaN, after = Number.NaN] = values.subarray(at - 1, at + 2);
    if (Number.isNaN(before + own + after)) continue;
    outcome.push(own);
    mean.push((before + after) / 2);
  }
  const [actual, told] = [Float64Array.from(outcome), Float64Array.from(mean)];
  const [error, replicas] = [wape(actual, told), replicaAccuracy(actual, told, perReplica)];
  return { error: error.ok ? error.value : Number.NaN, replicas: replicas.ok ? replicas.value : Number.NaN };
}
