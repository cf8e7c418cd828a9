/** A question to a live project: a command that reads, and the answer that is hoped for. */
export interface LiveQuestion {
  /** What is true when the answer is the expected one. */
  readonly claim: string;
  readonly command: readonly string[];
  readonly expected: Expectation;
}

export interface Expectation {
  /** An explanation, for a person who gets another answer. */
  readonly text: string;
  readonly holds: (answer: string) => boolean;
}
