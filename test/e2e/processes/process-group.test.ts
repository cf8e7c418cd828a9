import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../e2e/waiting/assertions';
import { freePort } from '../../../e2e/processes/free-ports';
import { type ProcessOptions } from '../../../e2e/processes/process';
import { ProcessGroup } from '../../../e2e/processes/process-group';

let folder: string;
let group: ProcessGroup;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyo-process-'));
  group = new ProcessGroup(folder);
});
afterEach(async () => {
  await group.stop();
  rmSync(folder, { recursive: true });
});

/** Starts a Node.js program in place of a component; it must listen on `port`. */
async function program(source: (port: number) => string, options: Partial<ProcessOptions> = {}): Promise<Omit<ProcessOptions, 'logFile'>> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return { name: 'server', command: process.execPath, args: ['-e', source(port)], url, readyPath: '/', ...options };
}

const server = (port: number): string =>
  `console.log('started'); require('http').createServer((request, response) => response.end(String(process.pid))).listen(${port}, '127.0.0.1')`;
const pid = async (url: string): Promise<number> => Number(await (await fetch(url)).text());

test('a process is ready when its probe succeeds, and gone after stop', async () => {
  const running = await group.start(await program(server));
  await expect(pid(running.url)).resolves.toBeGreaterThan(0);
  await running.stop();
  await expect(pid(running.url)).rejects.toThrow();
  expect(running.crash).toBeUndefined();
});

test('restart starts a new process at the same address', async () => {
  const running = await group.start(await program(server));
  const before = await pid(running.url);
  await running.restart();
  expect(await pid(running.url)).not.toBe(before);
  expect(readFileSync(running.logFile, 'utf8')).toBe('started\nstarted\n');
});

test('a process that ends before it is ready fails at once, with its log', async () => {
  const failing = await program(() => `console.error('no such flag'); process.exit(3)`);
  await expect(group.start(failing)).rejects.toThrow(/^server ended with code 3 before it was ready\nlog: .*server\.log\nno such flag$/);
});

test('a process that never answers is killed, and the error has the last result of the probe', async () => {
  const silent = await program(() => 'setInterval(() => {}, 1000)', { readyWithin: '300ms' });
  await expect(group.start(silent)).rejects.toThrow(/^server was not ready within 300 ms: http:\S+: .*ECONNREFUSED/);
});

test('an unsuccessful answer does not count as ready', async () => {
  const unhealthy = (port: number): string => `require('http').createServer((request, response) => response.writeHead(503).end()).listen(${port}, '127.0.0.1')`;
  await expect(group.start(await program(unhealthy, { readyWithin: '3s' }))).rejects.toThrow('status 503');
});

test('a missing program fails with the reason', async () => {
  await expect(group.start(await program(server, { command: join(folder, 'missing') }))).rejects.toThrow('ENOENT');
});

test('a crash is noticed, and a requested kill is no crash', async () => {
  const [crashing, killed] = [await group.start(await program(server)), await group.start(await program(server))];
  process.kill(await pid(crashing.url), 'SIGSEGV');
  await killed.kill();
  await expect(pid(crashing.url)).rejects.toThrow();
  // the kernel closes the port before it notifies the parent
  await eventually('the crash is noticed', () => Promise.resolve(group.crashes()), { until: (crashes) => crashes.length > 0, timeout: '5s' });
  expect(group.crashes()).toEqual(['server ended with signal SIGSEGV']);
});

test('processes with the same name have separate logs', async () => {
  const first = await group.start(await program(server));
  const second = await group.start(await program(server));
  expect([first.logFile, second.logFile]).toEqual([join(folder, 'server.log'), join(folder, 'server-2.log')]);
});

test('stop ends starting processes too, removes scratch folders and refuses new processes', async () => {
  const scratch = group.scratchFolder('data');
  const starting = group.start(await program(() => 'setInterval(() => {}, 1000)', { readyWithin: '30s' }));
  const failure = expect(starting).rejects.toThrow('ended with a signal before it was ready');
  await group.stop();
  await failure;
  expect(existsSync(scratch)).toBe(false);
  await expect(group.start(await program(server))).rejects.toThrow('have been stopped');
});

test('a process inherits only PATH', async () => {
  process.env['KUBECONFIG'] = 'of-the-caller';
  const echo = (port: number): string =>
    `require('http').createServer((request, response) => response.end(JSON.stringify(process.env))).listen(${port}, '127.0.0.1')`;
  const running = await group.start(await program(echo, { environment: { GOGC: '50' } }));
  const environment: unknown = await (await fetch(running.url)).json();
  delete process.env['KUBECONFIG'];
  expect(environment).toEqual({ PATH: process.env['PATH'], GOGC: '50' });
});
