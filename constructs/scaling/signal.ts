import type { Source } from './evidence';

/** One input of the scaling policy, as the replicas it asks for. */
export interface Signal {
  /** Last part of its series' name, in snake case. */
  readonly name: string;
  /** PromQL: replicas before gates and cap, for a signal that has gates. @default - it has none */
  readonly raw?: string;
  /** PromQL: replicas before the cap. At least 0; absent only where its input is not a number. */
  readonly uncapped: string;
  /** Most replicas that this signal alone may ask for. */
  readonly cap: number;
  readonly source: Source;
}
