/** Conditions of an autoscaler's status. */
import type { Limited } from './limits';

export interface Conditions {
  /** Reason of the condition AbleToScale; the target can always be read and written here. */
  readonly ableToScale: 'SucceededGetScale' | 'ReadyForNewScale' | 'ScaleDownStabilized' | 'ScaleUpStabilized' | 'SucceededRescale';
  /** Absent before the first sync that reads metrics. */
  readonly scalingActive?: { readonly status: boolean; readonly reason: string };
  /** Absent before the first sync that computed replicas. */
  readonly scalingLimited?: { readonly status: boolean; readonly reason: Limited['reason'] };
}

/** Conditions as text, such as `AbleToScale=True ReadyForNewScale`, in the order of the status. */
export function conditionLines({ ableToScale, scalingActive, scalingLimited }: Conditions): readonly string[] {
  const line = (type: string, condition: { readonly status: boolean; readonly reason: string } | undefined): readonly string[] =>
    condition === undefined ? [] : [`${type}=${condition.status ? 'True' : 'False'} ${condition.reason}`];
  return [`AbleToScale=True ${ableToScale}`, ...line('ScalingActive', scalingActive), ...line('ScalingLimited', scalingLimited)];
}
