/** The load of one workload, and the resources that it uses. */
export interface Demand {
  /** Requests per second, health routes aside. */
  readonly requests: number;
  /** Share of requests that fail. */
  readonly failed: number;
  /** Share of requests that take `slowSeconds`; the others take 0.05 s. */
  readonly slow: number;
  readonly slowSeconds: number;
  /** Cores that all pods use together. */
  readonly cores: number;
  /** Mebibytes that load brings to all pods together, on top of each pod's idle heap. */
  readonly mebibytes: number;
  /** Cores that each pod uses in its first seconds, independent of the load. @default - its share of `cores` */
  readonly startUp?: { readonly cores: number; readonly seconds: number };
  /** Value of the workload's own metric, summed over its pods. */
  readonly own: number;
}

/** No load. */
export const idle: Demand = { requests: 0, failed: 0, slow: 0, slowSeconds: 2.5, cores: 0.02, mebibytes: 0, own: 0 };

export const fastSeconds = 0.05;
