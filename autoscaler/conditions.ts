/** Conditions of an autoscaler's status. */
import type { Limited } from './limits';

export interface Conditions {
  /** Whether the target could be read and written; here it always could. */
  readonly ableToScale: 'SucceededGetScale' | 'ReadyForNewScale' | 'ScaleDownStabilized' | 'ScaleUpStabilized' | 'SucceededRescale';
  /** Absent before the first sync that looks at metrics. */
  readonly scalingActive?: { readonly status: boolean; readonly reason: string };
  /** Absent before the first sync that came to a count. */
  readonly scalingLimited?: { readonly status: boolean; readonly reason: Limited['reason'] };
}

/** `AbleToScale=True ReadyForNewScale` and so on, in the order of the status. */
export function conditionLines({ ableToScale, scalingActive, scalingLimited }: Conditions): readonly string[] {
  const line = (type: string, condition: { readonly status: boolean; readonly reason: string } | undefined): readonly string[] =>
    condition === undefined ? [] : [`${type}=${condition.status ? 'True' : 'False'} ${condition.reason}`];
  return [`AbleToScale=True ${ableToScale}`, ...line('ScalingActive', scalingActive), ...line('ScalingLimited', scalingLimited)];
}
