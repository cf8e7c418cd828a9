/**
 * Loaded before a program that reads the configuration (`node --import`). It handles uncaught errors: one that is caused outside of this project, such as a
 * mistake in a file that people edit or a program that is not installed, is printed as its message only, with exit status 1. Every other error keeps its stack trace.
 * It also removes secrets of the command line from everything that the program writes, and lets the program continue when its output is closed:
 * `npm run apply | head` must not stop in the middle of an apply.
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
