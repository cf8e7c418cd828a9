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

/** `off` was configured; `lacking` has too little to go by; `untrusted` would not have helped; `drifted` is a load that became another. */
export interface Refusal {
  readonly kind: 'refusal';
  readonly policy: string;
  readonly because: 'off' | 'lacking' | 'untrusted' | 'drifted';
  readonly why: string;
}

export interface Policy {
  readonly name: string;
  decide(view: View): Decision | Refusal;
}
