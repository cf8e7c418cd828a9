/** When a history of any length, size and slope reaches a limit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { dailyValues, fittedTrend, reachOf } from '../../optimizer/timeseries/trend';
import { seededRandom } from '../../optimizer/timeseries/random';
import { forecastCommand } from '../../planning/forecast-command';
import { historyOfText } from '../../planning/history-file';
import { environments } from '../fixtures/environments';

const folder = mkdtempSync(join(tmpdir(), 'lyo-forecast-'));
afterAll(() => rmSync(folder, { recursive: true }));

const begin = Date.UTC(2026, 2, 2) / 1000;
const hour = 3600;

/** Requests per second by hour: a daily curve that grows each day by a share of its begin. */
function load(
  days: number,
  { size = 100, growth = 0, seed = 1 }: { readonly size?: number; readonly growth?: number; readonly seed?: number } = {},
): readonly number[] {
  const random = seededRandom(seed);
  return Array.from(
    { length: days * 24 },
    (_, index) => size * (1 + (growth * index) / 24) * (1 + 0.5 * Math.sin((2 * Math.PI * index) / 24)) * (1 + 0.04 * (random() - 0.5)),
  );
}

function written(values: readonly number[], name = 'load.csv'): string {
  const file = join(folder, name);
  writeFileSync(file, `timestamp,value\n${values.map((value, index) => `${new Date(1000 * (begin + index * hour)).toISOString()},${value}`).join('\n')}\n`);
  return file;
}

interface Said {
  readonly name: string;
  readonly refused?: string;
  readonly earliest?: string;
  readonly expected?: string;
  readonly latest?: string;
  readonly limit?: number;
}

async function said(args: readonly string[]): Promise<readonly Said[]> {
  const { stdout, stderr } = await forecastCommand(['--env', 'dev', '--json', '--manifests', 'manifests', ...args], {
    load: () => Promise.resolve(environments),
    now: () => 1000 * (begin + 60 * 24 * hour),
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as readonly Said[];
}

describe('a trend', () => {
  test('of any days, with any gaps, is refused or has numbers in order', () => {
    const value = fc.oneof(fc.constant(Number.NaN), fc.double({ min: 0, max: 1e12, noNaN: true }), fc.constantFrom(0, 1, 1e300, 1e308, Infinity));
    const gaps = fc.record({ days: fc.array(value, { maxLength: 60 }), last: fc.integer({ min: 0, max: 12 }) });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 365 }), ({ days, last }, ahead) => {
        const trend = fittedTrend(Float64Array.from([...days, ...Array.from({ length: last }, () => Number.NaN)]));
        if (!trend.ok) return expect(trend.reason.why).toMatch(/received/);
        const { value: expected, lower, upper } = trend.value.at(ahead);
        for (const number of [expected, lower, upper]) expect(number).not.toBeNaN();
        expect(lower).toBeLessThanOrEqual(upper);
        if (last >= 7) expect(trend.ok).toBe(false);
      }),
    );
  });

  test('with linear growth gives the day within its interval, whatever its size', () => {
    fc.assert(
      fc.property(fc.constantFrom(1e-3, 1, 1e6), fc.double({ min: 0.005, max: 0.03, noNaN: true }), fc.integer({ min: 1, max: 40 }), (size, growth, seed) => {
        const values = load(42, { size, growth, seed });
        const daily = dailyValues({ start: begin, step: hour, values: Float64Array.from(values) }, 'mean');
        const trend = fittedTrend(daily);
        if (!trend.ok) throw new Error(trend.reason.why);
        const limit = size * (1 + growth * (41.5 + 14));
        const { earliest = 999, expected = 999, latest = 999 } = reachOf(trend.value, limit, 60);
        expect(Math.abs(expected - 14)).toBeLessThanOrEqual(7);
        expect(earliest).toBeLessThanOrEqual(15);
        expect(latest).toBeGreaterThanOrEqual(13);
      }),
      { numRuns: 25 },
    );
  });

  test('of noise alone has no slope, and lies between its bounds', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const trend = fittedTrend(dailyValues({ start: begin, step: hour, values: Float64Array.from(load(30, { seed })) }, 'peak'));
      if (!trend.ok) throw new Error(trend.reason.why);
      const { value, lower, upper } = trend.value.at(30);
      expect([lower <= value, value <= upper, Math.abs(trend.value.weekly) < 0.02]).toEqual([true, true, true]);
    }
  });

  test('that has reached its limit gives the last known day', () => {
    const trend = fittedTrend(Float64Array.from({ length: 20 }, (_, index) => 50 + index));
    expect(trend.ok && reachOf(trend.value, 10, 5)).toEqual({ expected: 0, earliest: 0, latest: 0 });
  });

  test('is always a number', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(Number.NaN, 0, 1, -5, 1e9, 3.5), { maxLength: 40 }), fc.integer({ min: 0, max: 400 }), (days, ahead) => {
        const trend = fittedTrend(Float64Array.from(days));
        if (trend.ok) expect(Number.isNaN(trend.value.at(ahead).value)).toBe(false);
        else expect(trend.reason.why.length).toBeGreaterThan(10);
      }),
    );
  });
});

describe('npm run forecast', () => {
  test('says when a growing load reaches the maximum and the budget, and which limits it never reaches', async () => {
    const answers = await said(['--until', '2027-03-01', '--load', written(load(60, { size: 500, growth: 0.02 }))]);
    expect(answers.map(({ name }) => name)).toEqual(expect.arrayContaining(["the policy's maximum of backend", 'the node pool', 'the budget']));
    const [maximum] = answers;
    expect(maximum?.limit).toBeGreaterThan(0);
    expect((maximum?.earliest ?? '') <= (maximum?.expected ?? '~')).toBe(true);
  });

  test.each<[string, readonly number[], RegExp]>([
    ['ten points', load(1).slice(0, 10), /^not enough data: 8 whole days/],
    ['a constant load', Array.from({ length: 240 }, () => 7), /^constant: /],
    ['gaps alone', Array.from({ length: 240 }, () => Number.NaN), /^not enough data: /],
    ['nothing', [], /^not enough data: /],
  ])('gives a reason in place of a forecast for %s', async (_, values, why) => {
    const answers = await said(['--until', '2027-01-01', '--load', written(values)]);
    expect(answers.length).toBeGreaterThan(0);
    for (const { refused } of answers) expect(refused).toMatch(why);
  });

  test.each<[string, string, string]>([
    ['times that go back', `timestamp,value\n${begin},1\n${begin + 2 * hour},1\n${begin + hour},1\n${begin + 3 * hour},1`, 'invalid samples'],
    ['a time twice', `timestamp,value\n${begin},1\n${begin + hour},1\n${begin + hour},2\n${begin + 2 * hour},2`, 'invalid samples'],
    ['three columns', `timestamp,value\n${begin},1,2`, 'invalid samples'],
    ['no times', 'timestamp,value\nyesterday,1', 'invalid samples'],
    ['years between two lines', `timestamp,value\n${begin},1\n${begin + hour},1\n${begin + 2 * hour},1\n${begin + 4e9},1`, 'too many points'],
  ])('a history with %s is refused, with the kind of error', (_, text, kind) => {
    expect(historyOfText(text)).toMatchObject({ ok: false, reason: { kind } });
  });

  test('a volume is shown beside the load', async () => {
    const used = written(
      Array.from({ length: 30 * 24 }, (_, index) => 2 ** 30 * (10 + index / 24)),
      'volume.csv',
    );
    const answers = await said(['--until', '2026-12-01', '--load', written(load(30)), '--volume', used, '--size', '60Gi']);
    const volume = answers.find(({ name }) => name === 'the volume');
    expect(volume?.limit).toBe(60 * 2 ** 30);
    expect(Math.abs(Date.parse(volume?.expected ?? '') - 1000 * (begin + 50 * 24 * hour)) / 86_400_000).toBeLessThan(10);
  });

  test('reads the same from a Prometheus', async () => {
    const values = load(30, { growth: 0.01 });
    const series = (samples: readonly (readonly [number, string])[]) => ({
      status: 'success',
      data: { resultType: 'matrix', result: [{ metric: {}, values: samples }] },
    });
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const query = new URLSearchParams(Buffer.concat(chunks).toString()).get('query') ?? '';
        const samples = values.map((value, index) => [begin + (index + 1) * hour, String(value)] as const);
        const nothing = { status: 'success', data: { resultType: request.url?.includes('range') === true ? 'matrix' : 'vector', result: [] } };
        response.end(JSON.stringify(query.includes('lyo:requests:rate') ? series(samples) : nothing));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answers = await said(['--until', '2026-12-01', '--prometheus', `http://127.0.0.1:${port}`]);
    await new Promise((resolve) => server.close(resolve));
    const fromFile = await said(['--until', '2026-12-01', '--load', written(values)]);
    expect(answers[0]?.expected).toBe(fromFile[0]?.expected);
    expect(answers.every(({ refused }) => refused === undefined)).toBe(true);
  });

  test.each<[string, readonly string[], RegExp]>([
    ['no date', ['--env', 'dev', '--load', 'x'], /--until must be a date/],
    ['a day that there is not', ['--env', 'dev', '--load', 'x', '--until', '2027-02-30'], /--until must be a date/],
    ['no environment', ['--until', '2027-02-01', '--load', 'x'], /--env must be one of dev/],
    ['no past', ['--env', 'dev', '--until', '2027-02-01'], /either --load or --prometheus/],
    ['two of them', ['--env', 'dev', '--until', '2027-02-01', '--load', 'x', '--prometheus', 'http://x'], /either --load or --prometheus/],
    ['no file', ['--env', 'dev', '--until', '2027-02-01', '--load', '/nowhere'], /--load must name what can be read/],
    ['no address', ['--env', 'dev', '--until', '2027-02-01', '--prometheus', 'nowhere'], /--prometheus must be an address/],
    [
      'a Prometheus that does not answer',
      ['--env', 'dev', '--until', '2027-02-01', '--prometheus', 'http://127.0.0.1:9'],
      /must answer with the past, received/,
    ],
    ['a date that is over', ['--env', 'dev', '--until', '1969-12-31', '--prometheus', 'http://127.0.0.1:9'], /--until must be in the future, received 1969/],
    ['another workload', ['--env', 'dev', '--until', '2027-02-01', '--load', 'x', '--workload', 'nobody'], /--workload must be one of backend/],
  ])('%s is refused in one line', async (_, args, why) => {
    const { status, stderr } = await forecastCommand(args, { load: () => Promise.resolve(environments), now: () => 0 });
    expect([status, stderr.trim().split('\n').length]).toEqual([status === 2 ? 2 : 1, 1]);
    expect(stderr).toMatch(why);
  });

  /** The kind: what nobody can have measured is a gap, and what is no number is told with its line. */
  test.each([
    ['a load below 0', '-5', /8 whole days are needed, received 0/],
    ['more than can be counted', '1e300', /8 whole days are needed, received 0/],
    ['infinity', '+Inf', /8 whole days are needed, received 0/],
    ['Infinity', 'Infinity', /8 whole days are needed, received 0/],
    ['nothing', '', /8 whole days are needed, received 0/],
    ['NaN', 'NaN', /8 whole days are needed, received 0/],
    ['a word', 'much', /lines must be "timestamp,value", received ".*,much"/],
    ['another base', '0x10', /lines must be "timestamp,value", received ".*,0x10"/],
    ['a number with separators', '1_000', /lines must be "timestamp,value"/],
    ['a number with its unit', '12rps', /lines must be "timestamp,value"/],
  ])('a file of %s has no forecast, and says why', async (_, cell, why) => {
    const file = join(folder, 'odd.csv');
    writeFileSync(
      file,
      load(30)
        .map((_load, index) => `${begin + index * hour},${cell}`)
        .join('\n'),
    );
    for (const { refused } of await said(['--until', '2026-12-01', '--load', file])) expect(refused).toMatch(why);
  });

  test('a date further than ten years after the past is refused at once', async () => {
    const args = ['--env', 'dev', '--until', '9999-12-31', '--load', written(load(20))];
    const { status, stderr } = await forecastCommand(args, { load: () => Promise.resolve(environments), now: () => 0 });
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^--until must be at most ten years after the last day that is known, \d{4}-\d\d-\d\d, received 9999-12-31\n$/),
    ]);
  });

  test('a date in the past is refused', async () => {
    const args = ['--env', 'dev', '--until', '2026-01-01', '--load', written(load(20))];
    const { stderr } = await forecastCommand(args, { load: () => Promise.resolve(environments), now: () => 0 });
    expect(stderr).toMatch(/--until must be after the last day that is known, 2026-03-21/);
  });
});
