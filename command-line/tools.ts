/** npm scripts that start third-party programs: their answer to `--help`, the options that they accept, and the commands that they run. */
import { parseArgs } from 'node:util';

type Options = Readonly<Record<string, { readonly type: 'boolean' | 'string'; readonly short?: string }>>;

export interface Tool {
  readonly what: string;
  /** Commands with their arguments; each starts when the one before has succeeded. */
  readonly steps: readonly (readonly [program: string, ...args: string[]])[];
  /** Options that are passed to the last command, with their descriptions. @default - none */
  readonly options?: Options;
  readonly about?: readonly string[];
  /** Whether file names may follow. @default false */
  readonly takesFiles?: boolean;
}

const rooms = 'autoscaler bench charts checks command-line config constructs delivery e2e imports optimizer planning simulator stacks test';

const jest = {
  options: {
    testNamePattern: { type: 'string', short: 't' },
    maxWorkers: { type: 'string', short: 'w' },
    verbose: { type: 'boolean' },
    watch: { type: 'boolean' },
  },
  about: [
    '  <path>                           only suites whose path contains this',
    '  -t, --testNamePattern <text>     only tests whose name contains this',
    '  -w, --maxWorkers <n>             number of processes',
    '  --verbose                        one line for each test',
    '  --watch                          again whenever a file changes',
  ],
  takesFiles: true,
} as const;

const npm = (script: string, ...args: readonly string[]): readonly [string, ...string[]] => ['npm', 'run', script, ...(args.length > 0 ? ['--', ...args] : [])];

/** Tools by the name of the npm script. */
export const tools: Readonly<Record<string, Tool>> = {
  test: { what: 'Runs every test.', steps: [['jest']], ...jest },
  'test:fast': { what: 'Runs the tests that start no programs.', steps: [['jest', '--selectProjects', 'fast']], ...jest },
  types: {
    what: 'Checks the types of all files.',
    steps: [
      ['tsc', '--noEmit'],
      ['tsc', '--noEmit', '-p', 'stacks'],
    ],
  },
  lint: {
    what: 'Lints all files.',
    steps: [['eslint', '.']],
    options: { fix: { type: 'boolean' } },
    about: ['  --fix                            fixes what it can'],
  },
  cycles: { what: 'Looks for import cycles.', steps: [['depcruise', '--config', '.dependency-cruiser.mjs', ...rooms.split(' ')]] },
  format: { what: 'Lists files that Prettier would format differently.', steps: [['prettier', '--check', '.']] },
  'format:write': { what: 'Formats all files.', steps: [['prettier', '--write', '.']] },
  check: {
    what: 'Runs everything that must pass before a review: types, lint, import cycles, format, tests, and generated files.',
    steps: [
      ...['types', 'lint', 'cycles', 'format', 'test', 'start', 'plan', 'audit'].map((script) => npm(script)),
      npm('identity:freeze', '--check'),
      npm('committed'),
    ],
  },
};

export interface Started {
  /** Help text to print instead of starting anything. */
  readonly help?: string;
  readonly steps: Tool['steps'];
}

/** @throws Error of `parseArgs` for an unknown option */
export function startedBy(script: string, args: readonly string[]): Started {
  const tool = tools[script];
  if (tool === undefined) throw new Error(`a script must be one of ${Object.keys(tools).join(', ')}, received ${script}`);
  const options = { ...tool.options, help: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options, allowPositionals: tool.takesFiles === true });
  if (values['help'] === true) return { help: helpOf(script, tool), steps: [] };
  return { steps: tool.steps.map((step, index) => (index === tool.steps.length - 1 ? [...step, ...args] : step)) };
}

function helpOf(script: string, { what, about = [], steps }: Tool): string {
  const command = script === 'test' ? 'npm test' : `npm run ${script}`;
  return [
    what,
    '',
    `  ${command}`,
    `  ${`${command} -- --help`.padEnd(33)}this text`,
    ...about,
    '',
    `It starts ${steps.map((step) => step.join(' ')).join(', then ')}.`,
  ].join('\n');
}
