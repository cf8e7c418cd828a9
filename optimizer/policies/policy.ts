/** What every policy is: one look at a workload, and a decision or the reason why there is none. */
import type { WorkloadSettings } from '../config';
import type { Verdict } from '../learning/trust';
import type { Forecast } from '../timeseries/forecast/ensemble';

export interface View {
  readonly settings: WorkloadSettings;
  /** Of the bins that matter now; none while nothing is learned. */
  readonly forecasts: readonly Forecast[];
  readonly verdict: Verdict | undefined;
  /** Requests a second now, by the last whole bin. */
  readonly load: number | undefined;
  /** Why nothing is learned, or nothing can be forecast. */
  readonly lacking: string | undefined;
  readonly drifted: boolean;
  /** Seconds since 1970. */
  readonly now: number;
  /** Days of bins whose load is known. */
  readonly knownDays: number;
  /** What each policy decided lately, the newest last; a decision like the one before it is none. */
  readonly made: ReadonlyMap<string, readonly MadeDecision[]>;
  /** Pod-hours of the last day that were asked for ahead of the load. */
  readonly spent: number;
}

export interface MadeDecision {
  readonly at: number;
  readonly value: number;
}

export interface Decision {
  readonly kind: 'decision';
  readonly policy: string;
  /** Replicas, or a ratio, as the policy has it. */
  readonly value: number;
  /** False where the policy may only advise. */
  readonly acts: boolean;
  /** What it follows from, one sentence each, with what limits made of it. */
  readonly reasons: readonly string[];
}

/**
 * `off` was configured; `lacking` has too little to go by; `untrusted` would not have helped; `drifted` is a load that became another; `invalid` is no number; `frozen`
 * is not the time; `restless` changed too often, and `spent` asked for too much already.
 */
export interface Refusal {
  readonly kind: 'refusal';
  readonly policy: string;
  readonly because: 'off' | 'lacking' | 'untrusted' | 'drifted' | 'invalid' | 'frozen' | 'restless' | 'spent';
  readonly why: string;
}

export interface Policy {
  readonly name: string;
  decide(view: View): Decision | Refusal;
}
