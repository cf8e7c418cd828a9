/** A step from nothing to a cluster that serves: whether it is done is asked of the world each time, so that a run begins where the last one ended, however that was. */

export interface Ran {
  readonly ok: boolean;
  /** What it printed. */
  readonly output: string;
}

/** Programs, a person and time, as the steps need them. */
export interface World {
  /** Runs a program and takes what it prints. */
  readonly quiet: (program: string, ...args: readonly string[]) => Ran;
  /** Runs a program whose words and questions are the person's; it may take long. */
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
  /** Ends with what is left to a person, or with nothing where it is done. @throws Error when a program failed */
  readonly does: () => Left | Promise<Left>;
}

export const done: State = { kind: 'done' };
export const open: State = { kind: 'open' };

/** The program must succeed. @throws Error with the command */
export function must({ shown }: World, program: string, ...args: readonly string[]): void {
  if (!shown(program, ...args)) throw new Error(`${[program, ...args].join(' ')} failed: its own words are above; run this command again when that is mended`);
}
