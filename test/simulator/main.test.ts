import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulateCommand as command } from '../../simulator/main';
import { environments } from '../fixtures/environments';
import { webWorkloads } from '../../config/workload';

const env = environments[0]?.name ?? '';
const today = new Date('2026-11-28T09:00:00Z');
const simulateCommand = (args: readonly string[]): Promise<string> => command(args, today);
const folder = mkdtempSync(join(tmpdir(), 'lyo-simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function problems(...args: readonly string[]): Promise<string> {
  try {
    await simulateCommand(args);
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  return '';
}

test('the table has every requested policy, and marks dominated ones', async () => {
  const text = await simulateCommand(['--load', 'step', '--env', env, '--compare', 'static,hpa60,policy,oracle']);
  for (const name of ['static peak', 'HPA CPU 60 %', 'our policy', 'clairvoyant', 'violations %', 'ominated']) expect(text).toContain(name);
});

test('JSON output has the same numbers', async () => {
  const file = join(folder, 'load.csv');
  writeFileSync(file, ['timestamp,rps', ...Array.from({ length: 90 }, (_, minute) => `${minute * 60},${minute < 40 ? 10 : 30}`)].join('\n'));
  const result = JSON.parse(await simulateCommand(['--load', file, '--column', 'rps', '--env', env, '--compare', 'oracle,hpa50', '--json'])) as {
    readonly load: object;
    readonly outcomes: readonly { readonly name: string; readonly violations: number }[];
  };
  expect(result.load).toEqual({ name: 'load.csv', step: 60, values: 90, gaps: [] });
  expect(result.outcomes.map(({ name }) => name)).toEqual(['clairvoyant', 'HPA CPU 50 %']);
});

test('a growing load is shown by month, with the month in which it needs more than the maximum of pods', async () => {
  // 20 pods at the peak, doubling each month: 20, 40, 80, 160
  const text = await simulateCommand(['--load', 'step', '--env', env, '--until', '2027-02-01', '--growth', '100%']);
  expect(text.match(/^20\d\d-\d\d-01.*$/gm)?.map((line) => line.split(/ +/).slice(0, 3))).toEqual([
    ['2026-11-01', '1.00', '20'],
    ['2026-12-01', '2.00', '40'],
    ['2027-01-01', '4.00', '80'],
    ['2027-02-01', '8.00', '160'],
  ]);
  expect(text).toContain('From 2027-01-01 on the peak needs 80 pods; the policy may have 50.');
  expect(text).toMatch(/^USD\/month: the pods' share of their nodes at list price, 0\.\d{4} an hour/m);
});

test('a load that grows is told with each limit that its peak passes, the first one first, and with what its pods cost', async () => {
  const growing = ['--load', 'step', '--env', env, '--until', '2027-02-01', '--growth', '100%'];
  const text = await simulateCommand([...growing, '--quota', '70', '--pods-per-node', '6', '--max-nodes', '5']);
  expect(text.match(/^From .*$/gm)).toEqual([
    'From 2026-12-01 on the peak needs 40 pods; 5 nodes have room for 30.',
    'From 2027-01-01 on the peak needs 80 pods; the policy may have 50.',
    'From 2027-01-01 on the peak needs 80 pods; the quota has room for 70.',
  ]);
  expect(text).toMatch(/^month +load .*USD\/month +at maximum % +no place %$/m);
  interface Told {
    readonly months: readonly { readonly podHoursPerDay: number; readonly cost: number; readonly unplaced?: number }[];
  }
  const { months } = JSON.parse(await simulateCommand([...growing, '--quota', '30', '--json'])) as Told;
  const prices = months.map(({ cost, podHoursPerDay }) => cost / (podHoursPerDay * (730 / 24)));
  for (const price of prices) expect(price).toBeCloseTo(prices[0] ?? 0, 3);
  expect(months.map(({ unplaced = 0 }) => unplaced > 0)).toEqual([false, true, true, true]);
  const roomy = await simulateCommand(['--load', 'step', '--env', env, '--until', '2026-12-01', '--growth', '1%', '--quota', '30']);
  expect(roomy).toContain('The peak fits into 30 pods, as many as the quota has room for, all the time.');
});

test('a folder gives a row for each load and start-up, and the number of cases in which a plain autoscaler is better', async () => {
  const loads = join(folder, 'loads');
  mkdirSync(loads);
  const rows = (high: number): string =>
    ['timestamp,value', ...Array.from({ length: 60 }, (_, minute) => `${minute * 60},${minute < 30 ? 10 : high}`)].join('\n');
  writeFileSync(join(loads, 'flat.csv'), rows(10));
  writeFileSync(join(loads, 'step.csv'), rows(30));
  writeFileSync(join(loads, 'README.md'), 'no load');
  const text = await simulateCommand(['--load', loads, '--env', env, '--compare', 'hpa50,hpa75,policy', '--start-up', '30,60']);
  expect(text.match(/^(flat|step) +\d+/gm)?.map((row) => row.split(/ +/))).toEqual([
    ['flat', '30'],
    ['flat', '60'],
    ['step', '30'],
    ['step', '60'],
  ]);
  // on a flat load no policy has violations, and 75 % costs less than our 70 %
  expect(text).toMatch(/^flat .*HPA CPU 75 %$/m);
  expect(text).toMatch(/Our policy is dominated in [2-4] of 4\./);
});

test('a sweep shows its progress, and the edit of the configuration for the chosen policy', async () => {
  const told: number[] = [];
  // only an hour and a half, because a sweep simulates the load 108 times
  const file = join(folder, 'noisy.csv');
  writeFileSync(file, ['timestamp,value', ...Array.from({ length: 90 }, (_, minute) => `${minute * 60},${20 + ((minute * 7) % 11)}`)].join('\n'));
  const text = await command(['--load', file, '--env', env, '--sweep', '--pods-at-peak', '10'], today, (done) => told.push(done));
  // the highest is 77 % with a tolerance of 0.1: 0.847, below the knee
  expect(text).not.toContain('were not played');
  expect(told).toEqual(Array.from({ length: 108 }, (_, index) => index + 1));
  expect(text).toMatch(/Chosen: the cheapest|No policy violates/);
  expect(JSON.parse(await simulateCommand(['--load', file, '--env', env, '--sweep', '--json']))).toMatchObject({
    startUp: 60,
    load: { name: 'noisy.csv' },
    refused: 0,
  });
});

test('a report is written beside the table, with the same title', async () => {
  const file = join(folder, 'report.html');
  const text = await simulateCommand(['--load', 'step', '--env', env, '--compare', 'policy,oracle', '--report', file]);
  expect(readFileSync(file, 'utf8')).toContain(`<h1>${text.split('\n')[0] ?? ''}</h1>`);
});

describe('start-ups that are drawn for each pod', () => {
  const asked = ['--load', 'flash-crowd', '--env', env, '--compare', 'static,hpa60,policy,oracle'];
  interface Told {
    readonly startUp: unknown;
    readonly outcomes: readonly { readonly name: string; readonly drawn?: { readonly pods: number } }[];
  }
  const told = async (...more: readonly string[]): Promise<Told> => JSON.parse(await simulateCommand([...asked, ...more, '--json'])) as Told;
  const withoutDrawn = ({ outcomes }: Told): unknown => outcomes.map(({ drawn: _, ...outcome }) => outcome);

  test('are the constant where they have no width, and nothing is told of them where they are one', async () => {
    const constant = await told('--start-up', '60');
    expect(constant.startUp).toBe(60);
    for (const { drawn } of constant.outcomes) expect(drawn).toBeUndefined();
    for (const narrow of ['60..60', 'median=60,p95=60']) expect(withoutDrawn(await told('--start-up', narrow))).toEqual(constant.outcomes);
  });

  test('are told with their distribution, seed, and what was drawn for whom; a static peak starts no pod', async () => {
    const { startUp, outcomes } = await told('--start-up', '30..90', '--seed', '5');
    expect(startUp).toEqual({ kind: 'uniform', least: 30, most: 90, mean: 60, median: 60, p95: 87, seed: 5 });
    const [fixed, , ours, oracle] = outcomes;
    expect(fixed?.drawn).toEqual({ pods: 0 });
    expect(ours?.drawn?.pods).toBeGreaterThan(10);
    expect(oracle?.drawn).toBeUndefined();
  });

  test('leave who knows the future as with their mean: nothing violated, at the same cost', async () => {
    const [drawn, constant] = [await told('--start-up', '30..90'), await told('--start-up', '60')];
    expect(drawn.outcomes.at(-1)).toEqual(constant.outcomes.at(-1));
    expect(drawn.outcomes.at(-1)).toMatchObject({ name: 'clairvoyant', violations: 0 });
  });

  test('are the same for the same seed, and others for another', async () => {
    const runs = [await told('--start-up', '30..180'), await told('--start-up', '30..180'), await told('--start-up', '30..180', '--seed', '2')];
    expect(runs[1]).toEqual(runs[0]);
    expect(withoutDrawn(runs[2]!)).not.toEqual(withoutDrawn(runs[0]!));
  });

  test('are in the title, below the table and in the report', async () => {
    const file = join(folder, 'drawn.html');
    const text = await simulateCommand([...asked, '--start-up', 'median=60,p95=120', '--report', file]);
    expect(text).toContain('start-up log-normal, drawn for each pod (median 60 s, P95 120 s, seed 1), 20 pods at the peak');
    expect(text).toMatch(
      /Start-ups are drawn for each pod with seed 1\.[^]*the mean, 65\.6 s\.[^]*Drawn: static peak started no pod; HPA CPU 60 % \d+ pods, median/,
    );
    const html = readFileSync(file, 'utf8');
    expect(html).toContain('<p>Start-ups are drawn for each pod with seed 1.');
    expect(html).toMatch(/<p>Drawn: static peak started no pod; HPA CPU 60 % \d+ pods, median [\d.]+ s, P95 [\d.]+ s; our policy/);
  });

  test('hold for a capacity plan, a sweep, a folder and a release', async () => {
    const plan = ['--load', 'flash-crowd', '--env', env, '--until', '2027-01-01', '--growth', '10%'];
    expect(await simulateCommand([...plan, '--start-up', '60..60'])).toContain((await simulateCommand([...plan, '--start-up', '60'])).split('\n\n')[1]!);
    expect(await simulateCommand([...plan, '--start-up', '0..300'])).not.toContain((await simulateCommand([...plan, '--start-up', '150'])).split('\n\n')[1]!);
    const loads = join(folder, 'drawn');
    mkdirSync(loads);
    writeFileSync(
      join(loads, 'step.csv'),
      ['timestamp,value', ...Array.from({ length: 60 }, (_, minute) => `${minute * 60},${minute < 30 ? 10 : 30}`)].join('\n'),
    );
    const table = await simulateCommand(['--load', loads, '--env', env, '--compare', 'hpa60,policy', '--start-up', '60,30..90,median=60,p95=120']);
    expect(table.match(/^step +\S+/gm)?.map((row) => row.split(/ +/)[1])).toEqual(['60', '30..90', 'median=60,p95=120']);
    expect(table).toContain('Start-ups are drawn for each pod with seed 1.');
    const swept = ['--load', join(loads, 'step.csv'), '--env', env, '--sweep', '--json'];
    expect(JSON.parse(await simulateCommand([...swept, '--start-up', '10..300']))).toMatchObject({ startUp: { kind: 'uniform', seed: 1 } });
    expect(await simulateCommand([...asked, '--start-up', '30..90', '--release', 'peak'])).toMatch(/^our policy +\d+\.\d+ +\d+\.\d+ +\d+\.\d+ +\d+\.\d$/m);
  });
});

test('a report has what nodes, a quota and a release did', async () => {
  const file = join(folder, 'around.html');
  const around = ['--release', 'peak', '--pods-per-node', '4', '--quota', '40'];
  await simulateCommand(['--load', 'step', '--env', env, '--compare', 'hpa60,policy,oracle', ...around, '--report', file]);
  const html = readFileSync(file, 'utf8');
  expect(html).toContain('<h2>Nodes, quota, release and lost metrics</h2>');
  expect(html).toContain('<th scope="col">release min</th>');
  expect(html).toMatch(/<td>our policy<\/td><td>[\d.]+<\/td><td>[\d.]+<\/td><td>[\d.]+<\/td><td>\d+<\/td><td>[\d.]+<\/td><\/tr>/);
});

test('loads are told apart, one or a folder of them', async () => {
  expect(await simulateCommand(['--load', 'diurnal', '--env', env, '--classify'])).toMatch(/^diurnal: smooth; .*; scaling: classPolicies\.smooth\n$/);
  expect(JSON.parse(await simulateCommand(['--load', 'noise', '--env', env, '--classify', '--json']))).toMatchObject({ class: 'bursty' });
  const several = join(folder, 'several');
  mkdirSync(several);
  for (const name of ['a.csv', 'b.csv']) writeFileSync(join(several, name), 'timestamp,value\n0,1\n60,1\n120,1\n');
  expect((await simulateCommand(['--load', several, '--env', env, '--classify'])).match(/^[ab]\.csv: smooth/gm)).toHaveLength(2);
});

test('a load is simulated with the policy of a class, or of its own class', async () => {
  const judged = async (load: string, policy: string): Promise<unknown> =>
    JSON.parse(await simulateCommand(['--load', load, '--env', env, '--policy', policy, '--compare', 'policy,oracle', '--json']));
  expect(await judged('noise', 'by-class')).toEqual(await judged('noise', 'bursty'));
  expect(await judged('diurnal', 'by-class')).toEqual(await judged('diurnal', 'smooth'));
  expect(await judged('diurnal', 'smooth')).not.toEqual(await judged('diurnal', 'noisy'));
});

test('a folder with the name of a file is reported with its path', async () => {
  const loads = join(folder, 'with-a-folder');
  mkdirSync(join(loads, 'inner.csv'), { recursive: true });
  expect(await problems('--load', loads, '--env', env)).toContain(`--load: ${join(loads, 'inner.csv')}: must be a file that can be read, `);
});

test('a load of zeros is refused', async () => {
  const file = join(folder, 'nothing.csv');
  writeFileSync(file, 'timestamp,value\n0,0\n60,0\n');
  expect(await problems('--load', file, '--env', env)).toBe('nothing.csv: must have a load above 0');
});

test('an invalid policy is refused with path, rule and value', async () => {
  const file = join(folder, 'policy.json');
  const scaling = environments.flatMap(webWorkloads)[0]?.scaling;
  writeFileSync(file, JSON.stringify({ ...scaling, minReplicas: 60, maxReplicas: 50 }));
  expect(await problems('--load', 'step', '--env', env, '--policy', file)).toContain('scaling.minReplicas: must be at most maxReplicas (50), received 60');
  writeFileSync(file, '{');
  expect(await problems('--load', 'step', '--env', env, '--policy', file)).toContain('must be smooth, noisy, bursty or a file with JSON');
});

test.each([
  [['--env', env], '--load: must be given'],
  [['--load', 'step'], '--env: must be given'],
  [['--load', 'nothing', '--env', env], '--load: must be a file or one of'],
  [['--load', 'step', '--env', 'moon'], '--env: must be one of'],
  [['--load', 'step', '--env', env, '--workload', 'moon'], '--workload: must be one of'],
  [['--load', 'step', '--env', env, '--compare', 'hpa0,guess'], '--compare: must be static, policy, forecast, oracle or hpa<percent>, received hpa0'],
  [['--load', 'step', '--env', env, '--start-up=-1'], '--start-up: must be seconds from 0 to 86400, received -1'],
  [['--load', 'step', '--env', env, '--scale', 'x'], '--scale: must be a number of at least 0.001, received x'],
  [['--load', 'step', '--env', env, '--scale', '0x10'], '--scale: must be a number of at least 0.001, received 0x10'],
  [['--load', 'step', '--env', env, '--pods-at-peak', ''], '--pods-at-peak: must be a number of at least 0.1, received nothing'],
  [['--load', 'step', '--env', env, '--seed', '1.5'], '--seed: must be a whole number from 0 to 999999999, received 1.5'],
  [['--load', 'step', '--env', env, '--seed', 'x'], '--seed: must be a whole number from 0 to 999999999, received x'],
  [['--load', 'step', '--env', env, '--until', '2027-02-30', '--growth', '5%'], '--until: must be a date such as 2027-03-01, received 2027-02-30'],
  [['--load', 'step', '--env', env, '--until', '2020-01-01', '--growth', '5%'], '--until: must not be in the past, received 2020-01-01'],
  [['--load', 'step', '--env', env, '--until', '9999-01-01', '--growth', '5%'], '--until: must be at most 10 years from today, received 9999-01-01'],
  [['--load', '', '--env', env], 'or the address of a Prometheus, received nothing'],
  [['--load', 'step', '--env', env, '--workload', ''], '--workload: must be one of backend, received nothing'],
  [['--load', 'step', '--env', env, '--compare', ''], '--compare: must be static, policy, forecast, oracle or hpa<percent>, received nothing'],
  [['--load', 'step', '--env', env, '--until', '2027-03-01'], '--growth: must be a percentage a month such as 5%, received nothing'],
  [['--load', 'step', '--env', env, '--growth', '5%'], '--until: must be a date such as 2027-03-01, received nothing'],
  [['--load', 'step', '--env', env, '--metric-delay', '-3'], '--metric-delay'],
  [['--load', 'step', '--env', env, '--start-up', '30,'], '--start-up: must be seconds (60), a range (30..90), or a median with a P95'],
  [['--load', 'step', '--env', env, '--start-up', '90..30'], '--start-up: a range must end at or after its begin, received 90..30'],
  [['--load', 'step', '--env', env, '--start-up', '30..90,60'], '--start-up: must be one for one load, received 30..90,60'],
  [['--load', 'step', '--env', env, '--start-up', '30,60'], '--start-up: must be one for one load, received 30,60'],
  [['--load', join(__dirname, 'report'), '--env', env], '--load: must be a folder with .csv files'],
  [['--load', __dirname, '--env', env, '--sweep'], '--sweep: must be asked of one load, received the folder'],
  [['--load', __dirname, '--env', env, '--report', 'x.html'], '--report: must be asked of one load, received the folder'],
  [['--load', 'step', '--env', env, '--report', join(__dirname, 'absent', 'x.html')], '--report: must be a file that can be written, '],
  [['--load', 'step', '--env', env, '--report', 'x.html', '--sweep'], '--report: must be asked alone, received --report and --sweep'],
  [['--load', 'step', '--env', env, '--sweep', '--classify'], '--sweep: must be asked alone, received --sweep and --classify'],
  [['--load', 'step', '--env', env, '--classify', '--until', '2027-03-01', '--growth', '5%'], 'must be asked alone, received --classify and --until'],
  [['--loud', 'step'], "Unknown option '--loud'"],
  [['--load', 'step', '--env', env, '--query', 'up'], '--query: needs --load with the address of a Prometheus'],
  [['--load', 'http://localhost:9090', '--env', env, '--from', '2026-02-30', '--to', '9'], '--from: must be a date such as 2026-01-31T10:00:00Z'],
  [['--load', 'http://localhost:9090', '--env', env, '--query', ' ', '--from', '0', '--to', '9'], '--query: must be the PromQL of one series'],
  [['--load', 'http://localhost:9090', '--env', env, '--query', 'up', '--from', '9', '--to', '9'], '--to: must be later than --from, received 9'],
  [['--load', 'http://localhost:9090', '--env', env, '--query', 'up', '--from', '0', '--to', '9', '--step', '0.5'], '--step: must be whole seconds'],
  [['--load', 'http://localhost:9090', '--env', env, '--from', '0', '--to', '1764460800', '--step', '1'], '--step: must make at most 6500000 values'],
  [['--load', 'http://localhost:9090/graph?g0.expr=up', '--env', env], '--load: must be the address of a Prometheus alone'],
  [['--load', 'http://localhost:9090', '--env', env, '--column', 'rps'], '--column: must name a column of a CSV, received rps for a Prometheus'],
])('%j is refused: %s', async (args, told) => expect(await problems(...args)).toContain(told));

test('the program exits with 2 after a mistake on the command line, and prints its help', () => {
  const root = join(__dirname, '..', '..');
  const run = (...args: readonly string[]) => spawnSync(process.execPath, ['--import', 'tsx', 'simulator/main.ts', ...args], { cwd: root, encoding: 'utf8' });
  expect(run('--load')).toMatchObject({ status: 2, stdout: '' });
  expect(run('--help').stdout).toContain('--pods-at-peak');
});

describe('the cluster around the pods', () => {
  const asked = ['--load', 'flash-crowd', '--env', env, '--compare', 'hpa60,policy'];
  interface Told {
    readonly violations: number;
    readonly unplaced: number;
    readonly nodeHours?: number;
    readonly releaseSeconds?: number;
  }
  const told = async (...more: readonly string[]): Promise<readonly Told[]> => {
    const { outcomes } = JSON.parse(await simulateCommand([...asked, ...more, '--json'])) as { readonly outcomes: readonly Told[] };
    return outcomes;
  };

  test('slower nodes mean more violations in a flash crowd', async () => {
    const violations: (readonly number[])[] = [];
    for (const more of [[], ['--pods-per-node', '4'], ['--pods-per-node', '4', '--node-start-up', '300']])
      violations.push((await told(...more)).map((one) => one.violations));
    for (const policy of [0, 1]) {
      expect(violations[1]?.[policy]).toBeGreaterThan(violations[0]?.[policy] ?? 0);
      expect(violations[2]?.[policy]).toBeGreaterThan(violations[1]?.[policy] ?? 0);
    }
  });

  test('a quota and the maximum of nodes limit the pods, which is reported', async () => {
    for (const bound of [
      ['--quota', '8'],
      ['--pods-per-node', '4', '--max-nodes', '2'],
    ]) {
      for (const one of await told(...bound)) {
        expect(one.unplaced).toBeGreaterThan(1);
        expect(one.violations).toBeGreaterThan(10);
      }
    }
    // the peak needs more than there may be, from the begin on
    const text = await simulateCommand(['--load', 'flash-crowd', '--env', env, '--compare', 'static', '--quota', '8', '--json']);
    const [fixed] = (JSON.parse(text) as { readonly outcomes: readonly Told[] }).outcomes;
    expect(fixed?.unplaced).toBe(100);
    expect(fixed?.violations).toBeGreaterThan(10);
    expect((await told('--quota', '500')).map((one) => one.unplaced)).toEqual([0, 0]);
  });

  test('lost metrics are shown with violations beside those with all signals, and do not touch a plain autoscaler', async () => {
    const crowd = ['--metrics-lost', '0..43200'];
    const text = await simulateCommand([...asked, ...crowd]);
    const rows = [...text.matchAll(/^(HPA CPU 60 %|our policy) +(\d+\.\d+) +(\d+\.\d+) +\d+\.\d+$/gm)].map(
      ([, name, lost, seen]) => [name, Number(lost), Number(seen)] as const,
    );
    expect(rows.map(([name]) => name)).toEqual(['HPA CPU 60 %', 'our policy']);
    expect(rows[0]?.[1]).toBe(rows[0]?.[2]);
    expect(rows[1]?.[1]).toBeGreaterThan(rows[1]?.[2] ?? Infinity);
  });

  test('a release at the peak is shown with its minutes, and with violations beside those without it', async () => {
    const text = await simulateCommand([...asked, '--release', 'peak', '--quota', '30']);
    expect(text).toMatch(/policy +violations % +without +no place % +release min/);
    expect(text).toMatch(/^our policy +\d+\.\d+ +\d+\.\d+ +\d+\.\d+ +\d+\.\d$/m);
    for (const one of await told('--release', 'peak')) expect(one.releaseSeconds).toBeGreaterThan(300);
    expect((await told('--release', '10', '--quota', '1'))[1]?.releaseSeconds).toBeUndefined();
  });

  test.each([
    [['--quota', '0'], '--quota: must be a whole number of at least 1, received 0'],
    [['--pods-per-node', '1.5'], '--pods-per-node: must be a whole number of at least 1, received 1.5'],
    [['--max-nodes', '3'], '--max-nodes: needs --pods-per-node'],
    [['--node-start-up', 'soon', '--pods-per-node', '2'], '--node-start-up: must be a whole number of at least 0, received soon'],
    [['--release', '43200'], '--release: must be before the end of flash-crowd (43200 s), received 43200'],
    [['--release', 'noon'], '--release: must be a whole number of at least 0, received noon'],
    [['--metrics-lost', '43200..43300'], '--metrics-lost: must begin before the end of flash-crowd (43200 s), received 43200..43300'],
    [['--metrics-lost', '900..600'], '--metrics-lost: must be two whole numbers of seconds such as 3600..4500, the first before the second, received 900..600'],
    [['--metrics-lost', '600'], '--metrics-lost: must be two whole numbers of seconds such as 3600..4500, the first before the second, received 600'],
    [['--metrics-lost', '1e2..2e2'], '--metrics-lost: must be two whole numbers of seconds such as 3600..4500, the first before the second, received 1e2..2e2'],
    [['--metrics-lost', ''], '--metrics-lost: must be two whole numbers of seconds such as 3600..4500, the first before the second, received nothing'],
  ])('%j is refused', async (more, expected) => expect(await problems(...asked, ...more)).toContain(expected));
});
