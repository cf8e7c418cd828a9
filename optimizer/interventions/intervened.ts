/** What becomes of a policy's outcome by what people said of it. Pure. */
import { keyOf, type WorkloadSettings } from '../config';
import type { Tunables } from '../acting/tunables';
import type { Decision, Refusal } from '../policies/policy';
import type { WorkloadState } from '../workload-state';
import { approvalLasts, approvalOf, rejectionOf, type Approval, type InterventionRecord } from './record';

type Outcome = Decision | Refusal;

export function intervened(outcome: Outcome, state: WorkloadState, record: InterventionRecord, now: number): Outcome {
  if (outcome.kind === 'refusal' || outcome.acts) return outcome;
  const { policy, value } = outcome;
  const workload = keyOf(state.settings);
  const rejection = rejectionOf(record, { workload, policy, value }, now);
  if (rejection !== undefined) return { kind: 'refusal', policy, because: 'rejected', why: `rejected by ${rejection.by}${because(rejection.reason)}` };
  // the policy still wants a change, so that what was approved is checked against what is measured now
  if (outcome.tunables === undefined || state.frozen !== undefined) return outcome;
  const approval = approvalOf(record, { workload, policy }, { now, begun: lastBegun(state, policy) });
  if (approval === undefined || !isAllowed(approval.tunables, state.settings.tuned)) return outcome;
  const reasons = [`approved by ${approval.by}${because(approval.reason)}`, ...outcome.reasons];
  return { ...outcome, value: approval.value, tunables: approval.tunables, acts: true, reasons };
}

const because = (reason: string | undefined): string => (reason === undefined ? '' : `: ${reason}`);

/** When the last change of a policy began, seconds since 1970. */
function lastBegun({ tuning }: Pick<WorkloadState, 'tuning'>, policy: string): number | undefined {
  const all = [...(tuning?.finished ?? []), ...(tuning?.trial === undefined ? [] : [tuning.trial])];
  return all.findLast((one) => one.policy === policy)?.at;
}

/** Whether what was approved was begun, still waits, or was given too long ago. */
export function approvalState({ workload, policy, at }: Approval, states: readonly WorkloadState[], now: number): 'begun' | 'waits' | 'expired' {
  const state = states.find(({ settings }) => keyOf(settings) === workload);
  const begun = state === undefined ? undefined : lastBegun(state, policy);
  if (begun !== undefined && begun >= at) return 'begun';
  return now - at < approvalLasts ? 'waits' : 'expired';
}

/** What the environment allows may have become less since it was approved. */
function isAllowed({ cacheTtlSeconds, poolSize, prewarmKeys = [] }: Tunables, tuned: WorkloadSettings['tuned']): boolean {
  if (tuned === undefined) return false;
  const { cache, pool } = tuned;
  return isWithin(cacheTtlSeconds, cache?.ttl) && isWithin(poolSize, pool?.connections) && prewarmKeys.length <= (cache?.prewarm ?? 0);
}

/** What is not changed is within any range. */
function isWithin(value: number | undefined, range: { readonly least: number; readonly most: number } | undefined): boolean {
  return value === undefined || (range !== undefined && value >= range.least && value <= range.most);
}
