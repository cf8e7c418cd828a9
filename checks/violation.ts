/** A violation of a check by an object, with everything that a person needs to fix it. */
export interface Violation {
  /** Id of the check. */
  readonly check: string;
  /** `Kind namespace/name`. */
  readonly object: string;
  /** `environment/Kind/namespace/name`, the key of the object in construct metadata. */
  readonly key: string;
  readonly environment: string;
  readonly file: string;
  readonly constructPath: string | undefined;
  readonly source: string | undefined;
  /** The problem, with the values that were found. */
  readonly problem: string;
  /** How to fix it. */
  readonly fix: string;
}
