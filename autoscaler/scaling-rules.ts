/** Rules for the rate of change in one direction, in the controller's form. */

export interface ScalingPolicyRule {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  /** Seconds. */
  readonly period: number;
}

export interface ScalingRules {
  readonly select: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicyRule[];
  /** Stabilization window in seconds. */
  readonly window: number;
}
