/** `npm run apply`: brings the committed manifests of one environment to the cluster of the current kubeconfig, and waits until they run. */
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { exitStatus, reason } from '../command-line/failure';
import { tellAtOnce } from '../command-line/tell-at-once';
import { ApplyError, type World } from './apply/run';
import { applyRelease, rehearseOnly } from './apply/apply-release';
import { certifier } from './apply/certificates';
import { digestIn, type Release } from './apply/release';
import { applyHelp, parseApplyOptions, type ApplyOptions } from './apply-options';
import type { Kubectl } from './kubectl';
import { requireRightCluster } from './right-cluster';
import { earlierRelease, wantedRelease } from './wanted-release';

async function main(): Promise<void> {
  const options = parseApplyOptions((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  if (options === 'help') {
    console.log(applyHelp);
    return;
  }
  const { environment, manifests, dryRun, kubectl, wait, allowDelete, pruneBudget } = options;
  const release = wantedRelease(options);
  // manifests of another folder are no environment of this project
  const world = worldOf(options);
  if (manifests === join(__dirname, '..', 'manifests')) {
    await requireSound(release, release.digest === digestIn(manifests, environment), world);
    await requireCluster(environment, kubectl);
  }
  const who = process.env['GITHUB_ACTOR'] ?? userInfo().username;
  const lock = { ...options.lock, holder: `${who} at ${hostname()}, ${randomUUID().slice(0, 8)}` };
  const wishes = { wait, allowDelete, who, lock, ...(pruneBudget === undefined ? {} : { pruneBudget }) };
  (dryRun ? rehearseOnly : applyRelease)(world, release, wishes);
}

/**
 * An earlier release passed the checks of its own commit, and the frozen list no longer has what was retired since. So violations of today's checks are only
 * reported, and do not block a rollback.
 * @throws Error when the files are not what `npm start` would have written
 */
async function requireSound(release: Release, isPresent: boolean, { log }: World): Promise<void> {
  if (isPresent) await requireFrozen(release);
  // manifests of another folder are applied without the checks and the configuration of this project, which take a second to load
  const [{ checks }, { objection }, { notFrozenId }] = await Promise.all([
    import('../checks/checks'),
    import('./apply/judgement'),
    import('../checks/identity/not-frozen'),
  ]);
  const broken = objection(
    release,
    checks.filter(({ id }) => id !== notFrozenId),
  );
  if (broken === undefined) return;
  if (isPresent) throw new Error(`the cluster was not contacted: a check is violated\n${broken}`);
  log('checks', `this earlier release violates a check of today\n${broken}`);
}

/** @throws Error when an object has immutable fields that are not in the frozen list: after this apply they could change by accident */
async function requireFrozen(release: Release): Promise<void> {
  const [{ frozen }, { unfrozen }] = await Promise.all([import('../checks/identity/frozen'), import('../checks/identity/not-frozen')]);
  const keys = unfrozen(release, frozen);
  if (keys.length > 0) throw new Error(`not frozen yet: ${keys.join(', ')}\nrun npm run identity:freeze, review what it adds, and commit it`);
}

async function requireCluster(name: string, kubectl: Kubectl): Promise<void> {
  const { environments } = await import('../config/environments');
  const environment = environments.find((one) => one.name === name);
  const context = kubectl.try(['config', 'current-context']);
  if (environment !== undefined && context.ok) requireRightCluster(environment, context.output.trim());
}

function worldOf(options: ApplyOptions): World {
  const { kubectl, json } = options;
  return {
    cluster: kubectl,
    wall: () => Date.now(),
    now: () => performance.now() / 1000,
    sleep: (seconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000),
    log: (step, line) => console.log(json ? JSON.stringify({ at: new Date().toISOString(), step, line }) : line),
    certify: certifier(() => new Date()),
    earlier: (applied) => earlierRelease(options, applied),
  };
}

for (const stream of [process.stdout, process.stderr]) tellAtOnce(stream);

main().catch((error: unknown) => {
  console.error(reason(error));
  process.exitCode = error instanceof ApplyError ? error.status : exitStatus(error);
});
