import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { binaryOf } from '../toolchain/build';
import { pythonWith } from '../toolchain/python';
import type { Scenario } from '../runner/scenario';

const folder = join(__dirname, '..', '..', '.github', 'workflows');

/** Finds mistakes in workflows before a release runs them. */
export const scenario: Scenario = {
  name: 'workflows',
  title: 'actionlint and zizmor find nothing to say about the GitHub workflows',
  tags: ['smoke', 'full'],
  needs: ['actionlint'],
  async run(context) {
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    const { stdout } = await promisify(execFile)(binaryOf('actionlint'), ['-no-color', ...files.map((file) => join(folder, file))]);
    if (stdout !== '') throw new Error(stdout);
    const zizmor = join(dirname(await pythonWith(['zizmor==1.32.0'])), 'zizmor');
    // it ends with an error if it has findings; its configuration is stated, because it searches for one beside its input
    const audited = await promisify(execFile)(zizmor, [
      '--offline',
      '--no-progress',
      '--config',
      join(folder, '..', 'zizmor.yml'),
      ...files.map((file) => join(folder, file)),
    ]);
    context.report(`${files.length} workflows; zizmor: ${audited.stdout.trim().split('\n').at(-1) ?? ''}`);
  },
};
