/** `npm run apply` as a process of its own, which may be killed with everything that it started. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cluster } from '../cluster/cluster';
import { binaryOf } from '../toolchain/build';

const root = join(__dirname, '..', '..');

export interface Ended {
  /** `undefined` when it was killed. */
  readonly code: number | undefined;
  readonly output: string;
}

export interface ApplyRun {
  readonly manifests: string;
  readonly args?: readonly string[];
  /** Killed with its process group as soon as this stands in what it prints, and so many milliseconds later. @default - lives */
  readonly killAt?: { readonly line: RegExp; readonly after: number };
}

export function applyShop(cluster: Cluster, { manifests, args = [], killAt }: ApplyRun): Promise<Ended> {
  const options = ['--env', 'dev', '--manifests', manifests, '--kubeconfig', cluster.adminKubeconfig, '--kubectl', binaryOf('kubectl')];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'delivery/apply.ts', ...options, '--lock-seconds', '10', ...args], { cwd: root, detached: true });
    let output = '';
    let dying = false;
    const told = (text: Buffer): void => {
      output += text.toString();
      if (killAt === undefined || dying || !killAt.line.test(output)) return;
      dying = true;
      setTimeout(() => {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      }, killAt.after);
    };
    child.stdout.on('data', told);
    child.stderr.on('data', told);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? undefined, output }));
  });
}

const record = z.object({
  phase: z.string(),
  keys: z.array(z.string()),
  ran: z.array(z.string()),
  applied: z.object({ digest: z.string(), commit: z.string().optional() }).optional(),
  target: z.object({ digest: z.string() }),
});
export type ShopRecord = z.infer<typeof record>;

/** What the cluster knows of what was applied. */
export async function recordOf(cluster: Cluster): Promise<ShopRecord> {
  const found = await cluster.kubectl(['get', 'configmap', 'applied', '--namespace=lyo-delivery', '--output=jsonpath={.data.record}']);
  return record.parse(JSON.parse(found));
}

/** @throws Error when it ended in another way */
export function expectEnd({ code, output }: Ended, wanted: number, ...says: readonly RegExp[]): string {
  if (code !== wanted) throw new Error(`apply must end with ${wanted}, received ${String(code)}: ${output}`);
  for (const one of says) if (!one.test(output)) throw new Error(`apply must say ${String(one)}, received ${output}`);
  return output;
}
