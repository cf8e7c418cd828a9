/** Reads a file of cases, or reports all its problems at once, with line and path. */
import { hpaCase, type HpaCase } from './hpa-case';

export class CaseError extends Error {
  public constructor(public readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'CaseError';
  }
}

/**
 * @param file name of the text in problems
 * @throws CaseError with the problems of all lines
 */
export function readCases(text: string, file: string): readonly HpaCase[] {
  const lines = text.split('\n').map((line, index) => ({ place: `${file}:${index + 1}`, line }));
  const results = lines.filter(({ line }) => line.trim() !== '').map(({ line, place }) => readCase(line, place));
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) throw new CaseError(problems);
  if (results.length === 0) throw new CaseError([`${file}: must have at least one case, received an empty file`]);
  return results.flatMap((result) => (result.ok ? [result.one] : []));
}

type Result = { readonly ok: true; readonly one: HpaCase } | { readonly ok: false; readonly problems: readonly string[] };

function readCase(line: string, place: string): Result {
  let source: unknown;
  try {
    source = JSON.parse(line);
  } catch (error) {
    return { ok: false, problems: [`${place}: must be JSON, ${error instanceof Error ? error.message : String(error)}`] };
  }
  const result = hpaCase.safeParse(source, { reportInput: true });
  if (result.success) return { ok: true, one: result.data };
  const problems = result.error.issues.map(({ path, message, input }) => `${place}: ${path.join('.')}: ${message}, received ${shown(input)}`);
  return { ok: false, problems };
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
