import type { SignalSource } from '../../config/signals';

/** The replicas that one input of the scaling policy asks for. */
export interface Replicas {
  /** PromQL: replicas before gates and cap, for a signal that has gates. @default - it has none */
  readonly raw?: string;
  /** PromQL: replicas before the cap. At least 0; absent only where its input is not a number. */
  readonly uncapped: string;
}

/** One input of the scaling policy. */
export interface Signal extends Replicas {
  /** Last part of its series' name, in snake case. */
  readonly name: string;
  /** Most replicas that this signal alone may ask for. */
  readonly cap: number;
  readonly source: SignalSource;
}
