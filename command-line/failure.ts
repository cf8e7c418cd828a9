/** Exit status and message of a program that fails. */

/** 2 for an invalid command line, 1 for every other failure, so that scripts can distinguish the two. */
export function exitStatus(error: unknown): 1 | 2 {
  return isMistyped(error) ? 2 : 1;
}

/** The program that could not be started because it is not installed. */
export function absentProgram(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOENT') return undefined;
  const [, program] = /^spawn(?:Sync)? (.+) ENOENT$/.exec(error.message) ?? [];
  return program;
}

/**
 * Message for an error that is caused outside of this project: a mistake in a file that people edit, a missing file, a program that is not installed, or one that
 * failed. `undefined` for an error of the project itself, which keeps its stack trace.
 */
export function outsideReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message, cause } = error;
  // the message of Node's JSON error contains the file's name
  if (name === 'ConfigurationError' || (name === 'SyntaxError' && /\.json: /.test(message))) return message;
  const absent = absentProgram(error);
  if (absent !== undefined) return `${absent} is not there: install it, or put its folder into PATH`;
  if (isOfFile(error) || isOfProgram(error)) return message.trimEnd();
  const deeper = outsideReason(cause);
  return deeper === undefined ? undefined : `${message}\n  ${deeper}`;
}

/** Whether a file or folder is missing or unreadable; Node's message names it. */
function isOfFile(error: Error): boolean {
  return 'syscall' in error && 'path' in error && /^E[A-Z]+: /.test(error.message);
}

/** Whether it is an error of node:child_process, with the program's output. */
function isOfProgram({ message }: Error): boolean {
  return message.startsWith('Command failed: ');
}

/** The message of an error, without its stack trace. */
export function reason(error: unknown): string {
  const outside = outsideReason(error);
  if (outside !== undefined) return outside;
  const text = error instanceof Error || isMistyped(error) ? error.message : String(error);
  return isMistyped(error) ? `${text.split(/\. To specify|\n/)[0] ?? text} (--help shows what there is)` : text;
}

/** Whether `parseArgs` of node:util threw the error, recognized by its code. */
function isMistyped(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
