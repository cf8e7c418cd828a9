/** Failures of what a program needs, such as another program or a file, are reported without a stack trace. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { outsideReason, reason } from '../../command-line/failure';
import { uvRefusal } from '../../command-line/uv-refusal';

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('must throw');
}

test('a missing program is named, however it was started, also as the cause of another error', async () => {
  const told = 'no-such-program is not there: install it, or put its folder into PATH';
  const absent = thrown(() => execFileSync('no-such-program'));
  expect(outsideReason(absent)).toBe(told);
  expect(reason(absent)).toBe(told);
  const [error] = (await once(spawn('no-such-program'), 'error').catch((caught: unknown) => [caught])) as readonly unknown[];
  expect(outsideReason(error)).toBe(told);
  expect(outsideReason(new Error('Go is needed', { cause: absent }))).toBe(`Go is needed\n  ${told}`);
});

test('a failed program is reported with its own output', () => {
  const error = thrown(() => execFileSync('sh', ['-c', 'echo no network >&2; exit 3'], { stdio: 'pipe' }));
  expect(outsideReason(error)).toMatch(/^Command failed: sh -c .*\nno network$/);
});

test('a missing file, a folder in place of a file, and a file in place of a folder are named', () => {
  expect(outsideReason(thrown(() => readFileSync('/nowhere/at-all')))).toMatch(/^ENOENT: .*'\/nowhere\/at-all'$/);
  expect(outsideReason(thrown(() => readdirSync(__filename)))).toMatch(/^ENOTDIR: .*failure\.test\.ts'$/);
});

test('an error of the project itself is not translated', () => {
  for (const error of [new Error('x'), new TypeError('undefined is not a function'), new Error('y', { cause: new RangeError('z') }), 'text', undefined])
    expect(outsideReason(error)).toBeUndefined();
});

/** Errors as uv 0.13 prints them. */
test.each([
  [
    'error: No interpreter found for Python >=3.11 in managed installations or search path\n\nhint: A managed Python download',
    /^there is no Python .*\n {2}uv said: No/,
  ],
  [
    'error: Failed to download `greenlet==3.5.6`\n  cause: Failed to fetch: https://files.pythonhosted.org/x.whl\n',
    /^packages could not be fetched.*\n {2}uv said: Failed/,
  ],
  ['Using CPython 3.11.7\nerror: Something else\n  cause: of which nobody knows', /^uv could not begin\n {2}uv said: Something else$/],
])('uv: %s', (stderr, told) => {
  expect(uvRefusal(stderr)).toMatch(told);
});

test('failing tests are reported by pytest alone', () => {
  expect(uvRefusal('Using CPython 3.11.7 interpreter\n')).toBeUndefined();
});
