/** The second stage: forecasts the bins that matter now. */
import { wantedHorizons } from '../learning/horizons';
import { usable } from '../learning/learn';
import type { BinForecast, WorkloadState } from '../workload-state';
import type { Stage } from './stage';

export const forecasting: Stage = {
  name: 'forecast',
  run: ({ clock }, states) => {
    for (const state of states) state.forecasts = forecastsOf(state, clock());
    return Promise.resolve();
  },
};

function forecastsOf({ blind, history, lesson, settings }: WorkloadState, now: number): readonly BinForecast[] {
  if (blind !== undefined || history === undefined || lesson === undefined) return [];
  const series = usable(history);
  const end = history.start + history.values.length * history.step;
  lesson.live.settle(history);
  const wanted = wantedHorizons(now - end, settings.startUp, history.step);
  const made = lesson.learned.horizons.flatMap((horizon): readonly BinForecast[] => {
    const forecast = lesson.learned.ensemble.forecast(series, series.values.length - 1, horizon, lesson.live.missedOf(horizon));
    if (!forecast.ok) return [];
    const at = end + (horizon - 1) * history.step;
    lesson.live.expect(at, horizon, forecast.value);
    return wanted.includes(horizon) ? [{ ...forecast.value, at, horizon }] : [];
  });
  // the maximum of some bins may not be the maximum of all
  return made.length === wanted.length ? made : [];
}
