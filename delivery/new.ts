/** `npm run new`: writes a new workload into the configuration. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { endWith, outcomeOf } from '../command-line/outcome';
import { newCommand } from './new/new-command';

const root = join(__dirname, '..');

function main(): Promise<void> {
  const terminal = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  return endWith(
    outcomeOf(async () => {
      const { sources } = await import('../config/environment-sources');
      return newCommand(process.argv.slice(2), {
        sources,
        read: (file) => readFileSync(join(root, file), 'utf8'),
        write,
        ...(terminal && { ask: (question: string) => terminal.question(`${question}: `) }),
      });
    }),
  ).finally(() => terminal?.close());
}

/** Each file is written next to its place first, so that a full disk changes nothing. */
function write(files: Readonly<Record<string, string>>): void {
  const places = Object.entries(files).map(([file, text]) => ({ place: join(root, file), beside: join(root, `${file}.new`), text }));
  for (const { beside, text } of places) writeFileSync(beside, text);
  for (const { place, beside } of places) renameSync(beside, place);
}

void main();
