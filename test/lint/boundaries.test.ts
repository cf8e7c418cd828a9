import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A module for every case that the table of allowed imports distinguishes. */
const modules = [
  'config/environments',
  'config/quantities',
  'config/scaling',
  'config/optimizer',
  'config/telemetry',
  'imports/gateway',
  'stacks/network',
  'command-line/failure',
  'constructs/web-service',
  'charts/synthesis',
  'autoscaler/replica-calculator',
  'optimizer/timeseries/seasonal',
  'optimizer/adapters/prometheus',
  'optimizer/adapters/permissions',
  'optimizer/config',
  'optimizer/metrics',
  'optimizer/tick',
  'simulator/virtual-cluster',
  'checks/violation',
  'delivery/apply',
  'e2e/cluster/cluster',
  'bench/synth',
  'test/fixture',
  'test/fixtures/dev',
  'config/prod',
  'config/sizing/dev',
] as const;
const packages = ['zod', 'cdk8s', '@pulumi/gcp', 'node:fs'] as const;
type Target = (typeof modules)[number] | (typeof packages)[number];

const root = join(__dirname, '..', '..');
/** Files that users write for their own environments; no test, scenario or benchmark may depend on them. */
const written: readonly string[] = ['config/environments', 'config/prod', 'config/sizing/dev'];
const notWritten = modules.filter((name) => !written.includes(name));
const ofConfig = modules.filter((name) => name.startsWith('config/'));
const ofProgram = notWritten.filter((name) => name.startsWith('config/'));
const ofOptimizer = modules.filter((name) => name.startsWith('optimizer/'));

/** Allowed imports by the design, independent of the lint table: the importing module, how it imports, and all that it may import besides its own folder. */
const rows: readonly { readonly module: string; readonly how: 'values' | 'types'; readonly may: readonly Target[] }[] = [
  { module: 'config/dev', how: 'values', may: ['zod', ...ofConfig] },
  { module: 'imports/import', how: 'values', may: ['node:fs', 'zod', 'cdk8s', 'imports/gateway', ...ofConfig] },
  { module: 'stacks/index', how: 'values', may: ['node:fs', 'zod', '@pulumi/gcp', 'stacks/network', 'command-line/failure', ...ofConfig] },
  { module: 'constructs/scaling/signal', how: 'values', may: ['node:fs', 'zod', 'cdk8s', 'constructs/web-service', 'imports/gateway', 'config/quantities'] },
  { module: 'constructs/labels', how: 'types', may: ['node:fs', 'zod', 'cdk8s', 'constructs/web-service', 'imports/gateway', ...ofConfig] },
  {
    module: 'charts/backend',
    how: 'values',
    may: [
      'node:fs',
      'zod',
      'cdk8s',
      'charts/synthesis',
      'constructs/web-service',
      'imports/gateway',
      ...ofConfig,
      'optimizer/config',
      'optimizer/metrics',
      'optimizer/adapters/permissions',
    ],
  },
  { module: 'autoscaler/behavior', how: 'values', may: ['zod', 'autoscaler/replica-calculator', 'config/scaling', 'config/quantities'] },
  { module: 'optimizer/timeseries/forest', how: 'values', may: ['zod', 'optimizer/timeseries/seasonal'] },
  {
    module: 'optimizer/main',
    how: 'values',
    may: ['node:fs', 'zod', ...ofOptimizer, 'autoscaler/replica-calculator', 'config/optimizer', 'config/scaling', 'config/telemetry', 'config/quantities'],
  },
  {
    module: 'simulator/main',
    how: 'values',
    may: [
      'command-line/failure',
      'node:fs',
      'zod',
      'simulator/virtual-cluster',
      'autoscaler/replica-calculator',
      'optimizer/config',
      'optimizer/metrics',
      'optimizer/tick',
      'optimizer/timeseries/seasonal',
      'optimizer/adapters/prometheus',
      ...ofConfig,
    ],
  },
  { module: 'command-line/answer', how: 'values', may: ['node:fs', 'zod', 'command-line/failure'] },
  { module: 'checks/capacity/fits', how: 'values', may: ['node:fs', 'zod', 'cdk8s', '@pulumi/gcp', 'checks/violation', 'command-line/failure', ...ofConfig] },
  {
    module: 'delivery/review/summary',
    how: 'values',
    may: [
      'node:fs',
      'zod',
      'delivery/apply',
      'command-line/failure',
      'checks/violation',
      'autoscaler/replica-calculator',
      'simulator/virtual-cluster',
      ...ofConfig,
    ],
  },
  {
    module: 'e2e/runner/run',
    how: 'values',
    may: [
      'node:fs',
      'zod',
      'e2e/cluster/cluster',
      'command-line/failure',
      'charts/synthesis',
      'simulator/virtual-cluster',
      'autoscaler/replica-calculator',
      'optimizer/tick',
      'optimizer/config',
      'optimizer/metrics',
      'optimizer/timeseries/seasonal',
      'optimizer/adapters/prometheus',
      'optimizer/adapters/permissions',
      'test/fixtures/dev',
      ...ofProgram,
    ],
  },
  { module: 'bench/helm', how: 'values', may: [...packages, ...notWritten.filter((name) => name !== 'test/fixture')] },
  { module: 'test/fixtures/prod', how: 'values', may: ['node:fs', 'zod', 'test/fixtures/dev', ...ofProgram] },
  { module: 'test/charts/backend.test', how: 'values', may: [...packages, ...notWritten] },
];

interface LintedFile {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly line: number; readonly message: string }[];
}

const targets: readonly Target[] = [...modules, ...packages];
const forbidden = 'boundaries/dependencies';
let folder = '';
let results: readonly LintedFile[] = [];

/** Lints a project with the same folders and a file for each row, which imports every target on a line of its own. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyo-boundaries-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  write('tsconfig.json', JSON.stringify({ extends: join(root, 'tsconfig.json'), include: ['**/*.ts'] }));
  for (const name of modules) write(`${name}.ts`, 'export const value = 1;\nexport type Value = number;\n');
  for (const { module, how } of rows) write(`${module}.ts`, targets.map((target) => importing(module, target, how)).join('\n'));
  write('scripts/deploy.ts', 'export const value = 1;\n');
  write('charts/utils.ts', 'export const value = 1;\n');
  write('charts/ingress.ts', 'export default 1;\n');
  results = lint();
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function importing(module: string, target: string, how: 'values' | 'types'): string {
  const up = '../'.repeat(module.split('/').length - 1);
  const source = modules.some((name) => name === target) ? `${up}${target}` : target;
  return how === 'types' ? `import type { Value } from '${source}';` : `import { value } from '${source}';`;
}

function lint(): readonly LintedFile[] {
  const eslint = join(root, 'node_modules', 'eslint', 'bin', 'eslint.js');
  const { stdout, stderr } = spawnSync(process.execPath, [eslint, '--config', join(root, 'eslint.config.mjs'), '--format', 'json', '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (stdout === '') throw new Error(`eslint must answer with JSON, received ${stderr}`);
  return JSON.parse(stdout) as readonly LintedFile[];
}

function messagesOf(name: string): LintedFile['messages'] {
  return results.find(({ filePath }) => filePath.endsWith(`/${name}.ts`))?.messages ?? [];
}

/** Line n imports target n. */
function accepted(module: string): readonly Target[] {
  const refused = new Set(messagesOf(module).flatMap(({ ruleId, line }) => (ruleId === forbidden ? [line] : [])));
  return targets.filter((_, index) => !refused.has(index + 1));
}

test.each(rows)('$module may import $how of what the design allows and of nothing else', ({ module, may }) => {
  expect([...accepted(module)].sort()).toEqual([...new Set(may)].sort());
});

test('only tests import from test/', () => {
  const importers = rows.filter(({ module }) => accepted(module).includes('test/fixture')).map(({ module }) => module);
  expect(importers).toEqual(['test/charts/backend.test']);
});

test('stacks and charts never import each other', () => {
  expect(accepted('stacks/index')).not.toContain('charts/synthesis');
  expect(accepted('charts/backend')).not.toContain('stacks/network');
});

test('a folder that is not in the table of rooms is refused', () => {
  expect(messagesOf('scripts/deploy').map(({ ruleId }) => ruleId)).toContain('boundaries/no-unknown-files');
});

test('a file with a name such as utils is refused', () => {
  expect(messagesOf('charts/utils')).toEqual([expect.objectContaining({ ruleId: 'no-restricted-syntax', message: 'Name the file for its topic.' })]);
});

test('a default export is refused', () => {
  expect(messagesOf('charts/ingress').map(({ ruleId }) => ruleId)).toContain('no-restricted-syntax');
});
