/** A signal whose higher values are worse, in order of time. */
export interface WatchedSignal {
  readonly name: string;
  readonly samples: readonly WatchedSample[];
}

export interface WatchedSample {
  /** Seconds since 1970; the sample is of the minute before. */
  readonly at: number;
  readonly load: number;
  readonly value: number;
  /** Seconds of what no tunable can make longer, in the same minute. @default - not measured */
  readonly control?: number;
}

export function isKnown({ load, value }: WatchedSample): boolean {
  return Number.isFinite(load) && Number.isFinite(value);
}
