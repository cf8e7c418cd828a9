/** `npm run apply`: brings the committed manifests of one environment to the cluster of the current kubeconfig, and waits until they run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitStatus, reason } from '../command-line/failure';
import { frozen } from '../checks/identity/frozen';
import { unfrozen } from '../checks/identity/not-frozen';
import { readManifests } from '../checks/read-manifests';
import type { ManifestObject } from '../checks/manifest';
import { components, namespaces, partOf } from '../config/names';
import { servingSecretOf } from '../config/serving-certificate';
import { applyHelp, parseApplyOptions, type ApplyOptions } from './apply-options';
import type { Kubectl } from './kubectl';
import { requireRightCluster } from './right-cluster';
import { waitForRollouts, type Waiting } from './rollout/wait';
import { ensureServingCertificate, type AggregatedServer } from './serving-certificate';

async function main(): Promise<void> {
  const options = parseApplyOptions((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  if (options === 'help') {
    console.log(applyHelp);
    return;
  }
  const { environment, manifests, dryRun, wait, kubectl } = options;
  const objects = readManifests(manifests, environment);
  // manifests of another folder are no environment of this project
  if (manifests === join(__dirname, '..', 'manifests')) {
    requireFrozen(environment, objects);
    await requireCluster(environment, kubectl);
  }
  // one question first, so that a cluster that is not there or does not know us is told once and in short
  kubectl.run(['get', '--raw', '/version']);
  applyFiles(options, ['namespaces.yaml']);
  if (!dryRun) certify(kubectl, objects);
  applyFiles(
    options,
    readdirSync(join(manifests, environment)).filter((file) => file !== 'namespaces.yaml'),
  );
  if (!dryRun) certify(kubectl, objects);
  if (!dryRun && wait !== 'none') waitForRollouts(kubectl, objects, waiting);
  if (!dryRun && wait === 'all') waitForMetrics(kubectl, objects);
}

/** @throws Error when an object has immutable fields that nobody wrote down: after this apply they could change by accident */
function requireFrozen(environment: string, objects: readonly ManifestObject[]): void {
  const keys = unfrozen({ environment, objects }, frozen);
  if (keys.length > 0) throw new Error(`not frozen yet: ${keys.join(', ')}\nrun npm run identity:freeze, review what it adds, and commit it`);
}

async function requireCluster(name: string, kubectl: Kubectl): Promise<void> {
  const { environments } = await import('../config/environments');
  const environment = environments.find((one) => one.name === name);
  const context = kubectl.try(['config', 'current-context']);
  if (environment !== undefined && context.ok) requireRightCluster(environment, context.output.trim());
}

function applyFiles({ environment, manifests, dryRun, kubectl }: ApplyOptions, files: readonly string[]): void {
  const yaml = files.map((file) => readFileSync(join(manifests, environment, file), 'utf8')).join('---\n');
  const mode = dryRun ? ['--dry-run=server'] : [];
  process.stdout.write(kubectl.run(['apply', '--server-side', '--validate=strict', `--field-manager=${partOf}`, ...mode, '-f', '-'], yaml));
}

/** Before the first apply the Secret lets the pods start; after it the APIService is there to be told whom to trust. */
function certify(kubectl: Kubectl, objects: readonly ManifestObject[]): void {
  for (const server of aggregatedServers(objects)) {
    const known = kubectl.try(['get', 'apiservices', ...server.apis, '--output=name']);
    const outcome = ensureServingCertificate(kubectl, known.ok ? server : { ...server, apis: [] }, new Date());
    console.log(`certificate of ${server.namespace}/${server.name}: ${outcome}`);
  }
}

function aggregatedServers(objects: readonly ManifestObject[]): readonly AggregatedServer[] {
  const groups = [
    { name: components.prometheusAdapter, group: 'custom.metrics.k8s.io' },
    { name: components.stackdriverAdapter, group: 'external.metrics.k8s.io' },
  ];
  return groups.flatMap(({ name, group }) => {
    const apis = objects.filter((object) => object.kind === 'APIService' && object.name.endsWith(`.${group}`)).map((object) => object.name);
    return apis.length === 0 ? [] : [{ namespace: namespaces.observability, name, secret: servingSecretOf(name), apis }];
  });
}

/** kubectl's own `rollout status` gives up after a fixed time, also when fifty pods just need longer. */
const waiting: Waiting = {
  now: () => performance.now() / 1000,
  sleep: (seconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000),
  say: (line) => console.log(line),
};

/** That an autoscaler is active is the test that the whole metric chain works. */
function waitForMetrics(kubectl: Kubectl, objects: readonly ManifestObject[]): void {
  for (const { name } of objects.filter(({ kind }) => kind === 'APIService')) {
    process.stdout.write(kubectl.run(['wait', '--for=condition=Available', `apiservice/${name}`, '--timeout=2m']));
  }
  for (const { namespace = '', name } of objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')) {
    process.stdout.write(kubectl.run(['wait', '--for=condition=ScalingActive', `hpa/${name}`, '--namespace', namespace, '--timeout=3m']));
  }
}

main().catch((error: unknown) => {
  console.error(reason(error));
  process.exitCode = exitStatus(error);
});
