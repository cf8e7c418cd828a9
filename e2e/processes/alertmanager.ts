import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { binaryOf } from '../toolchain/build';
import { freePort } from './free-ports';
import { mergeFlags } from './flags';
import { type Running } from './process';
import { type ProcessGroup } from './process-group';

export interface AlertmanagerOptions {
  readonly processes: ProcessGroup;
  /**
   * Text by path, all in one folder, which is given because a configuration names files by their whole path. Must contain `alertmanager.yml`;
   * receivers' secrets go beside it.
   */
  readonly files: (folder: string) => Readonly<Record<string, string>>;
  /** Arguments as in the manifest; those about files, addresses and peers are replaced. @default - none */
  readonly args?: readonly string[];
  /** Its own address among its peers, and theirs, each `host:port`. @default - it runs alone */
  readonly cluster?: { readonly own: string; readonly peers: readonly string[] };
}

const CONFIG_FILE = 'alertmanager.yml';

/** Groups, inhibits and sends alerts. It has its API but no user interface, which the Go module lacks. */
export async function startAlertmanager({ processes, files, cluster, args = [] }: AlertmanagerOptions): Promise<Running> {
  const folder = processes.scratchFolder('alertmanager');
  const texts = files(folder);
  if (!(CONFIG_FILE in texts)) throw new Error(`files must contain ${CONFIG_FILE}, got ${Object.keys(texts).join(', ') || 'none'}`);
  for (const [path, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const address = `127.0.0.1:${await freePort()}`;
  return processes.start({
    name: 'alertmanager',
    command: binaryOf('alertmanager'),
    args: mergeFlags(
      args.filter((arg) => !arg.startsWith('--cluster.')),
      [
        `--config.file=${join(folder, CONFIG_FILE)}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
        `--cluster.listen-address=${cluster?.own ?? ''}`,
        ...(cluster === undefined ? [] : [`--cluster.advertise-address=${cluster.own}`, ...cluster.peers.map((peer) => `--cluster.peer=${peer}`)]),
        // 15 s as shipped; with faster alerting there is less time between two messages of a group
        ...(cluster === undefined ? [] : ['--cluster.peer-timeout=1s', '--cluster.settle-timeout=5s']),
      ],
    ),
    url: `http://${address}`,
    readyPath: '/-/ready',
  });
}
