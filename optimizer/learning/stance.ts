/** How much the published values rely on the forecast. Each stance is tried on days that are over, and one of them is published. */
import type { Forecast } from '../timeseries/forecast/ensemble';

export interface ForecastStance {
  /** Which value of the forecast gives the replicas: the expected one, or the one that is exceeded in 5 % of the time. */
  readonly of: 'value' | 'upper';
  /** Factor on the targets of CPU and request rate. */
  readonly headroom: number;
}

/** No replicas are asked for ahead of the load: pods are planned fuller, by what is measured now alone. */
export interface HeadroomStance {
  readonly of: 'nothing';
  readonly headroom: number;
}

export type Stance = ForecastStance | HeadroomStance;

/** With little headroom a forecast saves little: what is gained by 1.05 is mostly the luck of a day (decision 0213). */
const besideForecast = [1, 1.1, 1.15, 1.2];
/** A headroom of 1 alone changes nothing, and is none. */
const alone = [1.05, 1.1, 1.15, 1.2];

/** The most careful first: of two that are equally good, the first is taken. */
export function forecastStances(mostHeadroom: number): readonly ForecastStance[] {
  return besideForecast
    .filter((headroom) => headroom <= mostHeadroom)
    .flatMap((headroom): readonly ForecastStance[] => [
      { of: 'upper', headroom },
      { of: 'value', headroom },
    ]);
}

/** The most careful first. */
export function headroomStances(mostHeadroom: number): readonly HeadroomStance[] {
  return alone.filter((headroom) => headroom <= mostHeadroom).map((headroom) => ({ of: 'nothing', headroom }));
}

/** A rush is a forecast of at least this many times the present load. Below, headroom saves more than it costs (decision 0111). */
const rush = 2;

/**
 * The factor while these forecasts hold. Before a rush pods are no fuller than without it: what is forecast of it is the least certain, and fuller pods would let the signals that see it ask for pods later still.
 * @param present requests a second now, where that is known
 */
export function headroomFor(forecasts: readonly Forecast[], { headroom }: ForecastStance, present: number | undefined): number {
  const highest = forecasts.reduce((most, { value }) => Math.max(most, value), 0);
  return present !== undefined && present > 0 && highest >= rush * present ? Math.min(headroom, 1) : headroom;
}

/** Replicas for the highest of the forecasts. @param perPod requests a second that a pod is meant to serve */
export function replicasFor(forecasts: readonly Forecast[], { of, headroom }: ForecastStance, perPod: number): number {
  const highest = forecasts.reduce((most, forecast) => Math.max(most, forecast[of]), 0);
  return Math.ceil(highest / (perPod * headroom) - 1e-9);
}
