/** The interface of a model: `fit` learns from past values and returns a fitted model. Only a fitted model can forecast, so the types exclude an unfitted one. */
import { type Outcome } from '../outcome';
import { type Random } from '../random';
import { type RegularSeries } from '../series';

export interface FittedModel {
  /**
   * The value `horizon` steps after step `now`, from values up to and including `now`; the series may have grown since the fit. Never below zero, like a load.
   * A reason where the steps that the model needs are gaps.
   */
  forecast(series: RegularSeries, now: number, horizon: number): Outcome<number>;
}

export interface Model {
  readonly name: string;
  /** `horizons` in steps: those that will be asked for. */
  fit(past: RegularSeries, horizons: readonly number[], random: Random): Outcome<FittedModel>;
}
