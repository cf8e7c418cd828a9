import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { components } from '../../config/names';
import { servingSecretOf } from '../../config/serving-certificate';
import { metrics } from '../../config/telemetry';
import { eventually } from '../waiting/assertions';
import { CLUSTER_PROGRAMS } from '../toolchain/components';
import { milliseconds } from '../../config/duration';
import { binaryOf } from '../toolchain/build';
import type { Cluster } from '../cluster/cluster';
import { stringAt } from '../cluster/kubernetes-object';
import { installKinds } from '../platform/applied-cluster';
import { shipped } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { startGeneratedStateMetrics } from '../platform/metrics-chain';
import { patient } from '../waiting/patience';
import type { Scenario } from '../runner/scenario';

const root = join(__dirname, '..', '..');

/** The commands of the deploy workflow. */
export const scenario: Scenario = {
  name: 'pipeline-apply',
  title:
    '`npm run apply` brings dev to an empty cluster, makes the certificate that the adapter serves with, whose age is a metric, and a second run keeps both',
  tags: ['smoke', 'full'],
  needs: [...CLUSTER_PROGRAMS, 'kube-state-metrics'],
  async run(context) {
    const cluster = await context.startCluster();
    await installKinds(cluster);
    const first = await apply(cluster);
    if (!first.includes('certificate of lyo-observability/prometheus-adapter: made'))
      throw new Error(`the first run must make a certificate, received ${first}`);
    if (!first.includes('Deployment lyo-backend/backend: rolled out')) throw new Error(`the first run must wait for the backend, received ${first}`);
    context.report('applied to an empty cluster, rollouts awaited, certificate made');
    const authority = await trusted(cluster);
    const dryRun = await apply(cluster, '--dry-run');
    if (!dryRun.includes('0 new, 0 changed, 0 to be deleted')) throw new Error(`a dry run must say that nothing would change, received ${dryRun}`);
    const second = await apply(cluster);
    if (second.includes(': made')) throw new Error(`the second run must keep the certificate, received ${second}`);
    if (authority === undefined || (await trusted(cluster)) !== authority) throw new Error('the API server must go on trusting the same certificate');
    const renewed = await renewal(cluster);
    context.report(`kube-state-metrics says when the certificate was renewed: ${new Date(renewed * 1000).toISOString()}`);
    context.report('applied again: the same certificate, still trusted by both APIServices');
  },
};

/** The certificate that both versions of the API trust; `undefined` when they differ. */
async function trusted(cluster: Cluster): Promise<string | undefined> {
  const [one, other] = await Promise.all(
    ['v1beta1', 'v1beta2'].map((version) => cluster.get({ kind: 'apiservice', name: `${version}.custom.metrics.k8s.io` })),
  );
  const bundles = [one, other].map((api) => (api === undefined ? undefined : stringAt(api, ['spec', 'caBundle'])));
  return bundles[0] === bundles[1] ? bundles[0] : undefined;
}

/** Time of the certificate's renewal from kube-state-metrics, which runs with its own rights, in seconds since 1970. */
async function renewal(cluster: Cluster): Promise<number> {
  const stateMetrics = await startGeneratedStateMetrics(cluster, Manifests.of(shipped('dev')));
  const series = `${metrics.leaseRenewed.name}{lease="${servingSecretOf(components.prometheusAdapter)}"`;
  const text = await eventually('the Lease of the certificate is a metric', async () => (await fetch(`${stateMetrics.url}/metrics`)).text(), {
    until: (lines) => lines.includes(series),
    timeout: '30s',
  });
  const line = text.split('\n').find((one) => one.startsWith(series)) ?? '';
  const second = Number(line.split(' ').at(-1));
  if (Math.abs(Date.now() / 1000 - second) > 300) throw new Error(`the certificate was made just now, received ${line}`);
  return second;
}

/** Applies without the wait for the adapter's API, because no adapter runs here. */
function apply(cluster: Cluster, ...more: readonly string[]): Promise<string> {
  const args = [
    '--import',
    'tsx',
    'delivery/apply.ts',
    '--env',
    'dev',
    '--wait',
    'rollouts',
    '--kubeconfig',
    cluster.adminKubeconfig,
    '--kubectl',
    binaryOf('kubectl'),
    ...more,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, timeout: milliseconds(patient('120s')) });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`apply ended with ${code}: ${output}`));
    });
  });
}
