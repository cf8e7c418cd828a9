/** The command `npm run bench` as a function: which programs measure, what each measures, and starting one by its name. */
import { parseArgs } from 'node:util';
import { outcomeOf, succeeded, type Outcome } from '../command-line/outcome';
import { programs } from '../command-line/programs';
import { textTable } from '../command-line/text-table';

const help = `Starts a benchmark. Each prints ours, what it is compared with, and the ratio of both, measured in one run.

  npm run bench -- --list              what there is
  npm run bench -- <name> [options]    starts one; its options are those of npm run bench:<name>
  npm run bench -- --help              this text
`;

/** What each benchmark measures (the first line of its `--help` text), by the benchmark's name. */
const benchmarks: ReadonlyMap<string, string> = new Map(
  Object.entries(programs).flatMap(([file, program]) => {
    const [, name] = /^bench\/(.+)\.ts$/.exec(file) ?? [];
    return name === undefined ? [] : [[name, program.help.split('\n')[0] ?? '']];
  }),
);

const rule = `a benchmark must be one of ${[...benchmarks.keys()].sort().join(', ')}`;

/** @param start - starts the npm script with these arguments and returns its exit status */
export function benchCommand(args: readonly string[], start: (script: string, args: readonly string[]) => number): Promise<Outcome> {
  const [name = '', ...rest] = args;
  if (benchmarks.has(name)) return Promise.resolve({ status: start(`bench:${name}`, rest), stdout: '', stderr: '' });
  return outcomeOf(() => {
    const options = { help: { type: 'boolean', default: false }, list: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length > 0) return { status: 2, stdout: '', stderr: `${rule}, received ${positionals.join(' ')}\n` };
    return succeeded(values.help || !values.list ? help : list());
  });
}

function list(): string {
  const rows = [...benchmarks].sort(([one], [other]) => one.localeCompare(other));
  return `${textTable(rows, () => false).join('\n')}\n`;
}
