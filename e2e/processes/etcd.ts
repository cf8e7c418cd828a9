import { binaryOf } from '../toolchain/build';
import { freePort } from './free-ports';
import { type ProcessGroup } from './process-group';
import { type Running } from './process';

export interface EtcdOptions {
  readonly processes: ProcessGroup;
}

/** The API server's database. Without fsync, because a cluster that lives for minutes need not survive a power failure. */
export async function startEtcd({ processes }: EtcdOptions): Promise<Running> {
  const [clientPort, peerPort] = [await freePort(), await freePort()];
  const [url, peerUrl] = [`http://127.0.0.1:${clientPort}`, `http://127.0.0.1:${peerPort}`];
  return processes.start({
    name: 'etcd',
    command: binaryOf('etcd'),
    args: [
      '--unsafe-no-fsync',
      `--data-dir=${processes.scratchFolder('etcd')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
    ],
    url,
    readyPath: '/health',
  });
}
