import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrivals } from '../../../simulator/player/arrivals';
import { loadCommand } from '../../../simulator/player/main';
import { playerOptionsOf } from '../../../simulator/player/player-options';
import type { Report } from '../../../simulator/player/played-report';

const folder = mkdtempSync(join(tmpdir(), 'lyo-load-'));
const servers: Server[] = [];
afterAll(() => {
  rmSync(folder, { recursive: true });
  for (const server of servers) server.close().closeAllConnections();
});

function trace(values: readonly number[], name = 'load.csv'): string {
  const file = join(folder, name);
  writeFileSync(file, ['timestamp,value', ...[...values, 0].map((value, second) => `${second},${value}`)].join('\n'));
  return file;
}

interface Served {
  readonly url: string;
  /** Milliseconds of each request since the first. */
  readonly arrived: () => readonly number[];
}

/** A real server. */
async function serving(answer: (response: ServerResponse, sinceFirst: number) => void): Promise<Served> {
  const times: number[] = [];
  const server = createServer((_, response) => {
    times.push(performance.now());
    answer(response, performance.now() - (times[0] ?? 0));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/items`, arrived: () => times.map((time) => time - (times[0] ?? 0)) };
}

const played = async (args: readonly string[]): Promise<Report> => JSON.parse(await loadCommand([...args, '--json'], { progress: () => undefined })) as Report;

const problems = async (...args: readonly string[]): Promise<string> =>
  loadCommand(args, { progress: () => undefined }).then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

test('each second has the requests of the record, and all answers are reported', async () => {
  const { url, arrived } = await serving((response) => response.end('ok'));
  const report = await played(['--trace', trace([20, 5, 40]), '--url', url]);
  expect(report).toMatchObject({ requests: 65, answers: { 200: 65 } });
  // never before its time, however late the first request and its connection were
  const due = [...arrivals([20, 5, 40])].map((at) => 1000 * at);
  const late = 1000 * (report.late['largest'] ?? 0) + 500;
  arrived().forEach((time, index) => expect(time).toBeGreaterThan((due[index] ?? 0) - (due[0] ?? 0) - late));
});

test('a server that pauses does not delay requests, and their latency counts from their arrival', async () => {
  // requests of the first second are answered at its end, as after a pause for garbage collection
  const { url, arrived } = await serving((response, since) => setTimeout(() => response.end(), Math.max(0, 1000 - since)));
  const report = await played(['--trace', trace([50, 50]), '--url', url]);
  expect(arrived()).toHaveLength(100);
  // a closed model waits for answers, so it would send one request in that second and find one of 50 slow
  expect(report.latency['largest']).toBeGreaterThan(0.9);
  expect(report.latency['P90']).toBeGreaterThan(0.6);
  expect(report.latency['P50']).toBeLessThan(report.latency['P90'] ?? 0);
});

test.each([
  ['ends connections', (response: ServerResponse) => void response.destroy(), /UND_ERR_SOCKET|ECONNRESET/],
  ['never answers', () => undefined, /timeout/],
  ['stops in the middle of an answer', (response: ServerResponse) => void response.write('begin'), /timeout/],
])('a server that %s gets no good latency', async (_, answer, told) => {
  const { url } = await serving(answer);
  const report = await played(['--trace', trace([5]), '--url', url, '--timeout', '0.5']);
  expect(report.requests).toBe(5);
  expect(Object.keys(report.answers).join()).toMatch(told);
  expect(report.latency['P50']).toBeNull();
});

test('an address without a server is reported, and failures by their status', async () => {
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  expect((await played(['--trace', trace([3]), '--url', `http://127.0.0.1:${port}/`])).answers).toEqual({ ECONNREFUSED: 3 });
  const { url } = await serving((response) => void response.writeHead(503).end());
  expect((await played(['--trace', trace([3]), '--url', url])).answers).toEqual({ 503: 3 });
});

test('a redirect counts as an answer and is not followed', async () => {
  const other = await serving((response) => response.end());
  const { url } = await serving((response) => void response.writeHead(302, { location: other.url }).end());
  expect((await played(['--trace', trace([3]), '--url', url])).answers).toEqual({ 302: 3 });
  expect(other.arrived()).toEqual([]);
});

test('--speed shortens the record and --scale multiplies it; the time is limited, and a left out rest is reported', async () => {
  const { url } = await serving((response) => response.end());
  expect((await played(['--trace', trace([10, 10, 10, 10]), '--url', url, '--speed', '4', '--scale', '0.5'])).requests).toBe(5);
  const told: string[] = [];
  await loadCommand(['--trace', trace([8, 8, 8]), '--url', url, '--max-time', '1'], { progress: (line) => told.push(line) });
  expect(told[0]).toContain('the first 1 of 4 s');
});

test('the table has quantiles, and after an interruption those of the requests so far', async () => {
  const { url } = await serving((response) => response.end());
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 400);
  const text = await loadCommand(['--trace', trace([20, 20, 20]), '--url', url], { progress: () => undefined, stop: stop.signal });
  const [, requests] = /^(\d+) requests: \d+ × 200\n/.exec(text) ?? [];
  expect(Number(requests)).toBeGreaterThan(0);
  expect(Number(requests)).toBeLessThan(60);
  for (const name of ['P50', 'P99', 'largest', 'sent late']) expect(text).toContain(name);
});

function urlProblems(url: string, ...allowed: readonly string[]): string {
  try {
    playerOptionsOf(['--trace', 'load.csv', '--url', url, ...allowed]);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test.each([
  ...['http://example.com/', 'http://10.0.0.1/', 'http://0.0.0.0:80/', 'http://[::ffff:10.0.0.1]/', 'http://[2001:db8::1]/'],
  ...[
    'http://localhost.example.com/',
    'http://127.0.0.1.example.com/',
    'https://LOCALHOST.example/',
    'http://1.127.0.0/',
    'http://[::]/',
    'http://127.0.0.1.nip.io/',
    'http://localhost./',
  ],
])('%s is not this machine', (url) => {
  expect(urlProblems(url)).toMatch(/--url: must be on this machine, or its host be allowed \(--allow-host /);
});

test.each([
  ...['http://127.0.0.1:1/', 'http://127.9.8.7:1/', 'http://localhost:1/', 'http://[::1]:1/', 'http://0x7f.1:1/', 'http://127.1:1/'],
  ...['http://2130706433:1/', 'http://0177.0.0.1:1/', 'http://[0:0:0:0:0:0:0:1]:1/', 'http://[::ffff:127.0.0.1]:1/', 'http://LOCALHOST:1/'],
])('%s is this machine', (url) => {
  expect(urlProblems(url)).toBe('');
});

test('localhost is refused where the system has another machine by that name, before anything is sent', async () => {
  const { url, arrived } = await serving((response) => response.end());
  const args = ['--trace', trace([5]), '--url', url.replace('127.0.0.1', 'localhost')];
  const asked = (...addresses: readonly string[]): Promise<string> =>
    loadCommand(args, { progress: () => undefined, addressesOf: () => Promise.resolve(addresses) });
  await expect(asked('::1', '10.0.0.7')).rejects.toThrow("--url: localhost must be this machine, received 10.0.0.7 from the system's names");
  expect(arrived()).toEqual([]);
  expect(await asked('127.0.0.1')).toContain('5 requests');
});

test('an allowed host name allows no other host', () => {
  expect(urlProblems('http://shop.invalid/', '--allow-host', 'shop.invalid')).toBe('');
  expect(urlProblems('http://shop.invalid/', '--allow-host', 'invalid')).toContain('--url: must be on this machine');
});

test('all mistakes of the command line are reported at once', async () => {
  const told = await problems('--url', 'ftp://127.0.0.1/', '--scale', '0', '--speed', 'fast', '--max-rate', '1e9', '--max-time', '', '--timeout=-1');
  for (const option of ['--trace', '--url', '--scale', '--speed', '--max-rate', '--max-time', '--timeout']) expect(told).toContain(`${option}: must be`);
  expect(await problems('--url', 'http://user:word@127.0.0.1/', '--trace', trace([1]))).toContain('must have no user');
});

test.each([
  ['a negative value', 'timestamp,value\n0,1\n1,-2\n2,1', 'bad.csv:3: value must be a number that is not negative'],
  ['no number', 'timestamp,value\n0,1\n1,many\n2,1', 'bad.csv:3: value must be a number'],
  ['times that go back', 'timestamp,value\n0,1\n2,1\n1,1', 'bad.csv:4: must be later than the line before'],
  ['another column', 'timestamp,rps\n0,1\n1,1', 'bad.csv:1: must have one column "value"'],
  ['nothing', '', 'bad.csv:1: must have one column "timestamp"'],
  ['a header alone', 'timestamp,value\n', 'bad.csv: must have at least two rows'],
  ['zeros alone', 'timestamp,value\n0,0\n1,0', 'bad.csv: must have a load above 0'],
  ['more than may be sent', 'timestamp,value\n0,1\n1,4000', '--max-rate: bad.csv reaches 4000.0 requests/s and may reach 200; take --scale 0.05 or less'],
])('a record with %s is refused before anything is sent', async (_, text, told) => {
  const { url, arrived } = await serving((response) => response.end());
  writeFileSync(join(folder, 'bad.csv'), text);
  expect(await problems('--trace', join(folder, 'bad.csv'), '--url', url)).toContain(told);
  expect(arrived()).toEqual([]);
});

test('a missing file is named, and --help names every option', async () => {
  expect(await problems('--trace', join(folder, 'absent.csv'), '--url', 'http://127.0.0.1/')).toContain('absent.csv: must be a file that can be read');
  expect(await loadCommand(['--help'], { progress: () => undefined })).toContain('--allow-host');
});
