/** A question to a live project: a read-only command, and the expected answer. */
export interface LiveQuestion {
  /** Statement that is true when the answer is the expected one. */
  readonly claim: string;
  readonly command: readonly string[];
  readonly expected: Expectation;
}

export interface Expectation {
  /** Text of the expectation, for a person who gets another answer. */
  readonly text: string;
  readonly holds: (answer: string) => boolean;
}
