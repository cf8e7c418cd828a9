/**
 * `npm run bench:apply`: seconds of `npm run apply` of prod with all its checks and without waits, as a ratio to a plain server-side apply of the same files by kubectl: both at the
 * same real API server, alternating. Needs Go to build the API server once.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { startCluster } from '../e2e/cluster/start-cluster';
import { commitAll, startRepository } from '../e2e/delivery/git-repository';
import { installKinds } from '../e2e/platform/applied-cluster';
import { shipped } from '../e2e/platform/environment';
import { Manifests } from '../e2e/platform/manifests';
import { binaryOf } from '../e2e/toolchain/build';
import { CLUSTER_PROGRAMS } from '../e2e/toolchain/components';
import { rounds } from './short-form';
import { milliseconds } from './stopwatch';
import { benchWithProcesses } from './with-processes';

const root = join(__dirname, '..');
/** The promised ratio to the seconds of the plain apply. */
const promised = 4;

function ran(program: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

benchWithProcesses(CLUSTER_PROGRAMS, async (processes) => {
  const cluster = await startCluster({ processes, nodes: { count: 6, cpu: '32', memory: '128Gi' } });
  await installKinds(cluster);
  const folder = join(processes.scratchFolder('apply'), 'project');
  startRepository(folder);
  const manifests = Manifests.of(shipped('prod')).write(join(folder, 'manifests'), 'prod');
  commitAll(folder);
  const [kubectl, kubeconfig] = [binaryOf('kubectl'), cluster.adminKubeconfig];
  const connection = ['--kubectl', kubectl, '--kubeconfig', kubeconfig];
  const ours = (): void =>
    ran(process.execPath, ['--import', 'tsx', 'delivery/apply.ts', '--env', 'prod', '--manifests', manifests, '--wait', 'none', ...connection]);
  const plain = (): void =>
    ran(kubectl, [`--kubeconfig=${kubeconfig}`, 'apply', '--server-side', '--field-manager=lyo-platform', '--recursive', '-f', manifests]);
  ours();
  plain();
  const times = Array.from({ length: rounds(7, 1) }, () => [milliseconds(ours), milliseconds(plain)] as const);
  const [all, bare] = [median(times.map(([one]) => one)), median(times.map(([, other]) => other))];
  const seconds = (value: number): string => `${(value / 1000).toFixed(1)} s`;
  console.log(`apply with all its safety: ${seconds(all)}; plain server-side apply: ${seconds(bare)}`);
  console.log(`ratio: ${median(times.map(([one, other]) => one / other)).toFixed(2)} (${promised} may)`);
});
