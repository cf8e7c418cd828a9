/** Lint as a design tool: who may import whom, how large a piece may grow, and that every type is known. */
import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

/** Anything in a room. */
const room = (type) => ({ to: { element: { type } } });
/** Named files of a room, relative to it. */
const files = (type, ...names) => ({ to: { element: { type, fileInternalPath: names } } });
/** Types of a room: erased, so they bind nothing at run time. */
const typesOf = (type) => ({ to: { element: { type } }, dependency: { kind: 'type' } });

/**
 * Allowed imports: a room on the left may import what stands on its right, and its own files. A folder inside another room comes before that room, because the
 * first pattern that matches names the file. Units are types, and a unit is of no use without its conversion: so `config/quantities` goes where units go.
 * How PromQL is read with Grafana's variables in it is one piece of code for those who write it and those who check it.
 */
const rooms = {
  config: [],
  imports: [room('config')],
  'command-line': [],
  stacks: [room('command-line'), room('config')],
  constructs: [room('imports'), typesOf('config'), files('config', 'quantities.ts', 'metrics/grafana-variables.ts')],
  charts: [
    room('constructs'),
    room('imports'),
    room('config'),
    files('optimizer', 'config.ts', 'metrics.ts'),
    files('optimizer/adapters', 'permissions.ts', 'permissions/**'),
  ],
  autoscaler: [files('config', 'scaling.ts', 'quantities.ts')],
  'optimizer/timeseries': [],
  'optimizer/adapters': [
    room('optimizer'),
    room('optimizer/timeseries'),
    room('autoscaler'),
    files('config', 'optimizer.ts', 'scaling.ts', 'telemetry.ts', 'quantities.ts', 'names.ts', 'record.ts'),
  ],
  optimizer: [
    room('optimizer/timeseries'),
    room('optimizer/adapters'),
    room('autoscaler'),
    files('config', 'optimizer.ts', 'scaling.ts', 'telemetry.ts', 'tuned-metrics.ts', 'quantities.ts'),
  ],
  simulator: [room('command-line'), room('autoscaler'), room('optimizer'), room('optimizer/timeseries'), room('config')],
  checks: [room('command-line'), room('config')],
  planning: [
    room('command-line'),
    room('config'),
    room('checks'),
    room('autoscaler'),
    room('simulator'),
    room('optimizer'),
    room('optimizer/timeseries'),
    room('optimizer/adapters'),
  ],
  delivery: [room('command-line'), room('checks'), room('autoscaler'), room('simulator'), room('config')],
  e2e: [
    room('command-line'),
    room('charts'),
    room('simulator'),
    room('autoscaler'),
    room('optimizer'),
    room('optimizer/timeseries'),
    room('optimizer/adapters'),
    room('config'),
    room('test/fixtures'),
  ],
  bench: [room('!test')],
  'test/fixtures': [room('config')],
  test: [room('*'), room('*/*')],
};

/** Packages that only some rooms may know; the rest of the program must not need them. */
const guardedPackages = [
  { packages: ['@pulumi/*'], rooms: ['stacks', 'checks', 'test', 'bench'] },
  { packages: ['cdk8s', 'cdk8s-plus-28', 'constructs'], rooms: ['constructs', 'charts', 'imports', 'checks', 'test', 'bench'] },
];

/** Files of `config/` that people edit for their own environments. */
const written = ['dev.ts', 'prod.ts', 'environment-sources.ts', 'environments.ts', 'sizing/**'];

const policies = [
  ...Object.entries(rooms).map(([type, allow]) => ({ from: { element: { type } }, allow })),
  { allow: { to: { module: { origin: ['external', 'core'] } } } },
  ...guardedPackages.map(({ packages, rooms: permitted }) => ({
    from: { element: { type: Object.keys(rooms).filter((type) => !permitted.includes(type)) } },
    disallow: { to: { module: { origin: 'external', source: packages } } },
  })),
  // config is data and types; zod states the types, croner reads schedules
  { from: { element: { type: 'config' } }, disallow: { to: { module: { origin: 'external', source: '!(zod|croner)' } } } },
  // what people write themselves: tests, scenarios and benchmarks stand on environments of their own, so that any legal configuration leaves them as they are
  { from: { element: { type: ['test', 'test/fixtures', 'e2e', 'bench'] } }, disallow: files('config', ...written) },
  ...['config', 'autoscaler', 'optimizer/timeseries'].map((type) => ({ from: { element: { type } }, disallow: { to: { module: { origin: 'core' } } } })),
];

const architecture = {
  files: ['**/*.ts'],
  plugins: { boundaries },
  settings: {
    'boundaries/elements': Object.keys(rooms).map((type) => ({ type, pattern: type, partialMatch: false })),
    'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export', 'require'],
    'boundaries/legacy-warnings': false,
    'import/resolver': { node: { extensions: ['.ts', '.js', '.json'] } },
  },
  rules: {
    'boundaries/dependencies': ['error', { default: 'disallow', checkAllOrigins: true, checkUnknownLocals: true, policies }],
    // a folder is a room with one purpose: a new one is added to the table above
    'boundaries/no-unknown-files': 'error',
  },
};

const defaultExports = { selector: 'ExportDefaultDeclaration', message: 'Export by name: a name that every importer chooses anew cannot be searched for.' };

const style = {
  files: ['**/*.ts'],
  rules: {
    complexity: ['error', 10],
    'max-params': ['error', 4],
    'max-depth': ['error', 3],
    'max-lines': ['error', { max: 300, skipBlankLines: true }],
    eqeqeq: 'error',
    'no-restricted-syntax': ['error', defaultExports],
    '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    '@typescript-eslint/explicit-module-boundary-types': 'error',
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  },
};

const junkDrawers = {
  files: ['**/{util,utils,helper,helpers,common}.ts', '**/{util,utils,helper,helpers,common}/**/*.ts'],
  rules: { 'no-restricted-syntax': ['error', defaultExports, { selector: 'Program', message: 'Name the file for its topic.' }] },
};

/** A test may be as long as its table, and jest's matchers are typed `any`. */
const tests = {
  files: ['test/**/*.ts'],
  rules: {
    'max-lines': 'off',
    '@typescript-eslint/no-unsafe-assignment': 'off',
    '@typescript-eslint/no-non-null-assertion': 'off',
  },
};

export default tseslint.config(
  { ignores: ['node_modules/', '**/.cache/', 'imports/*.{io,com}.ts', 'manifests/', 'plans/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
  },
  architecture,
  style,
  junkDrawers,
  tests,
  { files: ['**/*.js'], languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' } } },
);
