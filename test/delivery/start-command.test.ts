/** Tests the command as a function over generated manifests; `start.test.ts` runs the program. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../charts/synthesis';
import { writeManifests } from '../../charts/written-manifests';
import type { Outcome } from '../../command-line/outcome';
import type { Environment } from '../../config/environment';
import type { Generation } from '../../delivery/generation';
import { inspect } from '../../delivery/inspection';
import { startCommand } from '../../delivery/start-command';
import { freezingAdvice, summarize } from '../../delivery/summary';
import { altered, type Changes } from '../altered';
import { environmentWith, firstWorkload } from '../environment-with';
import { environments as usual } from '../fixtures/environments';
import { oncePerEnvironment } from '../once-per-environment';

const synthesized = oncePerEnvironment(synthesize);
let folder: string;
let output: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyo-start-'));
  output = join(folder, 'manifests');
});
afterEach(() => rmSync(folder, { recursive: true }));

interface World {
  readonly environments?: readonly Environment[];
  /** Changes the generated files before they are checked. */
  readonly then?: (folder: string) => void;
  readonly generate?: (folder: string) => Generation;
}

function start(args: readonly string[] = [], { environments = usual, then = () => undefined, generate }: World = {}): Promise<Outcome> {
  const generated = (into: string): Generation => {
    mkdirSync(into, { recursive: true });
    writeManifests(environments, into, { withMetadata: true }, synthesized);
    then(into);
    return { ok: true };
  };
  return startCommand(args, { output, generate: generate ?? generated, load: () => Promise.resolve({ environments, inspect, summarize, freezingAdvice }) });
}

/** Small enough beside fifty pods of the first workload, which nearly fill ten nodes. */
const ofFourPods = altered(firstWorkload(environmentWith()), {
  name: 'orders',
  path: '/orders',
  'scaling.maxReplicas': 4,
  ...Object.fromEntries(['cpu', 'memory', 'requestRate', 'latency', 'errors', 'forecast'].map((signal) => [`scaling.signals.${signal}.cap`, 4])),
});
const second: Changes = { 'workloads[1]': ofFourPods, 'sizing.orders': environmentWith().sizing['backend'] };

const only = (changes: Changes): readonly Environment[] => [environmentWith(changes), ...usual.slice(1)];

/** Files in the output folder, by path; fails if anything is left beside the folder. */
function files(): Readonly<Record<string, string>> {
  expect(readdirSync(folder).filter((name) => name !== 'manifests')).toEqual([]);
  const paths = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((path) => path.includes('.'));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(output, path), 'utf8')]));
}

test('a first run counts new objects by kind instead of listing them; the next one says that nothing changed', async () => {
  const first = await start();
  expect([first.status, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toContain(
    'backend     2   50  CPU 70 % → 20, memory 80 % → 20, 100 requests/s → 50, P95 2s → 30, errors 5 % → 15, forecast → 50  CPU 90 %',
  );
  expect(first.stdout).toMatch(/checks {3}(\d+) of \1 hold/);
  expect(first.stdout).toMatch(/changes {2}(\d+) added, 0 changed, 0 removed since the last run\n {13}\+ \d+ [A-Z]\w+(, \d+ [A-Z]\w+)*\n/);
  expect(first.stdout).not.toContain('+ Deployment/');
  // the source of objects is not written
  expect(Object.keys(files()).filter((path) => !path.endsWith('.yaml'))).toEqual([]);
  const before = files();
  expect((await start()).stdout).toContain('changes  none since the last run');
  expect(files()).toEqual(before);
});

test.each([
  [
    'a changed value',
    { 'workloads[0].env': { LOG_LEVEL: 'info' } },
    '0 added, 1 changed, 0 removed since the last run\n             ~ Deployment/lyo-backend/backend\n',
  ],
  ['a new workload', second, '             + HorizontalPodAutoscaler/lyo-backend/orders\n'],
])('changes are listed by object: %s', async (_, changes, told) => {
  await start();
  const environments = only(changes);
  const { stdout } = await start([], { environments });
  expect(stdout).toContain(told);
});

test('the folder of a removed environment is removed', async () => {
  await start();
  await start([], { environments: usual.slice(0, 1), then: () => undefined });
  expect(readdirSync(output)).toEqual(['dev']);
});

/** Faults of generated files, by the text that reports them. */
const violations: Readonly<Record<string, { readonly breaks: (yaml: string) => string; readonly file: string; readonly says: readonly string[] }>> = {
  'a panel asks for what nothing produces': {
    file: 'dev/dashboard-cluster.yaml',
    breaks: (yaml) => yaml.replaceAll('otelcol_process_memory_rss_bytes', 'otelcol_memory'),
    says: ['the panel "Memory of collectors" of Cluster and cost asks for otelcol_memory, which nothing produces'],
  },
  'a rule asks for what nothing produces': {
    file: 'prod/prometheus.yaml',
    breaks: (yaml) => yaml.replaceAll('otelcol_exporter_queue_size', 'otelcol_queue_sise'),
    says: ['the rule CollectorQueueFilling asks for otelcol_queue_sise, which nothing produces'],
  },
  'replicas are stated beside an autoscaler': {
    file: 'dev/backend.yaml',
    breaks: (yaml) => yaml.replace('\n  selector:', '\n  replicas: 3\n  selector:'),
    says: [
      'autoscaling/replicas-stated',
      'Deployment lyo-backend/backend',
      'charts/web-services.ts (construct backend/web-service/deployment',
      'spec.replicas is 3',
    ],
  },
};

test('all violations are reported at once, each with check, object, construct and source, and the old manifests stay', async () => {
  await start();
  const before = files();
  const then = (into: string): void => {
    for (const { file, breaks } of Object.values(violations)) {
      const [text, path] = [readFileSync(join(into, file), 'utf8'), join(into, file)];
      expect(breaks(text)).not.toBe(text);
      writeFileSync(path, breaks(text));
    }
  };
  const { status, stdout, stderr } = await start([], { then });
  expect([status, stdout]).toEqual([1, '']);
  for (const said of Object.values(violations).flatMap(({ says }) => says)) expect(stderr).toContain(said);
  expect(files()).toEqual(before);
});

test.each([
  ['refuses', (): Generation => ({ ok: false, why: '2 problems\n  dev.name: must be short' }), '2 problems\n  dev.name: must be short\n'],
  [
    'breaks',
    (): Generation => {
      throw new Error('out of memory');
    },
    'out of memory\n',
  ],
  [
    'refuses half-way',
    (into: string): Generation => {
      mkdirSync(join(into, 'dev'), { recursive: true });
      writeFileSync(join(into, 'dev', 'backend.yaml'), 'kind: Half');
      return { ok: false, why: 'no room left' };
    },
    'no room left\n',
  ],
])('the generation %s: the reason is reported, and the old manifests stay', async (_, generate, told) => {
  await start();
  const before = files();
  expect(await start([], { generate })).toEqual({ status: 1, stdout: '', stderr: told });
  expect(files()).toEqual(before);
});

test('a second service takes one round, and the hint to freeze it is printed once, at the end', async () => {
  const { status, stdout, stderr } = await start([], { environments: only(second) });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout.split('\n').slice(-4)).toEqual([
    'new, with fields that cannot change once a cluster has them:',
    '  dev/Deployment/lyo-backend/orders',
    'when the names are final, run: npm run identity:freeze (npm run check and npm run apply need it)',
    '',
  ]);
});

test('another output folder is created, and --help prints the usage', async () => {
  expect((await start(['--output', join(folder, 'elsewhere')])).status).toBe(0);
  expect(readFileSync(join(folder, 'elsewhere/dev/backend.yaml'), 'utf8')).toContain('kind: Deployment');
  expect(existsSync(output)).toBe(false);
  expect(await start(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('npm start -- --output <folder>') });
});

test.each([['--outptu', 'x'], ['--output'], ['dev']])('an unknown option is refused: %s', async (...args) => {
  expect(await start(args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^[^\n]+\n$/) });
  expect(readdirSync(folder)).toEqual([]);
});
