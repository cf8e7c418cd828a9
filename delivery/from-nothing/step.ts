/** A step from nothing to a cluster that serves. Whether it is done is checked each time, so that a run continues where the last one ended, for whatever reason it did. */

export interface Ran {
  readonly ok: boolean;
  /** What it printed. */
  readonly output: string;
}

/** What the steps need: programs, a person to ask, and time. */
export interface World {
  /** Runs a program and captures its output. */
  readonly quiet: (program: string, ...args: readonly string[]) => Ran;
  /** Runs a program that talks to the person; it may take long. */
  readonly shown: (program: string, ...args: readonly string[]) => boolean;
  /** @returns what the person typed, without spaces around it */
  readonly ask: (question: string) => Promise<string>;
  readonly say: (line: string) => void;
}

export type State = { readonly kind: 'done'; readonly what?: string } | { readonly kind: 'open' };

/** What a person must do, line by line, before the next run. */
export type Left = readonly string[];

export interface Step {
  /** What it does, in a few words. */
  readonly name: string;
  /** As a person would type it. */
  readonly commands: readonly string[];
  readonly state: () => State | Promise<State>;
  /** A decision of a person's. @default - none is asked for */
  readonly decides?: string;
  /** Returns what is left for a person to do, or nothing when it is done. @throws Error when a program failed */
  readonly does: () => Left | Promise<Left>;
}

export const done: State = { kind: 'done' };
export const open: State = { kind: 'open' };

/** The program must succeed. @throws Error with the command */
export function must({ shown }: World, program: string, ...args: readonly string[]): void {
  if (!shown(program, ...args)) throw new Error(`${[program, ...args].join(' ')} failed: its messages are above; fix the cause, then run this command again`);
}
