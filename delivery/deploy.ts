/** `npm run deploy`: brings up an environment from nothing. Needs gcloud, pulumi and kubectl, each when its step comes. */
import { spawnSync } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWith } from '../command-line/outcome';
import { deployCommand } from './deploy-command';
import type { World } from './from-nothing/step';

const root = join(__dirname, '..');

/** One reader for all questions: input that is typed ahead answers the next one. */
let typed: Interface | undefined;
let lines: AsyncIterator<string, undefined> | undefined;

const world: World = {
  quiet: (program, ...args) => {
    const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
    return { ok: status === 0, output: error === undefined ? (status === 0 ? stdout : stderr) : error.message };
  },
  shown: (program, ...args) => spawnSync(program, args, { cwd: root, stdio: 'inherit' }).status === 0,
  ask: async (question) => {
    process.stdout.write(question);
    typed ??= createInterface({ input: process.stdin });
    lines ??= typed[Symbol.asyncIterator]();
    // no terminal: decisions are left to a person
    const next: IteratorResult<string, undefined> = await lines.next();
    return next.done === true ? '' : next.value.trim();
  },
  say: (line) => console.log(line),
};

void endWith(
  deployCommand(process.argv.slice(2), {
    root,
    environments: async () => (await import('../config/environments')).environments,
    world,
    fetch,
    sleep: (milliseconds) => sleep(milliseconds),
  }),
).finally(() => typed?.close());
