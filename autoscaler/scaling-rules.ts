/** How fast replicas may change in one direction, as the controller reads it. */

export interface ScalingPolicyRule {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  /** Seconds. */
  readonly period: number;
}

export interface ScalingRules {
  readonly select: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicyRule[];
  /** Stabilization, seconds. */
  readonly window: number;
}
