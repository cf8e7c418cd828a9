/** The state that the service keeps for one workload. All of it can be learned again from Prometheus. */
import type { RequestTime } from './bottleneck/request-time';
import type { WorkloadSettings } from './config';
import type { Finished, Trial, Tunables } from './acting/tunables';
import type { Learned } from './learning/learn';
import type { Verdict } from './learning/trust';
import type { Spending } from './limits/spending';
import type { Anomaly } from './anomaly';
import type { FittedJoint } from './joint-anomalies';
import type { LiveRecord } from './live-record';
import { nothingMeasured, type Measured } from './measured';
import type { Decision, MadeDecision, Refusal } from './policies/policy';
import type { Forecast } from './timeseries/forecast/ensemble';
import type { RegularSeries } from './timeseries/series';

/** The values that are published for a workload until they expire. */
export interface PublishedGauges {
  readonly forecast: number;
  readonly headroom: number;
  /** Seconds since 1970. */
  readonly validUntil: number;
}

/** The fitted model in use. */
export interface Lesson {
  readonly at: number;
  /** What forecasts need of it: the day that it was judged by is not kept. */
  readonly learned: Pick<Learned, 'ensemble' | 'horizons' | 'missed'>;
  readonly verdict: Verdict;
  readonly live: LiveRecord;
}

/** A forecast of one bin, for people. */
export interface BinForecast extends Forecast {
  /** Start of the bin. */
  readonly at: number;
  readonly horizon: number;
}

export interface LoggedDecision {
  readonly at: number;
  readonly outcome: Decision | Refusal;
}

/** What was learned, and why at that moment. */
export interface LessonNote {
  /** `drift`: the load had become another; `regular`: it was time. */
  readonly because: 'first' | 'regular' | 'drift';
  /** Of each model, for the next bin; together 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** Share of outcomes that intervals are set to miss, so that one in ten is missed. */
  readonly missed: number;
  /** Of the lesson before, by its last outcomes: Σ|error| / Σ outcome. @default - there were none */
  readonly error?: number | undefined;
}

/** What a trial of the last day said. */
export interface LoggedVerdict {
  readonly at: number;
  /** Whether the forecast is. */
  readonly trusted: boolean;
  /** How full pods may be without a forecast. @default - as full as the policy has it */
  readonly alone?: number | undefined;
  /** Share by which the day would have been better. */
  readonly gain: number;
  readonly why: string;
  /** @default - not noted by the version that wrote it */
  readonly lesson?: LessonNote | undefined;
}

export interface WorkloadState {
  readonly settings: WorkloadSettings;
  history?: RegularSeries;
  /** Why the present load is not known; while this is set, nothing is renewed. */
  blind?: string;
  lesson?: Lesson;
  /** Why nothing was learned, and when learning was last tried. */
  lacking?: string;
  triedAt?: number;
  /** Of the bins that matter now. */
  forecasts: readonly BinForecast[];
  /** Of the history until the end of its last bin, the newest last. */
  anomalies?: { readonly until: number; readonly found: readonly Anomaly[] };
  /** What else was measured, over the bins of the history. */
  companions?: { readonly until: number; readonly series: ReadonlyMap<string, RegularSeries> } | undefined;
  /** What is usual of them together. */
  joint?: FittedJoint | undefined;
  /** Of the last tick. */
  outcomes: readonly (Decision | Refusal)[];
  published?: PublishedGauges;
  /** Why this process, one of several, publishes nothing. */
  silent?: string | undefined;
  /** The newest last; only what differs from the one before is kept. */
  decisions: readonly LoggedDecision[];
  /** Those before them, by policy, as far as limits count them. */
  earlier: ReadonlyMap<string, readonly MadeDecision[]>;
  /** The replicas that each signal of its autoscaler asks for, and the largest signal. */
  signals?: readonly { readonly signal: string; readonly replicas: number; readonly wins: boolean }[];
  /** The last verdicts, the newest last. */
  verdicts: readonly LoggedVerdict[];
  /** Measurements of its pods, caches and pools. */
  measured: Measured;
  /** Where the time of its requests went, when it was last looked at. */
  requestTime?: RequestTime | undefined;
  /** The tunables in its ConfigMap, as far as they are known. */
  tuning?: { readonly values: Tunables; readonly trial?: Trial; readonly finished: readonly Finished[] };
  /** Why nothing of it is changed at present. */
  untunable?: string | undefined;
  /** Why nothing may be decided, by what people said; read again at each tick. */
  frozen?: string | undefined;
  /** Pod-hours ahead of the load. Lost with the process: it counts from its start. */
  spending: Spending;
}

export function newState(settings: WorkloadSettings): WorkloadState {
  return {
    settings,
    blind: 'nothing has been queried yet',
    forecasts: [],
    outcomes: [],
    decisions: [],
    earlier: new Map(),
    verdicts: [],
    measured: nothingMeasured,
    spending: new Map(),
  };
}

/** Whether the load has drifted from the one that was learned, at any horizon. */
export function isDrifted({ learned, live }: Lesson): boolean {
  return learned.horizons.some((horizon) => live.drifted(horizon));
}

/** The published values expire now. */
export function withdraw(state: WorkloadState, now: number): void {
  if (state.published !== undefined && state.published.validUntil > now) state.published = { ...state.published, validUntil: now };
}
