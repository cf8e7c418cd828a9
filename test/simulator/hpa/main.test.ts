import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const golden = join(root, 'test', 'autoscaler', 'golden');

function hpa(...args: readonly string[]): ReturnType<typeof spawnSync> & { readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, ['--import', 'tsx', 'simulator/hpa/main.ts', ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
}

const answers = readFileSync(join(golden, 'answers.jsonl'), 'utf8');

test('answers are lines of id and replicas, and with --conditions equal those of the controller byte for byte', () => {
  expect(hpa(join(golden, 'cases.jsonl'), '--conditions').stdout).toBe(answers);
  const short = answers
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly id: string; readonly replicas: unknown });
  expect(hpa(join(golden, 'cases.jsonl')).stdout).toBe(short.map(({ id, replicas }) => `${JSON.stringify({ id, replicas })}\n`).join(''));
});

test('a file with mistakes exits with 1 and the place of each', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lyo-hpa-'));
  try {
    writeFileSync(join(folder, 'cases.jsonl'), '{"id":"a"}\n');
    const run = hpa(join(folder, 'cases.jsonl'));
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toContain('cases.jsonl:1: spec: ');
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(hpa().stderr).toContain('npm run --silent hpa');
});
