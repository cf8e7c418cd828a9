import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { costCommand } from '../../../checks/cost/cost-command';
import { listPrices } from '../../../config/google/prices';
import { ProjectCopy, type Run } from '../../project-copy';

const root = join(__dirname, '..', '..', '..');
const project = new ProjectCopy();
project.writeManifests();
const manifests = ['--manifests', project.path('manifests')];
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyo-cost-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  project.remove();
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('the script prints a table for each environment, or one line with the error', () => {
  const run = (...args: readonly string[]): Run => project.run('checks/cost/print.ts', args);
  const { status, stdout } = run();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^dev, USD a month +floor +expected +ceiling\n/);
  expect(stdout).toMatch(/\nprod, USD a month /);
  expect(run('--env', 'qa')).toMatchObject({ status: 1, stdout: '', stderr: '--env must be one of dev, prod, received "qa"\n' });
});

test("everything that is wrong in the project's own table is said at once, with its file, and nothing is printed", () => {
  project.edit('config/google/prices.json', '"clusterHour": ', '"clusterHour": -');
  project.edit('config/google/prices.json', '"egressGib": ', '"coffee": ');
  const { status, stdout, stderr } = project.run('checks/cost/print.ts', []);
  project.restore();
  project.writeManifests();
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^3 problems in the configuration:\n/);
  for (const path of ['clusterHour', 'egressGib', 'coffee']) expect(stderr).toContain(`  config/google/prices.json: ${path}: `);
});

test('replays a recorded load and accepts other prices, commitments and spot shares', async () => {
  const load = file('load.csv', '0,100\n3600,100\n');
  const dear = file('prices.json', JSON.stringify({ ...listPrices, clusterHour: 1 }));
  const out = await costCommand(['--env', 'dev', '--load', load, '--prices', dear, '--commitment', '1y', '--spot', '1', '--json', ...manifests]);
  const [bill] = JSON.parse(out) as readonly {
    readonly usage: { readonly expected: unknown };
    readonly items: readonly { readonly component: string; readonly floor: number }[];
  }[];
  expect(bill?.usage.expected).toEqual({ nodes: 1, requests: 100 * 730 * 3600 });
  expect(bill?.items.find(({ component }) => component === 'cluster management')?.floor).toBe(730);
  expect(bill?.items.map(({ component }) => component)).toEqual(expect.arrayContaining(['nodes above, spot (100 %)']));
});

test('prints its usage', async () => {
  expect(await costCommand(['--help'])).toContain('npm run cost -- --load <csv>');
});

test.each([
  [['--env', 'qa'], '--env must be one of dev, prod, received "qa"'],
  [['--spot', '1.5'], '--spot must be a number from 0 to 1, received "1.5"'],
  [['--commitment', '2y'], '--commitment must be one of none, 1y, 3y, received "2y"'],
  [['--load', '/nowhere.csv'], '--load must name what can be read, received /nowhere.csv'],
  [['--prices', join(root, 'package.json')], '--prices must be a table like config/google/prices.json, received '],
  [['--manifests', join(root, 'docs')], '--manifests must hold a folder dev (npm start writes it), received '],
])('refuses %j, naming option, rule and value', async (args, message) => {
  await expect(costCommand(args)).rejects.toThrow(message);
});

/** Price tables that are refused, with path, rule and value. */
const { egressGib: _, ...withoutEgress } = listPrices;
test.each<readonly [fault: string, table: unknown, problem: string]>([
  ['a currency as a sign', { ...listPrices, currency: '€' }, '  currency: must be an ISO 4217 code such as "EUR", received "€"'],
  ['no currency', { ...listPrices, currency: undefined }, '  currency: must be an ISO 4217 code such as "EUR", received nothing'],
  [
    'a rate without its source',
    { ...listPrices, billed: { currency: 'EUR', rate: 0.5, asOf: '2026-08-01' } },
    '  billed.source: must be a text, received nothing',
  ],
  [
    'a rate of nothing',
    { ...listPrices, billed: { currency: 'EUR', rate: 0, asOf: '2026-08-01', source: 'the invoice of August' } },
    '  billed.rate: must be greater than 0, received 0',
  ],
  [
    'a rate between a currency and itself',
    { ...listPrices, billed: { currency: 'USD', rate: 0.9, asOf: '2026-08-01', source: 'the invoice of August' } },
    '  billed.currency: must be another currency than that of the table, or billed be left out, received "USD"',
  ],
  [
    'a rate that no sum can be stated with',
    { ...listPrices, billed: { currency: 'EUR', rate: 1e300, asOf: '2026-08-01', source: 'the invoice of August' } },
    '  billed.rate: must be at most 1000000000000, received 1e+300',
  ],
  ['a hole', withoutEgress, '  egressGib: must be a number, received nothing'],
  [
    'a hole in a family',
    { ...listPrices, regions: { 'europe-west1': { e2: { vcpuHour: 0.02, spot: 0.4 } } } },
    '  regions.europe-west1.e2.gibHour: must be a number, received nothing',
  ],
  ['a price below nothing', { ...listPrices, clusterHour: -1 }, '  clusterHour: must be at least 0, received -1'],
  ['a price as a text', { ...listPrices, clusterHour: '0.1' }, '  clusterHour: must be a number, received "0.1"'],
  ['an unknown price', { ...listPrices, coffee: 3 }, '  coffee: is not a known option, received 3'],
])('refuses a table with %s', async (_fault, table, problem) => {
  const path = file('broken.json', JSON.stringify(table));
  const refused = await costCommand(['--prices', path, ...manifests]).catch((error: unknown) => String(error));
  expect(refused.split('\n')).toContain(problem);
});

test('everything that is wrong in a table is said at once', async () => {
  const path = file('broken.json', JSON.stringify({ ...withoutEgress, clusterHour: -1, coffee: 3, billed: { currency: 'USD', rate: 0 } }));
  const refused = await costCommand(['--prices', path, ...manifests]).catch((error: unknown) => String(error));
  for (const path of ['egressGib', 'clusterHour', 'coffee', 'billed.rate', 'billed.asOf', 'billed.source', 'billed.currency'])
    expect(refused).toContain(`\n  ${path}: `);
});

test.each([
  ['JPY', /\n {2}cluster management +\d+ +\d+ +\d+\n/],
  ['EUR', /\n {2}cluster management +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d\n/],
])('amounts in %s are as fine as it is paid', async (currency, row) => {
  expect(await costCommand(['--env', 'dev', '--prices', file('own.json', JSON.stringify({ ...listPrices, currency })), ...manifests])).toMatch(row);
});

test('a table may leave out a region or a family, whose prices are then unknown', async () => {
  const elsewhere = file('elsewhere.json', JSON.stringify({ ...listPrices, regions: { 'us-central1': {} } }));
  const [text, json] = [
    await costCommand(['--env', 'dev', '--prices', elsewhere, ...manifests]),
    await costCommand(['--env', 'dev', '--prices', elsewhere, '--json', ...manifests]),
  ];
  expect(text).toMatch(/nodes, the \d+ of \S+ that always run +unknown +unknown +unknown\n/);
  expect(text).toMatch(/\n {2}no price for \S+ in \S+: sums leave it out; --prices takes a table that has it\n/);
  expect(JSON.parse(json)).toMatchObject([{ unknown: [expect.stringMatching(/^no price for \S+ in \S+$/)] }]);
});
