/** What the controller gets to see at one sync. Times are seconds on one clock, amounts are thousandths. */

/** Thousandths by resource, by container. */
export type Amounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Pod {
  readonly name: string;
  /** Pods that are alike in everything else, so that a simulation need not list each. @default 1 */
  readonly count?: number;
  /** @default Running */
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Status of the Ready condition. */
  readonly ready: boolean;
  /** `status.startTime`; `null` before the kubelet has seen the pod. */
  readonly startedAt: number | null;
  /** Last transition of the Ready condition; `null` while there is none. */
  readonly readyChangedAt: number | null;
  /** It is being deleted. @default false */
  readonly deleted?: boolean;
  readonly requests: Amounts;
  /** What the resource metrics API says; `null` when it knows nothing of the pod. */
  readonly usage: Amounts | null;
  /** When the usage was sampled. @default - at the sync */
  readonly sampledAt?: number;
  /** Seconds over which the usage was measured. @default 60 */
  readonly window?: number;
  /** What the custom metrics API says of the pod, by metric. */
  readonly values?: Readonly<Record<string, number>>;
}

export interface Observation {
  readonly now: number;
  /** What the scale target wants. */
  readonly replicas: number;
  /** What the scale target says there is. @default - as many as it wants */
  readonly statusReplicas?: number;
  /** Every pod that the scale target's selector takes. */
  readonly pods: readonly Pod[];
  /** Object and External metrics by name; absent or `null` is unavailable. */
  readonly metrics: Readonly<Record<string, number | null | undefined>>;
}
