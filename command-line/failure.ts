/** How a program of this project ends when it does not succeed. */

/** 2 for an invalid command line, 1 for every other failure, so that a script can distinguish a typing mistake from a result. */
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
 * What is wrong outside of this project, for whoever started the program: a file that people edit, one that is not there, an absent program, one that was started and
 * failed. An error of the project itself has none, and keeps its stack.
 */
export function outsideReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message, cause } = error;
  // Node names the file of JSON that it cannot read in the message
  if (name === 'ConfigurationError' || (name === 'SyntaxError' && /\.json: /.test(message))) return message;
  const absent = absentProgram(error);
  if (absent !== undefined) return `${absent} is not there: install it, or put its folder into PATH`;
  if (isOfFile(error) || isOfProgram(error)) return message.trimEnd();
  const deeper = outsideReason(cause);
  return deeper === undefined ? undefined : `${message}\n  ${deeper}`;
}

/** A file or folder that is not there, or is not readable: Node names it. */
function isOfFile(error: Error): boolean {
  return 'syscall' in error && 'path' in error && /^E[A-Z]+: /.test(error.message);
}

/** Of node:child_process, with what the program wrote. */
function isOfProgram({ message }: Error): boolean {
  return message.startsWith('Command failed: ');
}

/** What is wrong, without the stack. */
export function reason(error: unknown): string {
  const outside = outsideReason(error);
  if (outside !== undefined) return outside;
  const text = error instanceof Error || isMistyped(error) ? error.message : String(error);
  return isMistyped(error) ? `${text.split(/\. To specify|\n/)[0] ?? text} (--help shows what there is)` : text;
}

/** What `parseArgs` of node:util throws, known by its code. */
function isMistyped(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
