import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { partsOf, queriedLoad, savedLoad } from '../../../simulator/load/prometheus-load';
import { recordedFile } from '../../../simulator/load/recorded-file';
import { simulateCommand } from '../../../simulator/main';
import { environments } from '../../fixtures/environments';

type Labels = Readonly<Record<string, string>>;
type Point = readonly [at: number, value: string];
interface Series {
  readonly metric: Labels;
  readonly values: readonly Point[];
}
interface Asked {
  readonly path: string;
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

let server: Server | undefined;
let asked: Asked[] = [];

/** A server for range queries, with Prometheus' limit of steps. */
async function prometheus(answer: (asked: Asked) => string | { readonly status: number; readonly body: string }): Promise<string> {
  asked = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      const number = (name: string): number => Number(form.get(name));
      const question = { path: request.url ?? '', query: form.get('query') ?? '', start: number('start'), end: number('end'), step: number('step') };
      asked.push(question);
      const told =
        (question.end - question.start) / question.step > 11_000
          ? { status: 400, body: refusal('exceeded maximum resolution of 11,000 points per timeseries') }
          : answer(question);
      const { status, body: sent } = typeof told === 'string' ? { status: 200, body: told } : told;
      response.writeHead(status).end(sent);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const folder = mkdtempSync(join(tmpdir(), 'lyo-prometheus-load-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

const refusal = (error: string): string => JSON.stringify({ status: 'error', errorType: 'bad_data', error });
const matrix = (...result: readonly Series[]): string => JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
const one = (...values: readonly Point[]): string => matrix({ metric: {}, values });
const everyStep = ({ start, end, step }: Asked): readonly Point[] =>
  Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => [start + index * step, String(start + index * step)]);
const load = async (answer: Parameters<typeof prometheus>[0], range = { from: 0, until: 300, step: 60 }) =>
  queriedLoad({ url: await prometheus(answer), query: 'rate', ...range });

test('a range is split into queries that Prometheus accepts, which cover every step once, in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2e9 }), fc.integer({ min: 1, max: 86_400 }), fc.integer({ min: 1, max: 60_000 }), (from, step, points) => {
      const parts = partsOf({ from, until: from + points * step - 1, step });
      const moments = parts.flatMap((part) => Array.from({ length: (part.until - part.from) / step + 1 }, (_, index) => part.from + index * step));
      expect(moments).toHaveLength(points);
      expect(moments.every((moment, index) => moment === from + index * step)).toBe(true);
      expect(parts.every((part) => (part.until - part.from) / step < 11_000)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test('a range with more values than one answer may have becomes one load', async () => {
  const found = await load((range) => one(...everyStep(range)), { from: 600, until: 600 + 25_000 * 15, step: 15 });
  expect(asked).toHaveLength(3);
  expect(asked[0]).toMatchObject({ path: '/api/v1/query_range', query: 'rate', start: 600, step: 15 });
  expect(found).toMatchObject({ name: 'rate', step: 15, gaps: [] });
  expect(found.unrecorded).toBeUndefined();
  expect(found.values).toHaveLength(25_001);
  expect(found.values.every((value, index) => value === 600 + index * 15)).toBe(true);
});

test('missing values, NaN and infinities are gaps, which keep the value before', async () => {
  const found = await load(() => one([0, '1'], [60, 'NaN'], [120, '3'], [240, '+Inf'], [300, '6']));
  expect(found.values).toEqual([1, 1, 3, 3, 3, 6]);
  expect(found.gaps).toEqual([
    { from: 60, steps: 1 },
    { from: 180, steps: 2 },
  ]);
});

test('the load has the requested step, also if most values are missing', async () => {
  const found = await load(() => one([0, '1'], [120, '2'], [240, '3']), { from: 0, until: 240, step: 60 });
  expect(found).toMatchObject({ step: 60, values: [1, 1, 2, 2, 3] });
});

test('steps before the first value and after the last are left out and reported', async () => {
  const found = await load(() => one([120, 'NaN'], [180, '4'], [240, '5']), { from: 0, until: 430, step: 60 });
  expect(found).toMatchObject({ values: [4, 5], gaps: [], unrecorded: { before: 180, after: 180 } });
});

test('a series that begins in a later query is one load, with a report of what is missing before', async () => {
  const found = await load((range) => (range.start === 0 ? matrix() : one(...everyStep(range))), { from: 0, until: 15_000, step: 1 });
  expect(found).toMatchObject({ unrecorded: { before: 11_000, after: 0 } });
  expect(found.values).toHaveLength(4_001);
});

test.each([
  ['none', () => matrix(), 'must be one series, received none; is there anything recorded at that time?'],
  [
    'several series',
    () => matrix({ metric: { pod: 'b', app: 'x' }, values: [[0, '1']] }, { metric: { pod: 'a' }, values: [[0, '1']] }),
    'must be one series, received 2: {app="x", pod="b"}, {pod="a"}; sum(…) makes one of them',
  ],
  ['numbers nowhere', () => one([0, 'NaN'], [60, '+Inf']), 'must have at least two values that are numbers, received 0'],
  ['one number', () => one([0, 'NaN'], [60, '7']), 'must have at least two values that are numbers, received 1'],
  ['negative numbers', () => one([0, '1'], [60, '-2']), 'rate: value 2: must be a number that is not negative, received -2'],
  ['times that fall', () => one([60, '1'], [0, '2']), 'rate: value 2: must be later than the value before'],
  ['times beside the steps', () => one([0, '1'], [90, '2']), 'rate: value 2: must be a whole number of steps of 60 s after the first value'],
  [
    'a query that is none',
    () => ({ status: 400, body: refusal('1:3: parse error') }),
    'must be an answer that can be used, received bad_data: 1:3: parse error',
  ],
  ['a Prometheus in trouble', () => ({ status: 503, body: refusal('query timed out') }), 'must be a Prometheus that answers, bad_data: query timed out'],
  ['something else', () => '<html>login</html>', 'received status 200, not an answer of Prometheus: <html>login</html>'],
  ['a gateway', () => ({ status: 502, body: 'bad gateway' }), 'must be a Prometheus that answers, status 502, not an answer of Prometheus: bad gateway'],
  [
    'a partial answer',
    () => JSON.stringify({ status: 'success', warnings: ['store a: unreachable'], data: { resultType: 'matrix', result: [] } }),
    'must be a complete answer, received the warnings store a: unreachable',
  ],
])('%s is refused with the received answer', async (_, answer, told) => {
  await expect(load(answer)).rejects.toMatchObject({ name: 'LoadError', message: expect.stringContaining(told) as string });
});

test('an address without a server is reported', async () => {
  const url = await prometheus(() => matrix());
  await new Promise((resolve) => server?.close(resolve));
  await expect(queriedLoad({ url, query: 'up', from: 0, until: 60, step: 60 })).rejects.toMatchObject({
    name: 'LoadError',
    message: expect.stringContaining(`${url}: must be a Prometheus that answers, fetch failed`) as string,
  });
});

test('two series in different answers count as two', async () => {
  const answer = (range: Asked): string => matrix({ metric: { part: String(range.start) }, values: everyStep(range) });
  await expect(load(answer, { from: 0, until: 12_000, step: 1 })).rejects.toThrow('received 2: {part="0"}, {part="11000"}');
});

test('a saved answer is the same load, with the distance of its values as step', () => {
  const file = join(folder, 'answer.json');
  writeFileSync(file, one([30, 'NaN'], [60, '1'], [90, '2'], [150, '4']));
  expect(recordedFile('--load', file)).toEqual({
    ...{ name: 'answer.json', step: 30, values: [1, 2, 2, 4], gaps: [{ from: 60, steps: 1 }] },
    unrecorded: { before: 30, after: 0 },
  });
  expect(() => recordedFile('--load', file, 'rps')).toThrow('--column: must name a column of a CSV, received rps for answer.json');
  expect(() => savedLoad('timestamp,value\n', 'x.json')).toThrow('x.json: must be an answer that can be used, received not an answer of Prometheus: timestamp');
});

test('a password in an address is refused and not printed', async () => {
  const refused = simulateCommand(['--load', 'http://me:secret@localhost:9090', '--env', 'x'], new Date(0));
  await expect(refused).rejects.toThrow('--load: must be an address without user and password');
  await expect(refused).rejects.not.toThrow('secret');
});

test('the command simulates a load from Prometheus, and reports missing values', async () => {
  const url = await prometheus((range) => one(...everyStep(range).filter(([at], index) => at >= 600 && index !== 20)));
  const args = ['--load', url, '--query', 'sum(rate(x[2m]))', '--from', '1970-01-01T00:00:00Z', '--to', '3600'];
  const told = ['--env', environments[0]?.name ?? '', '--compare', 'hpa50,oracle'];
  const text = await simulateCommand([...args, ...told], new Date(0));
  expect(text).toContain(
    'sum(rate(x[2m])): 51 values, one every 60 s, 1 gaps of together 60 s, through which the last value is held, and none for 600 s before and 0 s after them, which are left out;',
  );
  expect(text).toMatch(/^HPA CPU 50 % +\d/m);
  expect(JSON.parse(await simulateCommand([...args, ...told, '--step', '120', '--json'], new Date(0)))).toMatchObject({
    load: { name: 'sum(rate(x[2m]))', step: 120, values: 26, unrecorded: { before: 600, after: 0 } },
  });
});
