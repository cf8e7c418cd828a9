/** Output and exit status of a program as a value. A command is a function that returns it, which tests can call; the program itself only passes it to `endWith`. */
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

/** Runs a command; an error that it throws becomes a refusal with its message and without a stack trace. */
export async function outcomeOf(command: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  try {
    return await command();
  } catch (error) {
    return { status: exitStatus(error), stdout: '', stderr: `${reason(error)}\n` };
  }
}

/** Writes the outcome and ends this process with its status after all output is written. */
export async function endWith(outcome: Promise<Outcome>): Promise<void> {
  const { status, stdout, stderr } = await outcome;
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
}
