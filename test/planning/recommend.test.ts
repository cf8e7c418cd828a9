/** Recommendations from a history of any load and use: what is proposed, written and refused. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { listPrices } from '../../config/google/prices';
import { retuned } from '../../config/retuned-policy';
import { policyText } from '../../planning/policy-edit';
import { recommendCommand, type RecommendParts } from '../../planning/recommend-command';
import { usageUnder } from '../../planning/replayed-usage';
import { sizedText } from '../../planning/sizing-edit';
import { usageOfText } from '../../planning/usage-file';
import { environments } from '../fixtures/environments';
import { seedPolicy } from '../fixtures/standard';

const project = mkdtempSync(join(tmpdir(), 'lyo-recommend-'));
const sizingFile = join(project, 'config/sizing/dev.json');
const sizing = `{
  "backend": {
    "cpu": { "request": "250m", "limit": "1000m", "min": "100m", "max": "2000m" },
    "memory": { "request": "512Mi", "limit": "768Mi", "min": "128Mi", "max": "1536Mi" },
    "idleMemory": "128Mi"
  },
  "prometheus": {
    "cpu": { "request": "500m", "limit": "2000m", "min": "250m", "max": "2000m" },
    "memory": { "request": "2048Mi", "limit": "4096Mi", "min": "1024Mi", "max": "4096Mi" }
  }
}
`;
beforeEach(() => {
  mkdirSync(join(project, 'config/sizing'), { recursive: true });
  writeFileSync(sizingFile, sizing);
});
afterAll(() => rmSync(project, { recursive: true }));

const begin = Date.UTC(2026, 2, 2);
function written(name: string, rows: readonly string[]): string {
  const file = join(project, name);
  writeFileSync(file, rows.map((row, index) => `${new Date(begin + index * 3_600_000).toISOString()},${row}`).join('\n'));
  return file;
}

const load = (hours = 336): string =>
  written(
    'load.csv',
    Array.from({ length: hours }, (_, hour) => String(200 + 150 * Math.sin((2 * Math.PI * hour) / 24))),
  );
const usage = (cpu: number, memory: number, samples = 336): string =>
  written(
    'usage.csv',
    Array.from({ length: samples }, (_, index) => `${cpu + (index % 7)},${memory + (index % 5)}`),
  );

const parts: RecommendParts = { root: project, load: () => Promise.resolve(environments), now: () => begin, progress: () => undefined };

/** What is no price, and must not be 0. */
const amountless = /^(spot|1y|3y|mostMachines)$/;

interface Said {
  readonly kind: 'proposal' | 'refused';
  readonly proposal?: { readonly what: string; readonly size?: unknown; readonly saves?: number; readonly evidence: readonly string[] };
  readonly refused?: { readonly what: string; readonly why: string };
}

async function recommend(...args: readonly string[]): Promise<{ readonly said: readonly Said[]; readonly stderr: string; readonly status: number }> {
  const { stdout, stderr, status } = await recommendCommand(['--env', 'dev', '--json', '--no-sweep', ...args], parts);
  return { said: stdout === '' ? [] : (JSON.parse(stdout) as readonly Said[]), stderr, status };
}

describe('npm run recommend', () => {
  test('writes requests that fit the measured use, with their reasons, and nothing else', async () => {
    const message = join(project, 'message.txt');
    const { said } = await recommend('--load', load(), '--usage', usage(60, 200), '--write', '--message', message);
    const [size] = said.flatMap(({ proposal }) => (proposal?.size === undefined ? [] : [proposal]));
    expect(size?.what).toBe('requests and limits of backend');
    const text = readFileSync(sizingFile, 'utf8');
    expect(text).not.toBe(sizing);
    expect(text.slice(text.indexOf('"prometheus"'))).toBe(sizing.slice(sizing.indexOf('"prometheus"')));
    expect(text).toContain('"min": "128Mi", "max": "1536Mi"');
    expect(readFileSync(message, 'utf8')).toContain('Played again: ');
  });

  test('without --write and --message it writes nothing', async () => {
    await recommend('--load', load(), '--usage', usage(60, 200));
    expect(readFileSync(sizingFile, 'utf8')).toBe(sizing);
    expect(existsSync(join(project, 'nothing'))).toBe(false);
  });

  test('gives a proposal or a reason for every part, and proposals for the cost save money', async () => {
    const { said } = await recommend('--load', load(), '--usage', usage(60, 200));
    expect(said.map(({ proposal, refused }) => proposal?.what ?? refused?.what)).toEqual([
      'requests and limits of backend',
      'policy of backend',
      'machine type of the nodes',
      'committed use for 1y',
      'committed use for 3y',
      'half of the nodes above the minimum as spot machines',
      'least pods of backend by hour',
    ]);
    for (const { proposal } of said.slice(2)) if (proposal?.saves !== undefined) expect(proposal.saves).toBeGreaterThan(0);
  });

  test('states what is saved in the currency that is paid, at the rate of the table', async () => {
    const prices = join(project, 'prices.json');
    writeFileSync(prices, JSON.stringify({ ...listPrices, billed: { currency: 'EUR', rate: 0.5, asOf: '2026-03-01', source: 'the invoice of March' } }));
    const files = ['--load', load(), '--usage', usage(60, 200)];
    const saved = async (...args: readonly string[]): Promise<readonly (number | undefined)[]> =>
      (await recommend(...files, ...args)).said.flatMap(({ proposal }) => (proposal === undefined ? [] : [proposal.saves]));
    const [listed, paid] = [await saved(), await saved('--prices', prices)];
    expect(listed.length).toBeGreaterThan(1);
    expect(paid).toEqual(listed.map((saves) => (saves === undefined ? undefined : (expect.closeTo(0.5 * saves, 6) as number))));
    const { stdout } = await recommendCommand(['--env', 'dev', '--no-sweep', ...files, '--prices', prices], parts);
    expect(stdout).toMatch(/ \d+ EUR /);
    expect(stdout).not.toContain('USD');
  });

  test('writes neither where one of both files cannot be written', async () => {
    const files = ['--load', load(), '--usage', usage(60, 200), '--write'];
    const lost = await recommend(...files, '--message', join(project, 'nowhere', 'message.txt'));
    expect([lost.status, readFileSync(sizingFile, 'utf8')]).toEqual([1, sizing]);
    rmSync(sizingFile);
    const message = join(project, 'unwritten.txt');
    const { status, stderr } = await recommend(...files, '--message', message);
    expect([status, stderr, existsSync(message)]).toEqual([1, expect.stringContaining(sizingFile), false]);
  });

  test('a table in which nothing costs anything proposes nothing that saves', async () => {
    const free = join(project, 'free.json');
    writeFileSync(
      free,
      JSON.stringify(listPrices, (key, value: unknown) => (typeof value === 'number' && !amountless.test(key) ? 0 : value)),
    );
    const { said } = await recommend('--load', load(), '--usage', usage(60, 200), '--prices', free);
    expect(said.map(({ proposal }) => proposal?.what).filter((what) => what !== undefined && !/^(requests|least pods) /.test(what))).toEqual([]);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['without what pods used, sizes stay', ['--load', 'LOAD'], /100 samples of CPU and memory are needed, received 0/],
    ['ten samples are too few', ['--load', 'LOAD', '--usage', 'FEW'], /100 samples of CPU and memory are needed, received 10/],
    ['a past of an hour is none', ['--load', 'SHORT'], /not enough data: /],
  ])('%s', async (_, args, why) => {
    const files: Readonly<Record<string, () => string>> = { LOAD: load, FEW: () => usage(60, 200, 10), SHORT: () => load(3) };
    const { said } = await recommend(...args.map((arg) => files[arg]?.() ?? arg));
    expect(said[0]?.refused?.why).toMatch(why);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no past', [], /either --load or --prometheus/],
    ['no such file', ['--load', '/nowhere'], /--load must name what can be read/],
    ['no such workload', ['--load', '/nowhere', '--workload', 'nobody'], /--workload must be one of/],
    ['no address', ['--prometheus', 'nowhere'], /--prometheus must be an address/],
    // a scheduled run that reads nothing must not look like one that finds nothing to change
    ['a Prometheus that does not answer', ['--prometheus', 'http://127.0.0.1:9'], /--prometheus must answer with the past, received fetch failed/],
  ])('%s is refused in one line', async (_, args, why) => {
    const { stderr, status } = await recommend(...args);
    expect(status).toBeGreaterThan(0);
    expect(stderr).toMatch(why);
  });
});

test('replayed use counts as throttled or killed above the limits, and the rest of the requests is slack', () => {
  const samples = fc.array(fc.double({ min: 0, max: 2000, noNaN: true }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(samples, samples, fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 1000 }), (cpu, memory, request, more) => {
      const size = { cpu: { request, limit: request + more }, memory: { request, limit: request + more } };
      const outcome = usageUnder({ cpu: Float64Array.from(cpu), memory: Float64Array.from(memory) }, size);
      expect(outcome.killed).toBe(memory.filter((value) => value > request + more).length);
      expect(outcome.throttled).toBeCloseTo(cpu.filter((value) => value > request + more).length / cpu.length, 9);
      expect(outcome.slack.cpu).toBeGreaterThanOrEqual(-1e-9);
      expect(outcome.slack.cpu).toBeLessThanOrEqual(1);
    }),
  );
});

// not at the begin of a line, where it would be an export of this file
const opening = 'export const dev = {';
const source = `import { classPolicies } from './class-policies';
import sizing from './sizing/dev.json';

${opening}
  workloads: [
    {
      name: 'backend',
      path: '/',
      // until its load is recorded
      scaling: classPolicies.noisy,
    },
    {
      name: 'orders',
      scaling: withRoom({ headroom: 0.9, spare: 1, up: 0, down: 0.1 }),
    },
    {
      name: 'own',
      scaling: {
        minReplicas: 2,
      },
    },
  ],
};
`;

describe('an edit of a policy', () => {
  const retuning = { headroom: 0.9, upTolerance: 0.05, scaleIn: { percent: 100, tolerance: 0.2 } };

  test('changes one line of its workload, and adds its import once', () => {
    const once = policyText(source, 'backend', retuning);
    expect(once).toContain("\nimport { retuned } from './retuned-policy';\n");
    const line = '      scaling: retuned(classPolicies.noisy, { headroom: 0.9, upTolerance: 0.05, scaleIn: { percent: 100, tolerance: 0.2 } }),';
    expect(once.split('\n').filter((one) => !source.split('\n').includes(one))).toEqual(["import { retuned } from './retuned-policy';", line]);
    const both = policyText(once, 'orders', retuning);
    expect(both).toContain('scaling: retuned(withRoom({ headroom: 0.9, spare: 1, up: 0, down: 0.1 }), { headroom: 0.9,');
    expect(both.match(/import \{ retuned \}/g)).toHaveLength(1);
  });

  test('on top of an earlier edit multiplies the headroom, and replaces the other values', () => {
    const twice = policyText(policyText(source, 'backend', retuning), 'backend', {
      headroom: 1.05,
      upTolerance: 0.1,
      scaleIn: { percent: 10, tolerance: 0.1 },
    });
    expect(twice).toContain('scaling: retuned(classPolicies.noisy, { headroom: 0.945, upTolerance: 0.1, scaleIn: { percent: 10, tolerance: 0.1 } }),');
  });

  test.each([
    ['a workload that is not there', 'nobody'],
    ['a policy that is written out', 'own'],
  ])('of %s is refused', (_, workload) => {
    expect(() => policyText(source, workload, retuning)).toThrow(/must/);
  });
});

test('retuning by a factor of 1 changes only tolerances, and a factor changes only CPU target and requests per pod', () => {
  const share = fc.double({ min: 0.5, max: 1.1, noNaN: true });
  fc.assert(
    fc.property(share, (headroom) => {
      const changed = retuned(seedPolicy, { headroom, upTolerance: 0, scaleIn: { percent: 10, tolerance: 0.1 } });
      const { cpu, requestRate, ...others } = changed.signals;
      const { cpu: _cpu, requestRate: _rate, ...before } = seedPolicy.signals;
      expect(others).toEqual(before);
      expect(cpu?.utilization).toBeCloseTo((seedPolicy.signals.cpu?.utilization ?? 0) * headroom, 1);
      expect(requestRate?.perPod).toBeCloseTo((seedPolicy.signals.requestRate?.perPod ?? 0) * headroom, 1);
      expect([changed.minReplicas, changed.maxReplicas, changed.failsafe]).toEqual([seedPolicy.minReplicas, seedPolicy.maxReplicas, seedPolicy.failsafe]);
    }),
  );
});

describe('an edit of sizes', () => {
  const size = { cpu: { request: 111, limit: 222 }, memory: { request: 333, limit: 444 } };

  test('changes four values of one workload, and nothing the second time', () => {
    const once = sizedText(sizing, 'prometheus', size);
    expect(JSON.parse(once)).toEqual({
      ...(JSON.parse(sizing) as object),
      prometheus: {
        cpu: { request: '111m', limit: '222m', min: '250m', max: '2000m' },
        memory: { request: '333Mi', limit: '444Mi', min: '1024Mi', max: '4096Mi' },
      },
    });
    expect(sizedText(once, 'prometheus', size)).toBe(once);
  });

  test.each([
    ['a workload that is not there', sizing, 'nobody'],
    ['another form', '{ "backend": { "cpu": 1\n  } }', 'backend'],
  ])('of %s is refused', (_, text, workload) => {
    expect(() => sizedText(text, workload, size)).toThrow(/must/);
  });
});

test.each([
  ['two columns', '2026-03-02,5'],
  ['a negative use', '2026-03-02,-5,3'],
  ['no number', '2026-03-02,5,much'],
  ['no time', 'yesterday,5,3'],
])('use with %s is refused with its line', (_, line) => {
  expect(() => usageOfText(`timestamp,millicores,MiB\n2026-03-01,1,1\n${line}`, 'usage.csv')).toThrow(/^usage\.csv:3: must be/);
});
