import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Duration } from '../../config/duration';
import { exampleFolder, examplePython } from '../toolchain/python';
import { freePort } from './free-ports';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

const run = promisify(execFile);

export interface ExampleBackendOptions {
  readonly processes: ProcessGroup;
  /** Name of its log. @default 'backend' */
  readonly name?: string;
  readonly port: number;
  /** Settings of the application, and whatever the manifest injects. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether its database is migrated before the start; without that it is alive but not ready. @default true */
  readonly migrated?: boolean;
  /** Time between SIGTERM and SIGKILL. @default 15 s */
  readonly gracePeriod?: Duration;
}

/** The example application, unmodified, as its container starts it: one uvicorn process. */
export async function startExampleBackend({
  processes,
  name = 'backend',
  port,
  environment,
  migrated = true,
  gracePeriod = '15s',
}: ExampleBackendOptions): Promise<Running> {
  const database = environment['DATABASE_URL'] ?? `sqlite:///${join(processes.scratchFolder(`${name}-data`), `${name}.db`)}`;
  if (migrated) await migratedOnce(database);
  return processes.start({
    name,
    command: await examplePython(),
    args: ['-m', 'uvicorn', 'app.main:create_app', '--factory', '--host', '127.0.0.1', '--port', String(port)],
    workingFolder: exampleFolder,
    environment: {
      PYTHONDONTWRITEBYTECODE: '1',
      PRICES_URL: `http://127.0.0.1:${port}`,
      DRAIN_SECONDS: '0',
      ...environment,
      DATABASE_URL: database,
    },
    url: `http://127.0.0.1:${port}`,
    readyPath: migrated ? '/health/ready' : '/health',
    gracePeriod,
  });
}

export interface ExampleWorkerOptions extends Omit<ExampleBackendOptions, 'port' | 'migrated'> {
  /** Command as in the configuration, such as `python -m app.worker`. */
  readonly args: readonly string[];
}

/** Starts a worker of the example; it is ready when it serves its metrics, which it does before it has a database. */
export async function startExampleWorker({ processes, name = 'worker', environment, args }: ExampleWorkerOptions): Promise<Running> {
  const port = await freePort();
  const [command, ...rest] = await asProgram(args);
  return processes.start({
    name,
    command,
    args: rest,
    workingFolder: exampleFolder,
    environment: {
      PYTHONDONTWRITEBYTECODE: '1',
      ALIVE_FILE: join(processes.scratchFolder(`${name}-alive`), 'alive'),
      ...environment,
      METRICS_PORT: String(port),
    },
    url: `http://127.0.0.1:${port}`,
    readyPath: '/metrics',
    gracePeriod: '15s',
  });
}

const logLine = z.looseObject({ message: z.string() });

/**
 * Runs a program of the example to its end.
 * @returns the lines that it logged
 * @throws Error with its output if it fails
 */
export async function runExample(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<readonly z.infer<typeof logLine>[]> {
  const [command, ...rest] = await asProgram(args);
  const env = { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', ...environment };
  const { stdout } = await run(command, rest, { cwd: exampleFolder, env }).catch((error: unknown) => {
    const { stdout: out = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${args.join(' ')} failed:\n${out}${stderr}`);
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => logLine.parse(JSON.parse(line)));
}

/** Resolves the first word of a command, which the image has on its PATH. */
async function asProgram([program = '', ...args]: readonly string[]): Promise<readonly [string, ...string[]]> {
  const python = await examplePython();
  return program === 'python' ? [python, ...args] : [python, '-m', program, ...args];
}

const migrations = new Map<string, Promise<unknown>>();

/** Migrates each database once, because several pods may share it. */
function migratedOnce(database: string): Promise<unknown> {
  const begun = migrations.get(database) ?? runExample(['alembic', 'upgrade', 'head'], { DATABASE_URL: database });
  migrations.set(database, begun);
  return begun;
}
