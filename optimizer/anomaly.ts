/** A bin whose load is unlike its past. */
export interface Anomaly {
  /** Start of the bin. */
  readonly at: number;
  readonly load: number;
  /** By how many standard deviations the last residuals are above the usual ones. */
  readonly deviations: number;
  /** What moved most, with how far, where series were judged together. @default - the load alone */
  readonly signals?: readonly string[];
}
