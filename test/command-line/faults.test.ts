/** A broken file that people edit is reported without a stack trace. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ProjectCopy, type Run } from '../project-copy';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')));
const ours = Object.entries(scripts).filter(([, command]) => command.includes('--import tsx'));

test('every script of the project reports such faults itself', () => {
  expect(ours.length).toBeGreaterThan(20);
  for (const [name, command] of ours) expect([name, command]).toEqual([name, expect.stringMatching(/--import \.\/command-line\/(faults|preload)\.ts /)]);
});

const project = new ProjectCopy();
afterAll(() => project.remove());
const versions = project.read('config/versions.json');

function runWith(text: string, program: string, ...args: readonly string[]): Run {
  writeFileSync(project.path('config/versions.json'), text);
  return project.run(program, args);
}

const faults = [
  ['cut off in the middle', versions.slice(0, 200), /config\/versions\.json: .*JSON/],
  ['without a key', versions.replace(/ *"jaeger": .*\n/, ''), /config\/versions\.json: images\.jaeger: must be a text, received nothing/],
  ['with a wrong type', versions.replace(/"kubernetes": "[^"]+"/, '"kubernetes": 1.36'), /config\/versions\.json: kubernetes: must be a text, received 1\.36/],
] as const;

test.each(faults)('versions.json %s: generation and audit name the place, exit with 1, and print no stack', (_, text, said) => {
  for (const program of ['charts/main.ts', 'checks/audit.ts']) {
    const { status, stdout, stderr } = runWith(text, program);
    expect({ program, status, stdout }).toEqual({ program, status: 1, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).not.toMatch(/\n +at /);
  }
});

test('sizing that is not JSON is refused with the file and the position', () => {
  writeFileSync(project.path('config/versions.json'), versions);
  const sizing = project.read('config/sizing/dev.json');
  project.edit('config/sizing/dev.json', '"backend": {', '"backend" {');
  const { status, stderr } = project.run('charts/main.ts');
  writeFileSync(project.path('config/sizing/dev.json'), sizing);
  expect(status).toBe(1);
  expect(stderr).toMatch(/config\/sizing\/dev\.json: .*JSON at position 14/);
  expect(stderr).not.toMatch(/\n +at /);
});

test('an error of the program itself keeps its stack', () => {
  writeFileSync(project.path('config/versions.json'), versions);
  writeFileSync(project.path('checks/broken.ts'), 'const nothing: { a?: { b: number } } = {};\nconsole.log(nothing.a!.b);\n');
  expect(project.run('checks/broken.ts')).toMatchObject({ status: 1, stderr: expect.stringMatching(/TypeError.*\n +at /s) });
});

describe('an output whose reader has exited', () => {
  const unread = (command: string): { readonly status: number | null; readonly stderr: string } => {
    // the reader exits before anything is written
    const script = `sleep 0.2; ${command} 2>errors.log`;
    const { status } = spawnSync('bash', ['-c', `set -o pipefail; { ${script}; } | true; exit \${PIPESTATUS[0]}`], { cwd: project.folder });
    return { status, stderr: project.read('errors.log') };
  };
  const node = 'node --import tsx --import ./command-line/faults.ts';

  test('is no error: a program finishes its work and keeps its exit status', () => {
    writeFileSync(
      project.path('checks/talking.ts'),
      "import { writeFileSync } from 'node:fs';\nconst [, , status, how] = process.argv;\n" +
        "for (let line = 0; line < 50; line++) how === 'console' ? console.log('a line') : process.stdout.write('a line\\n');\n" +
        "setTimeout(() => { process.stdout.write('more'); writeFileSync('ended', how ?? ''); process.exitCode = Number(status); }, 50);\n",
    );
    for (const [status, how] of [
      [0, 'console'],
      [3, 'stream'],
    ] as const) {
      expect(unread(`${node} checks/talking.ts ${status} ${how}`)).toEqual({ status, stderr: '' });
      expect(project.read('ended')).toBe(how);
    }
  });

  test('is no error for the shipped programs', () => {
    for (const command of ['charts/main.ts', 'checks/audit.ts --help', 'checks/cost/print.ts --env dev'])
      expect([command, unread(`${node} ${command}`)]).toEqual([command, { status: 0, stderr: '' }]);
  });

  test('is an error if writing fails for another reason', () => {
    const { status, stdout } = spawnSync('bash', ['-c', `${node} checks/talking.ts 0 stream 2>&1 >/dev/full`], { cwd: project.folder, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringContaining('ENOSPC') });
  });
});
