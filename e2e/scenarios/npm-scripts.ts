import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { milliseconds } from '../../config/duration';
import { patient } from '../waiting/patience';
import type { Scenario } from '../runner/scenario';
import { playedHere } from '../runner/npm-scripts';

const root = join(__dirname, '..', '..');

/** A script that nothing runs is found broken by who needs it. */
export const scenario: Scenario = {
  name: 'npm-scripts',
  title: 'every benchmark and every npm script that nothing else in the gate runs works, in a short form',
  tags: ['smoke', 'full'],
  needs: ['otelcol', 'jaeger'],
  async run(context) {
    for (const [script, { args, prints }] of Object.entries(playedHere)) {
      const printed = await npmRun(script, args);
      if (!prints.test(printed)) throw new Error(`npm run ${script} must print ${String(prints)}, received ${printed}`);
      context.report(`npm run ${script} -- ${args.join(' ')}`);
    }
  },
};

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
