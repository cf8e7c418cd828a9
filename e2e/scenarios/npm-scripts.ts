import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { milliseconds } from '../../config/duration';
import { patient } from '../waiting/patience';
import type { Scenario } from '../runner/scenario';
import { playedHere } from '../runner/npm-scripts';

const root = join(__dirname, '..', '..');
const manifest = z.object({ scripts: z.record(z.string(), z.string()) });

/** Without this scenario, a broken script would be noticed only when somebody needs it. */
export const scenario: Scenario = {
  name: 'npm-scripts',
  title: 'every npm script answers --help and refuses unknown options; every one that nothing else in the gate runs works, in a short form',
  tags: ['smoke', 'full'],
  needs: ['otelcol', 'jaeger'],
  async run(context) {
    const { scripts } = manifest.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    for (const [script, command] of Object.entries(scripts)) await Promise.all([answersHelp(script, command), refusesUnknown(script, command)]);
    context.report(`${Object.keys(scripts).length} scripts answer --help and refuse what they do not know`);
    for (const [script, { args, prints }] of Object.entries(playedHere)) {
      const printed = await npmRun(script, args);
      if (!prints.test(printed)) throw new Error(`npm run ${script} must print ${String(prints)}, received ${printed}`);
      context.report(`npm run ${script} -- ${args.join(' ')}`);
    }
  },
};

async function answersHelp(script: string, command: string): Promise<void> {
  const { status, stdout, stderr } = await ended(`${command} --help`);
  if (status !== 0 || !stdout.includes(script) || stderr !== '')
    throw new Error(`npm run ${script} -- --help must say what it is for, received ${status}: ${stdout}${stderr}`);
}

async function refusesUnknown(script: string, command: string): Promise<void> {
  const { status, stdout, stderr } = await ended(`${command} --no-such-option`);
  if (status !== 2 || stdout !== '' || !/^[^\n]+\n$/.test(stderr))
    throw new Error(`npm run ${script} must refuse --no-such-option with 2 and one line, received ${status}: ${stdout}${stderr}`);
}

function ended(command: string): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile('bash', ['-c', command], { cwd: root, timeout: milliseconds(patient('60s')) }, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? 1, stdout, stderr }),
    );
  });
}

function npmRun(script: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script, '--', ...args], { cwd: root, timeout: milliseconds(patient('300s')) });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`npm run ${script} ended with ${String(code)}: ${output}`));
    });
  });
}
