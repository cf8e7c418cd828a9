/** What a program writes and how it ends, as a value: a command is a function that a test can call, and a program is the two lines that end with what it gives. */
import { exitStatus, reason } from './failure';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function succeeded(stdout: string): Outcome {
  return { status: 0, stdout, stderr: '' };
}

export function refused(stderr: string): Outcome {
  return { status: 1, stdout: '', stderr };
}

/** What a command threw is its refusal: in its own words and without a stack. */
export async function outcomeOf(command: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  try {
    return await command();
  } catch (error) {
    return { status: exitStatus(error), stdout: '', stderr: `${reason(error)}\n` };
  }
}

/** Ends this process as the command says, once what it wrote is out. */
export async function endWith(outcome: Promise<Outcome>): Promise<void> {
  const { status, stdout, stderr } = await outcome;
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
}
