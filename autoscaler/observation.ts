/** Input of the controller at one sync. Times are seconds of one clock, amounts are thousandths of the unit. */

/** Thousandths, by container and resource. */
export type Amounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Pod {
  readonly name: string;
  /** Number of equal pods that this entry stands for, so that a simulation need not list each. @default 1 */
  readonly count?: number;
  /** @default Running */
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Status of the Ready condition. */
  readonly ready: boolean;
  /** `status.startTime`; `null` before the kubelet has seen the pod. */
  readonly startedAt: number | null;
  /** Last transition of the Ready condition; `null` while there is none. */
  readonly readyChangedAt: number | null;
  /** Whether the pod is being deleted. @default false */
  readonly deleted?: boolean;
  readonly requests: Amounts;
  /** Usage from the resource metrics API; `null` when the API has no sample of the pod. */
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
  /** `status.replicas` of the scale target. @default - as `spec.replicas` */
  readonly statusReplicas?: number;
  /** All pods that match the scale target's selector. */
  readonly pods: readonly Pod[];
  /** Values of Object and External metrics by name; absent or `null` means unavailable. */
  readonly metrics: Readonly<Record<string, number | null | undefined>>;
}
