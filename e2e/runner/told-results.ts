/** The report of a run about its scenarios. */
import { formatDuration } from '../waiting/stopwatch';
import type { ScenarioResult } from './run-scenario';

export interface Failure {
  readonly name: string;
  readonly error: unknown;
}

/** The lines that end a scenario. */
export function describeResult(result: ScenarioResult): readonly string[] {
  const took = formatDuration(result.took);
  if (result.ok) return [`  passed in ${took}`];
  const lines = [...result.crashes, `logs: ${result.folder}`].map((line) => `  ${line}`);
  return [`  FAILED after ${took}`, indent(describeError(result.error)), ...lines];
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}

/** The last lines of a run. Each failure is repeated with the line that says why, because of a long run often only the end is kept. */
export function verdict(scenarios: number, failed: readonly Failure[]): readonly string[] {
  return [...failed.map(({ name, error }) => `FAILED ${name}: ${firstLine(error)}`), `${scenarios - failed.length} passed, ${failed.length} failed`];
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split('\n')[0] ?? '';
}
