/** Answers `--help` and refuses unknown options for a program that does not parse its own command line. */
import { exitStatus, reason } from './failure';
import { parseArgs } from 'node:util';
import { programs } from './programs';

export interface Answer {
  readonly text: string;
  readonly status: number;
}

/** @returns `undefined` where the program may start */
export function answerTo(program: string, args: readonly string[]): Answer | undefined {
  const known = programs[program];
  if (known === undefined) return undefined;
  const options: Record<string, { readonly type: 'boolean' | 'string' }> = {};
  for (const option of [...known.options, '--help']) options[option.slice(2)] = { type: 'boolean' };
  for (const option of known.valued ?? []) options[option.slice(2)] = { type: 'string' };
  try {
    return parseArgs({ args: [...args], options }).values['help'] === true ? { text: known.help, status: 0 } : undefined;
  } catch (error) {
    return { text: reason(error), status: exitStatus(error) };
  }
}
