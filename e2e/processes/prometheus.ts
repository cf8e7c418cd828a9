import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binaryOf } from '../toolchain/build';
import { freePort } from './free-ports';
import { mergeFlags } from './flags';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

export interface PrometheusOptions {
  readonly processes: ProcessGroup;
  /** Text by file name, all in one folder. Must contain `prometheus.yml`, which can name the others as they are named here. */
  readonly files: Readonly<Record<string, string>>;
  /** Arguments as in the manifest; those about files and addresses are replaced. @default - none */
  readonly args?: readonly string[];
  /** @default - a free one */
  readonly port?: number;
  /** Where the files lie, for who changes them while it runs. @default - one that nobody else knows */
  readonly folder?: string;
}

const CONFIG_FILE = 'prometheus.yml';

/** Scrapes, evaluates rules and answers queries. Its service discovery knows files, static targets and Kubernetes. */
export async function startPrometheus(options: PrometheusOptions): Promise<Running> {
  if (!(CONFIG_FILE in options.files)) {
    throw new Error(`files must contain ${CONFIG_FILE}, got ${Object.keys(options.files).join(', ') || 'none'}`);
  }
  const folder = options.folder ?? options.processes.scratchFolder('prometheus');
  await Promise.all(Object.entries(options.files).map(([name, text]) => writeFile(join(folder, name), text)));
  const address = `127.0.0.1:${options.port ?? (await freePort())}`;
  return options.processes.start({
    name: 'prometheus',
    command: binaryOf('prometheus'),
    args: mergeFlags(options.args ?? [], [
      `--config.file=${join(folder, CONFIG_FILE)}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ]),
    url: `http://${address}`,
    readyPath: '/-/ready',
  });
}
