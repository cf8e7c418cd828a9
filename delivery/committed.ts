/** `npm run committed`: fails when a file that is generated differs from what is committed, is missing there, or is of nothing that the configuration has. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitStatus, reason } from '../command-line/failure';
import { git } from './git';

const help = `Compares what npm start, npm run plan and npm run audit wrote with what is committed, and shows the difference.

  npm run committed             ends with 1 when they differ
  npm run committed -- --help   this text`;

const generated = ['manifests', 'plans', 'docs/audit'] as const;

const root = join(__dirname, '..');

function main(): boolean {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } });
  if (values.help) {
    console.log(help);
    return true;
  }
  const changed = git(root, 'diff', '--exit-code', '--', ...generated);
  // a new environment's files are in no diff until somebody adds them
  const untracked = git(root, 'ls-files', '--others', '--exclude-standard', '--', ...generated).output.trim();
  if (changed.ok && untracked === '') return true;
  process.stdout.write(changed.output);
  console.error(
    ['generated files must be committed with what they are generated from:', ...changedNames(), ...untracked.split('\n')].filter(Boolean).join('\n  '),
  );
  return false;
}

function changedNames(): readonly string[] {
  return git(root, 'diff', '--name-only', '--', ...generated)
    .output.trim()
    .split('\n');
}

try {
  process.exitCode = main() ? 0 : 1;
} catch (error) {
  console.error(reason(error));
  process.exitCode = exitStatus(error);
}
