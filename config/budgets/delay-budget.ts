/** The delay budget: the sum of all waits between a request and the autoscaler's decision. */
import { seconds } from '../quantities';
import type { TelemetrySettings } from '../telemetry-settings';

/** One wait between request and decision, in seconds: at worst a whole period, on average half a period. */
export interface Wait {
  readonly of: 'span batch' | 'flush' | 'scrape' | 'rules' | 'autoscaler' | 'transport';
  readonly worst: number;
  readonly typical: number;
}

export interface DelayBudget {
  readonly waits: readonly Wait[];
  /** Seconds from a request to the first decision that can include it. */
  readonly worst: number;
  readonly typical: number;
  /** Seconds until a rate over the window W shows 90 % of a step in the load: the worst delay + 0.9 · W. */
  readonly mostOfTheStep: number;
}

/** Largest worst-case delay that an environment may have by its configuration, in seconds. */
export const worstDelay = 45;

/** Network, queues and batches of the collectors, in seconds. It is no period, so it counts in full in both sums. */
const transport = 2;

type Intervals = Pick<TelemetrySettings, 'spanBatch' | 'flushInterval' | 'scrapeInterval' | 'ruleInterval' | 'syncPeriod' | 'window'>;

/**
 * Delay of the same chain with the defaults of each component: SDK batch 5 s (OTEL_BSP_SCHEDULE_DELAY), span_metrics flush 60 s, Prometheus scrape and evaluation 1 min each,
 * HPA sync 15 s.
 */
export const upstreamIntervals: Intervals = {
  spanBatch: '5s',
  flushInterval: '60s',
  scrapeInterval: '60s',
  ruleInterval: '60s',
  syncPeriod: '15s',
  window: '300s',
};

/** As shipped: 1 + 5 + 10 + 10 + 15 + 2 = 43 s at worst, (1 + 5 + 10 + 10 + 15) / 2 + 2 = 22.5 s typically, 43 + 54 = 97 s for 90 % of a step. */
export function delayBudget({ spanBatch, flushInterval, scrapeInterval, ruleInterval, syncPeriod, window }: Intervals): DelayBudget {
  const periodic = (of: Wait['of'], worst: number): Wait => ({ of, worst, typical: worst / 2 });
  const waits: readonly Wait[] = [
    periodic('span batch', seconds(spanBatch)),
    periodic('flush', seconds(flushInterval)),
    periodic('scrape', seconds(scrapeInterval)),
    periodic('rules', seconds(ruleInterval)),
    periodic('autoscaler', seconds(syncPeriod)),
    { of: 'transport', worst: transport, typical: transport },
  ];
  const sum = (value: (wait: Wait) => number): number => waits.reduce((total, wait) => total + value(wait), 0);
  const worst = sum((wait) => wait.worst);
  return { waits, worst, typical: sum((wait) => wait.typical), mostOfTheStep: worst + 0.9 * seconds(window) };
}
