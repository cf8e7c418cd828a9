/** Input of the controller at one sync. Times are seconds on one clock, amounts are thousandths. */

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
  /** Usage from the resource metrics API; `null` when it has none for the pod. */
  readonly usage: Amounts | null;
  /** When the usage was sampled. @default - at the sync */
  readonly sampledAt?: number;
  /** Seconds over which the usage was measured. @default 60 */
  readonly window?: number;
  /** Values of the custom metrics API for the pod, by metric. */
  readonly values?: Readonly<Record<string, number>>;
}

export interface Observation {
  readonly now: number;
  /** `spec.replicas` of the scale target. */
  readonly replicas: number;
  /** `status.replicas` of the scale target. @default - as in `spec.replicas` */
  readonly statusReplicas?: number;
  /** Every pod that the scale target's selector takes. */
  readonly pods: readonly Pod[];
  /** Object and External metrics by name; absent or `null` is unavailable. */
  readonly metrics: Readonly<Record<string, number | null | undefined>>;
}
