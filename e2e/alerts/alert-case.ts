import type { PromtoolSeries } from '../prometheus/promtool-series';

/** Labels that are compared between expected and firing alerts; others are ignored. */
export const comparedLabels = ['alertname', 'slo', 'span_name', 'server', 'signal', 'job', 'metric', 'persistentvolumeclaim'] as const;

export type FiringAlert = { readonly alertname: string } & Readonly<Partial<Record<(typeof comparedLabels)[number], string>>>;

/** A cause, and exactly the alerts that fire for it: a missing alert and an unexpected one both fail the case. */
export interface AlertCase {
  readonly title: string;
  readonly series: readonly PromtoolSeries[];
  readonly expect: readonly {
    /** Seconds after the start. */ readonly at: number;
    /** Alerts that fire, without the deadman switch. */ readonly firing: readonly FiringAlert[];
  }[];
}
