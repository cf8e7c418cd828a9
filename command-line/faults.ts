/**
 * Loaded before a program that reads the configuration (`node --import`). What is wrong outside of this project, such as a file that people edit or a
 * program that nobody installed, is found where no program catches it: it is told in its own words, with status 1 and without a stack. Every other error keeps its stack.
 * And whatever a program writes, it does not repeat a secret of its command line, and where nobody reads any more it goes on to its end:
 * `npm run apply | head` must not stop in the middle of what it applies.
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { outsideReason } from './failure';
import { typedSecrets, withoutTyped } from './typed-secrets';

const secrets = typedSecrets(process.argv.slice(2), (value) => existsSync(value) || (value.includes('/') && existsSync(dirname(value))));
if (secrets.length > 0) for (const stream of [process.stdout, process.stderr]) hideIn(stream);

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

process.on('uncaughtException', (error) => {
  console.error(outsideReason(error) ?? inspect(error));
  process.exit(1);
});

function hideIn(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: readonly unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: readonly unknown[]) => write(typeof chunk === 'string' ? withoutTyped(secrets, chunk) : chunk, ...rest);
}
