/** kubectl's own rule: one minor version from the API server's at most. */
import { z } from 'zod';
import type { Cluster } from './place';

const minor = z.object({ minor: z.string().regex(/^\d+/), gitVersion: z.string() });
const versions = z.object({ clientVersion: minor, serverVersion: minor });

/** The first request of a run: an unreachable cluster or a refused login is reported once, in one line. @throws Error also when the versions are too far apart */
export function requireNearVersion(cluster: Pick<Cluster, 'run'>): void {
  const { clientVersion, serverVersion } = versions.parse(JSON.parse(cluster.run(['version', '--output=json'])));
  if (Math.abs(Number.parseInt(clientVersion.minor, 10) - Number.parseInt(serverVersion.minor, 10)) <= 1) return;
  throw new Error(`kubectl must be within one minor version of the API server (${serverVersion.gitVersion}), received ${clientVersion.gitVersion}`);
}
