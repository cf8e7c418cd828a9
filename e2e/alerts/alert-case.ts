import type { PromtoolSeries } from '../prometheus/promtool-series';

/** Labels of alerts by which cases tell them apart; others are not compared. */
export const comparedLabels = ['alertname', 'slo', 'span_name', 'server', 'signal', 'job', 'metric', 'persistentvolumeclaim'] as const;

export type FiringAlert = { readonly alertname: string } & Readonly<Partial<Record<(typeof comparedLabels)[number], string>>>;

/** A cause, and exactly the alerts that fire for it: those that are missing and those that are too many both fail. */
export interface AlertCase {
  readonly title: string;
  readonly series: readonly PromtoolSeries[];
  readonly expect: readonly {
    /** Seconds after the start. */ readonly at: number;
    /** Besides the deadman switch. */ readonly firing: readonly FiringAlert[];
  }[];
}
