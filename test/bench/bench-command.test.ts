import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { benchCommand } from '../../bench/bench-command';

const nobody = (): never => {
  throw new Error('nothing must be started');
};
const text = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(text));
const named = Object.keys(scripts).flatMap((name) => (name.startsWith('bench:') ? [name.slice('bench:'.length)] : []));

test('the list names each benchmark with what it measures, sorted by name', async () => {
  const { status, stdout } = await benchCommand(['--list'], nobody);
  expect(status).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual([...named].sort());
  for (const line of lines) expect(line).toMatch(/^[a-z-]+ +[A-Z].+\.$/);
});

test('a benchmark is started by its name, gets the options after it, and its exit code is passed on', async () => {
  const started: unknown[] = [];
  const outcome = await benchCommand(['forecast', '--traces', 'crane'], (...call) => {
    started.push(call);
    return 3;
  });
  expect(started).toEqual([['bench:forecast', ['--traces', 'crane']]]);
  expect(outcome.status).toBe(3);
});

test.each([[[]], [['--help']]])('%j prints the usage', async (args) => {
  const { status, stdout } = await benchCommand(args, nobody);
  expect([status, stdout.includes('npm run bench -- --list')]).toEqual([0, true]);
});

test.each([[['fore']], [['--short']], [['--list', 'forecast', 'x']]])('%j starts nothing and exits with 2', async (args) => {
  const { status, stderr } = await benchCommand(args, nobody);
  expect([status, stderr !== '']).toEqual([2, true]);
});
