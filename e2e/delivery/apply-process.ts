/** Runs `npm run apply` as a process that can be killed with its children. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cluster } from '../cluster/cluster';
import { binaryOf } from '../toolchain/build';

const root = join(__dirname, '..', '..');

export interface Ended {
  /** Exit code; `undefined` if it was killed. */
  readonly code: number | undefined;
  readonly output: string;
}

export interface ApplyRun {
  readonly manifests: string;
  readonly args?: readonly string[];
  /** Kills its process group `after` milliseconds after a line of its output matches. @default - never */
  readonly killAt?: { readonly line: RegExp; readonly after: number };
  /** An action that starts when a line of its output matches, and is awaited. @default - none */
  readonly meanwhile?: { readonly line: RegExp; readonly does: () => Promise<unknown> };
  /** Kubeconfig with the rights of the run. @default - the administrator's */
  readonly kubeconfig?: string;
  /** Prints `peak memory <n> KiB` of its process at the end. @default false */
  readonly measured?: boolean;
}

const measuring = "process.on('exit',()=>console.log('peak memory '+process.resourceUsage().maxRSS+' KiB'))";

export function applyShop(cluster: Cluster, run: ApplyRun): Promise<Ended> {
  const { manifests, args = [], killAt, meanwhile, kubeconfig = cluster.adminKubeconfig, measured = false } = run;
  const options = ['--env', 'dev', '--manifests', manifests, '--kubeconfig', kubeconfig, '--kubectl', binaryOf('kubectl')];
  return new Promise((resolve, reject) => {
    const program = ['--import', 'tsx', ...(measured ? ['--import', `data:text/javascript,${encodeURIComponent(measuring)}`] : []), 'delivery/apply.ts'];
    const child = spawn(process.execPath, [...program, ...options, '--lock-seconds', '10', ...args], { cwd: root, detached: true });
    let output = '';
    let dying = false;
    let beside: Promise<unknown> | undefined;
    const told = (text: Buffer): void => {
      output += text.toString();
      if (meanwhile?.line.test(output) === true) beside ??= meanwhile.does();
      if (killAt === undefined || dying || !killAt.line.test(output)) return;
      dying = true;
      setTimeout(() => {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      }, killAt.after);
    };
    child.stdout.on('data', told);
    child.stderr.on('data', told);
    child.on('error', reject);
    child.on('close', (code) => {
      const ended = { code: code ?? undefined, output };
      Promise.resolve(beside).then(() => resolve(ended), reject);
    });
  });
}

/** Runs another delivery command, such as `drift`, to its end. */
export function deliveryCommand(
  program: 'drift' | 'adopt' | 'promote' | 'review',
  cluster: Cluster,
  run: Pick<ApplyRun, 'manifests' | 'args' | 'kubeconfig'>,
): Promise<Ended> {
  const { manifests, args = [], kubeconfig = cluster.adminKubeconfig } = run;
  const asked = program === 'promote' || program === 'review' ? [] : ['--kubeconfig', kubeconfig, '--kubectl', binaryOf('kubectl')];
  const about = program === 'review' ? [] : ['--env', 'dev'];
  return ended(program, [...about, '--manifests', manifests, ...asked, ...args]);
}

/** `npm run publish`, with a key that has no password. */
export function publish(manifests: string, environment: string, args: readonly string[]): Promise<Ended> {
  const tools = ['--oras', binaryOf('oras'), '--cosign', binaryOf('cosign')];
  return ended('publish', ['--env', environment, '--manifests', manifests, ...tools, ...args], { COSIGN_PASSWORD: '' });
}

function ended(program: string, options: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = { ...process.env, ...variables };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--import', 'tsx', `delivery/${program}.ts`, ...options], { cwd: root, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(new Error(error.message));
      else resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

const record = z.object({
  phase: z.string(),
  keys: z.array(z.string()),
  ran: z.array(z.string()),
  applied: z.object({ digest: z.string(), commit: z.string().optional(), artifact: z.string().optional() }).optional(),
  target: z.object({ digest: z.string() }),
});
export type ShopRecord = z.infer<typeof record>;

/** The record of applied objects in the cluster. */
export async function recordOf(cluster: Cluster): Promise<ShopRecord> {
  const found = await cluster.kubectl(['get', 'configmap', 'applied', '--namespace=lyo-delivery', '--output=jsonpath={.data.record}']);
  return record.parse(JSON.parse(found));
}

/** @throws Error if it ended with another code or its output does not match */
export function expectEnd({ code, output }: Ended, wanted: number, ...says: readonly RegExp[]): string {
  if (code !== wanted) throw new Error(`it must end with ${wanted}, received ${String(code)}: ${output}`);
  for (const one of says) if (!one.test(output)) throw new Error(`it must say ${String(one)}, received ${output}`);
  return output;
}
