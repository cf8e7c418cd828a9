import type { SignalSource } from '../../config/signals';

/** The replicas that one input of the scaling policy asks for. */
export interface Replicas {
  /** PromQL: replicas before gates and cap, for a signal with gates. @default - the signal has no gates */
  readonly raw?: string;
  /** PromQL: replicas before the cap. At least 0; absent only where the input is NaN. */
  readonly uncapped: string;
}

/** One input of the scaling policy. */
export interface Signal extends Replicas {
  /** Last part of the name of the signal's series, in snake case. */
  readonly name: string;
  /** Most replicas that this signal alone may ask for. */
  readonly cap: number;
  readonly source: SignalSource;
}
