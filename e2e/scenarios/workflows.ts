import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binaryOf } from '../toolchain/build';
import type { Scenario } from '../runner/scenario';

const folder = join(__dirname, '..', '..', '.github', 'workflows');

/** A workflow with a mistake is found here, not on the day of a release. */
export const scenario: Scenario = {
  name: 'workflows',
  title: 'actionlint finds nothing to say about the GitHub workflows',
  tags: ['smoke', 'full'],
  needs: ['actionlint'],
  async run(context) {
    const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    const { stdout } = await promisify(execFile)(binaryOf('actionlint'), ['-no-color', ...files.map((file) => join(folder, file))]);
    if (stdout !== '') throw new Error(stdout);
    context.report(`${files.length} workflows`);
  },
};
