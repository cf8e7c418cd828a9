import { parseArgs } from 'node:util';
import { UsageError, unreadable } from '../runner/run-options';

export const DEMO_HELP = `Runs the tracing chain on this machine: the example with its migrations, its worker and its nightly task, Redis, a collector, Jaeger and Prometheus
with the configurations generated for dev, and a load. Serves a page that shows what happens, prints its address, and stops everything on Ctrl-C.

  npm run demo                    until Ctrl-C
  npm run demo -- --rate 20       requests a second (1 to 100, default 5)
  npm run demo -- --for 120       stops by itself after so many seconds
  npm run demo -- --help          this text

One request in twenty is slow, fails, or meets a slow database, so that there is something to find. Programs are built once, from Go modules and PyPI,
into the cache folder (npm run e2e -- --help). Needs Go and Python with venv.`;

export interface DemoOptions {
  /** Requests a second. */
  readonly rate: number;
  /** In seconds; `undefined` until somebody stops it. */
  readonly lasting: number | undefined;
}

/**
 * @param args what follows the program's name
 * @throws UsageError that names every wrong option with its rule and value
 */
export function parseDemoOptions(args: readonly string[]): DemoOptions | 'help' {
  const { rate, for: lasting, help } = values(args);
  if (help) return 'help';
  const problems = [problem('--rate', rate, 1, 100), ...(lasting === undefined ? [] : [problem('--for', lasting, 1, 86_400)])].filter(
    (one) => one !== undefined,
  );
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  return { rate: Number(rate), lasting: lasting === undefined ? undefined : Number(lasting) };
}

function problem(option: string, text: string, least: number, most: number): string | undefined {
  const value = Number(text);
  return text.trim() !== '' && value >= least && value <= most ? undefined : `${option} must be a number from ${least} to ${most}, received "${text}"`;
}

function values(args: readonly string[]): { readonly rate: string; readonly for?: string; readonly help: boolean } {
  try {
    return parseArgs({
      args: [...args],
      options: { rate: { type: 'string', default: '5' }, for: { type: 'string' }, help: { type: 'boolean', default: false } },
    }).values;
  } catch (error) {
    throw unreadable(error);
  }
}
