import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { postgresPrograms } from '../toolchain/python';
import { freePort } from './free-ports';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

const run = promisify(execFile);

export interface Postgres extends Running {
  readonly port: number;
}

/**
 * PostgreSQL with a database `postgres` and its superuser of that name, who needs no password, on the loopback.
 * @param settings as in postgresql.conf
 */
export async function startPostgres(processes: ProcessGroup, settings: Readonly<Record<string, string | number>>): Promise<Postgres> {
  const programs = await postgresPrograms();
  const data = join(processes.scratchFolder('postgresql'), 'data');
  const [initialize, ...initializing] = asNoRoot(join(programs, 'initdb'));
  await run(initialize, [...initializing, '-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--no-sync']);
  const port = await freePort();
  const options = Object.entries({ listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off', ...settings });
  const [command, ...args] = asNoRoot(join(programs, 'postgres'));
  const running = await processes.start({
    name: 'postgresql',
    command,
    args: [...args, '-D', data, '-p', String(port), ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    url: `tcp://127.0.0.1:${port}`,
    readyPath: '',
  });
  return Object.assign(running, { port });
}

/** Runs a program as another user in a user namespace with the same files, because PostgreSQL refuses to run as root. */
function asNoRoot(program: string): readonly [string, ...string[]] {
  return process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=1000', '--map-group=1000', program] : [program];
}
