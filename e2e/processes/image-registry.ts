import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { binaryOf } from '../toolchain/build';
import { freePort } from './free-ports';
import type { ProcessGroup } from './process-group';

export interface ImageRegistry {
  /** `host:port`, asked without TLS. */
  readonly address: string;
  /** Path of the file in which a blob lies. */
  readonly blob: (digest: string) => string;
}

/** The registry of go-containerregistry: blobs on disk, manifests in memory. */
export async function startImageRegistry(processes: ProcessGroup): Promise<ImageRegistry> {
  const port = await freePort();
  const folder = processes.scratchFolder('registry');
  mkdirSync(folder, { recursive: true });
  const address = `127.0.0.1:${port}`;
  await processes.start({
    name: 'registry',
    command: binaryOf('crane'),
    args: ['registry', 'serve', '--address', address, '--disk', folder],
    url: `http://${address}`,
    readyPath: '/v2/',
  });
  return { address, blob: (digest) => join(folder, ...digest.split(':')) };
}
