import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { binaryOf } from '../toolchain/build';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

export interface JaegerOptions {
  readonly processes: ProcessGroup;
  /** The configuration as data; `folder` is where the files beside it are written. */
  readonly config: (folder: string) => unknown;
  /** Text by file name, beside the configuration. */
  readonly files: Readonly<Record<string, string>>;
  /** Address of its health extension, `host:port`. */
  readonly health: string;
}

/** Jaeger v2, in the roles that its configuration gives it. */
export async function startJaeger({ processes, config, files, health }: JaegerOptions): Promise<Running> {
  const folder = processes.scratchFolder('jaeger');
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  const file = join(folder, 'config.yaml');
  await writeFile(file, stringify(config(folder), { aliasDuplicateObjects: false }));
  return processes.start({ name: 'jaeger', command: binaryOf('jaeger'), args: [`--config=${file}`], url: `http://${health}`, readyPath: '/status' });
}
