/** What every model is: `fit` learns from a past and gives a fitted model; only that can forecast, so "not fitted" cannot be written. */
import { type Outcome } from '../outcome';
import { type Random } from '../random';
import { type RegularSeries } from '../series';

export interface FittedModel {
  /**
   * The value `horizon` steps after step `now`, from what is known up to and with `now`; the series may have grown since the fit. Not below zero: a load is not.
   * A reason where the steps that the model stands on are gaps.
   */
  forecast(series: RegularSeries, now: number, horizon: number): Outcome<number>;
}

export interface Model {
  readonly name: string;
  /** `horizons` in steps: those that will be asked for. */
  fit(past: RegularSeries, horizons: readonly number[], random: Random): Outcome<FittedModel>;
}
