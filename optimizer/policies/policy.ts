/** The interface of a policy: it looks at one workload, and returns a decision or the reason why there is none. */
import type { WorkloadSettings } from '../config';
import type { Tunables } from '../acting/tunables';
import type { Verdict } from '../learning/trust';
import type { RequestTime } from '../bottleneck/request-time';
import type { Measured } from '../measured';
import type { Forecast } from '../timeseries/forecast/ensemble';

export interface View {
  readonly settings: WorkloadSettings;
  /** Of the bins that matter now; none while nothing is learned. */
  readonly forecasts: readonly Forecast[];
  readonly verdict: Verdict | undefined;
  /** Requests a second now, by the last whole bin. */
  readonly load: number | undefined;
  /** Requests a second of the last day, their mean. */
  readonly usual: number | undefined;
  /** Why nothing is learned, or nothing can be forecast. */
  readonly lacking: string | undefined;
  readonly drifted: boolean;
  /** Seconds since 1970. */
  readonly now: number;
  /** Days of bins whose load is known. */
  readonly knownDays: number;
  /** Recent decisions of each policy, the newest last; a decision equal to the one before it is left out. */
  readonly made: ReadonlyMap<string, readonly MadeDecision[]>;
  /** Pod-hours of the last day that were asked for ahead of the load. */
  readonly spent: number;
  /** Outcomes that were within their interval lately, and all that were compared. */
  readonly live: { readonly inside: number; readonly outcomes: number };
  readonly measured: Measured;
  /** The newest bin of the load that is unlike its past. */
  readonly anomaly: { readonly at: number; readonly deviations: number } | undefined;
  /** When a tunable was last changed by ourselves, seconds since 1970. */
  readonly changedAt: number | undefined;
  /** Where the time of its requests goes. @default - it has no spans */
  readonly requestTime?: RequestTime | undefined;
  /** What the policies before said in this tick. @default - none was asked */
  readonly decided?: readonly (Decision | Refusal)[];
  /** A change of ours that is being watched, and the tunables that it changed. @default - none is */
  readonly watched?: { readonly policy: string; readonly changed: readonly string[] } | undefined;
  /** Why nothing may be decided, by what people said. @default - nothing holds it back */
  readonly frozen?: string | undefined;
  /** The keys that are kept warm at present. */
  readonly warm: readonly string[];
  /** Why none of its tunables may be changed at present. */
  readonly untunable: string | undefined;
}

export type Risk = 'low' | 'medium' | 'high';

export interface MadeDecision {
  readonly at: number;
  readonly value: number;
}

export interface Decision {
  readonly kind: 'decision';
  readonly policy: string;
  /** Replicas, seconds, connections, millicores, or a ratio, as the policy has it. */
  readonly value: number;
  /** Probability that the input of the decision is right, from 0 to 1. */
  readonly confidence: number;
  /** What it would cost to be wrong. */
  readonly risk: Risk;
  /** Change of the workload's tunables. @default - none */
  readonly tunables?: Tunables;
  /** Mean seconds of a request that are expected to become others. @default - it is not about requests */
  readonly effect?: { readonly before: number; readonly after: number };
  /** Proposal for a person. @default - none */
  readonly sizing?: SizingProposal;
  /** That our own last change is to be undone. @default false */
  readonly reverts?: boolean;
  /** False where the policy may only advise. */
  readonly acts: boolean;
  /** Reasons, one sentence each, with the changes by limits. */
  readonly reasons: readonly string[];
}

/** Millicores, MiB, and the CPU target of the autoscaler that keeps its scale point. */
export interface SizingProposal {
  readonly cpu: { readonly request: number; readonly limit: number };
  readonly memory: { readonly request: number; readonly limit: number };
  readonly utilization: number;
}

/**
 * `off` was configured; `lacking` has too little to go by; `untrusted` would not have helped; `drifted` is a load that became another; `invalid` is no number; `frozen`
 * is not the time; `restless` changed too often, `spent` asked for too much already, `taken` is somebody else's or out of reach, `unneeded` is as good as it is,
 * `rejected` is what a person did not want, `unclear` has several causes and no main one, and `untunable` is relieved by nothing that may be tuned.
 */
export interface Refusal {
  readonly kind: 'refusal';
  readonly policy: string;
  readonly because:
    'off' | 'lacking' | 'untrusted' | 'drifted' | 'invalid' | 'frozen' | 'restless' | 'spent' | 'taken' | 'unneeded' | 'rejected' | 'unclear' | 'untunable';
  readonly why: string;
}

export interface Policy {
  readonly name: string;
  decide(view: View): Decision | Refusal;
}
