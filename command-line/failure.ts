/** How a program of this project ends when it does not succeed. */

/** 2 for a command line that nobody can follow, 1 for everything else, so that a script can tell a typing mistake from an answer. */
export function exitStatus(error: unknown): 1 | 2 {
  return isMistyped(error) ? 2 : 1;
}

/** What is wrong, without the stack. */
export function reason(error: unknown): string {
  const text = error instanceof Error || isMistyped(error) ? error.message : String(error);
  return isMistyped(error) ? `${text.split(/\. To specify|\n/)[0] ?? text} (--help shows what there is)` : text;
}

/** What `parseArgs` of node:util throws, known by its code. */
function isMistyped(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
