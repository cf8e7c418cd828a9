import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { durationOf, milliseconds, type Duration } from '../../../config/duration';
import { sleep } from '../../../e2e/waiting/stopwatch';
import { whileLocked } from '../../../e2e/toolchain/file-lock';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lyo-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const lockModule = join(__dirname, '..', '..', '..', 'e2e', 'toolchain', 'file-lock.ts');
const path = (): string => join(folder, 'program');
const locks = (): readonly string[] => readdirSync(folder).filter((name) => name.includes('.lock.'));
/** Leaves the file of a lock holder with the given process id and host. */
function leave(pid: number, host = hostname(), age: Duration = '0s'): void {
  const file = `${path()}.lock.${pid}.${'0'.repeat(8)}.${host}`;
  writeFileSync(file, '');
  const then = new Date(Date.now() - milliseconds(age));
  utimesSync(file, then, then);
}
const work = (): Promise<string> => Promise.resolve('done');
/** A process id that cannot exist: the largest is 4,194,304. */
const nobody = 4_194_305;
const long = '121s';

test('work starts at once if the lock is free, and no file is left', async () => {
  await expect(whileLocked(path(), work)).resolves.toBe('done');
  expect(readdirSync(folder)).toEqual([]);
});

test('failed work releases the lock', async () => {
  await expect(whileLocked(path(), () => Promise.reject(new Error('no compiler')))).rejects.toThrow('no compiler');
  await expect(whileLocked(path(), work)).resolves.toBe('done');
});

test('a missing folder is created', async () => {
  await expect(whileLocked(join(folder, 'bin', 'kwok-1', 'kwok'), work)).resolves.toBe('done');
});

test('twenty concurrent requests get the lock one after another', async () => {
  let inside = 0;
  let most = 0;
  let done = 0;
  const one = async (): Promise<void> => {
    most = Math.max(most, (inside += 1));
    await sleep('2ms');
    inside -= 1;
    done += 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => whileLocked(path(), one, { interval: durationOf((1 + 10 * Math.random()) / 1000) })));
  expect({ most, done }).toEqual({ most: 1, done: 20 });
});

test('locks of different names are independent, also if one name begins with the other', async () => {
  await whileLocked(path(), async () => {
    await expect(whileLocked(`${path()}-2`, work)).resolves.toBe('done');
    await expect(whileLocked(join(folder, 'prog'), work)).resolves.toBe('done');
  });
});

test('a waiting process reports the holder once', async () => {
  const told: string[] = [];
  let give = (): void => undefined;
  const first = whileLocked(path(), () => new Promise<void>((resolve) => (give = resolve)));
  await sleep('20ms');
  const second = whileLocked(path(), work, { onWait: (holder) => told.push(holder), interval: '1ms' });
  await sleep('50ms');
  give();
  await Promise.all([first, second]);
  expect(told).toEqual([`process ${process.pid}`]);
});

test.each([
  ['its process is gone', () => leave(nobody)],
  ['its process is gone, and another died before it', () => [nobody, nobody + 1].forEach((pid) => leave(pid))],
  ['its number belongs to somebody else by now', () => leave(process.pid, hostname(), long)],
  ['it was on another machine and has been silent', () => leave(1, 'elsewhere.example', long)],
])('a lock is taken over when %s', async (_, died) => {
  died();
  await expect(whileLocked(path(), work)).resolves.toBe('done');
  expect(locks()).toEqual([]);
});

test.each([
  ['on this machine', () => leave(process.pid)],
  ['of another user on this machine', () => leave(1)],
  ['on another machine that shares the folder', () => leave(nobody, 'elsewhere.example')],
])('the lock of a living holder is waited for: %s', async (_, hold) => {
  hold();
  let got = false;
  const waiting = whileLocked(path(), work, { interval: '5ms' }).then(() => (got = true));
  await sleep('100ms');
  expect(got).toBe(false);
  locks().forEach((name) => rmSync(join(folder, name)));
  await waiting;
});

/** Takes the lock, says so, and then works for a while or is killed. */
const HOLDER = `
  const { whileLocked } = require(${JSON.stringify(lockModule)});
  const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
  const [path, log] = process.argv.slice(1);
  whileLocked(path, async () => {
    if (existsSync(path)) return;
    appendFileSync(log, 'builds\\n');
    await new Promise((resolve) => setTimeout(resolve, 300));
    writeFileSync(path, 'the program');
  });
`;
const holder = (): ReturnType<typeof spawn> => spawn(process.execPath, ['--import', 'tsx', '-e', HOLDER, path(), join(folder, 'log')], { stdio: 'inherit' });
const ended = (child: ReturnType<typeof spawn>): Promise<unknown> => new Promise((resolve) => child.once('exit', resolve));
const built = (): number => readFileSync(join(folder, 'log'), { encoding: 'utf8', flag: 'a+' }).split('\n').length - 1;

test('one of three programs that start together builds', async () => {
  await Promise.all([holder(), holder(), holder()].map(ended));
  expect(built()).toBe(1);
  expect(locks()).toEqual([]);
});

test('after a program is killed while it builds, another one builds', async () => {
  const first = holder();
  while (built() === 0) await sleep('10ms');
  first.kill('SIGKILL');
  await ended(first);
  expect(locks()).toHaveLength(1);
  await ended(holder());
  expect({ built: built(), program: readFileSync(path(), 'utf8') }).toEqual({ built: 2, program: 'the program' });
});
