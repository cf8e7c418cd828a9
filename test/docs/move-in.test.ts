/** Kind: a guide whose configuration is refused, whose commands end otherwise than it tells, or that moves in another application than the one beside it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { edited, stepsOf } from '../../e2e/how-tos/page';
import { ProjectCopy } from '../project-copy';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'move-in.md'), 'utf8');
const copy = new ProjectCopy();
afterAll(() => copy.remove());

test('it', () => {
  for (const step of stepsOf(page)) {
    if (step.kind === 'edits')
      for (const edit of step.edits) {
        let text: string | undefined;
        try { text = copy.read(edit.file); } catch { text = undefined; }
        mkdirSync(dirname(copy.path(edit.file)), { recursive: true });
        writeFileSync(copy.path(edit.file), edited(text, edit));
      }
    else for (const { command } of step.commands) {
      const r = spawnSync('bash', ['-c', command], { cwd: copy.folder, encoding: 'utf8' });
      console.log(command, r.status, r.stdout, r.stderr);
    }
  }
});
