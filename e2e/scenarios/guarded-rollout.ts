import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/environment';
import type { Guard, Rollout } from '../../config/rollout';
import { applyShop, expectEnd, type ApplyRun, type Ended } from '../delivery/apply-process';
import { commitAll, startRepository } from '../delivery/git-repository';
import { backendOf } from '../platform/environment';
import { Manifests } from '../platform/manifests';
import { startRealChain, type RealChain } from '../platform/real-chain';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { REAL_CHAIN_PROGRAMS } from '../toolchain/components';
import { templateHashOf } from '../tracing/injected-environment';
import type { ShopRequest } from '../tracing/shop-requests';
import { startSteadyLoad, type SteadyLoad } from '../tracing/steady-load';
import { eventually } from '../waiting/assertions';

/** Pods without a release: a tenth of them is two. */
const pods = 20;
/** Requests a second for each pod: small, because two cores run all pods, users and the control plane. */
const perPod = 1.5;
/** Requests a second of all users, normally and when the autoscaler is to add pods. */
const [rest, busy] = [0.8 * pods * perPod, 1.15 * pods * perPod];
const pace: Rollout = { surge: 10, settle: '5s' };
const guard: Guard = { share: 10, bake: '60s', requests: 40 };
/** Largest share of requests that may reach a bad version, and seconds from the verdict until none does. */
const [mostShare, mostSeconds] = [0.15, 60];

export const scenario: Scenario = {
  name: 'guarded-rollout',
  title:
    'of 20 pods two get a new version: one that fails or delays 30 % of its requests gets at most 15 % of all and is gone within 60 s, a good one passes, without Prometheus neither goes on, and without a guard the bad one gets to all',
  tags: ['full'],
  needs: REAL_CHAIN_PROGRAMS,
  timeout: '3600s',
  async run(context) {
    const chain = await startRealChain(context, { perPod, cap: pods + 4, changed: guarded });
    const users = new Users(chain);
    try {
      const releases = new Releases(context, chain);
      await eventually('every pod answers', () => Promise.resolve(chain.pods.urls.length), { until: (count) => count === pods, timeout: '300s' });
      users.begin(rest);
      expectEnd(await releases.apply('1'), 0);
      await passes(context, chain, { releases, users });
      await isStopped(context, chain, { releases, users, release: '3', trouble: { kind: 'item', fault: 'error=500' }, told: '30 % errors' });
      await isStopped(context, chain, { releases, users, release: '4', trouble: { kind: 'list', fault: 'sql-delay=2.5' }, told: '30 % take 2.5 s longer' });
      await isHeld(context, chain, { releases, users });
      await goesOnUnguarded(context, chain, { releases, users });
    } finally {
      await users.stop();
      await chain.pods.stop();
    }
  },
};

interface Played {
  readonly releases: Releases;
  readonly users: Users;
}

/** Twenty pods at rest; a release adds two at a time, ready for 5 s. */
function guarded(environment: Environment): Environment {
  const backend = backendOf(environment);
  const scaling = { ...backend.scaling, minReplicas: pods, maxReplicas: pods + 4 };
  return { ...environment, workloads: [{ ...backend, scaling, rollout: { ...pace, guard } }] };
}

/** While the new version is observed more users come, and the autoscaler adds pods to a paused rollout. */
async function passes(context: ScenarioContext, chain: RealChain, { releases, users }: Played): Promise<void> {
  let replicas = 0;
  const scaled = async (): Promise<void> => {
    await users.become(busy);
    replicas = await eventually('the autoscaler adds a pod', () => chain.replicas(), { until: (count) => count > pods, timeout: '180s' });
    if (!(await releases.isPaused())) throw new Error('the rollout must stand still while the autoscaler adds a pod');
  };
  const { output } = { output: expectEnd(await releases.apply('2', { meanwhile: { line: /are ready, and serve for 60 s/, does: scaled } }), 0, /fares well/) };
  context.report(`a good version: ${lineWith(output, /version .* requests/)}`);
  context.report(`scaled to ${replicas} while it was paused; ${lineWith(output, /rolled out/)}`);
  await users.become(rest);
}

interface Stopped extends Played {
  readonly release: string;
  /** The faulty request that replaces three of ten requests to the new version. */
  readonly trouble: ShopRequest;
  readonly told: string;
}

async function isStopped(context: ScenarioContext, chain: RealChain, { releases, users, release, trouble, told }: Stopped): Promise<void> {
  await eventually('as many pods as at rest', () => chain.replicas(), { until: (count) => count === pods, timeout: '180s' });
  const before = users.hashes();
  users.trouble = (hash) => (before.has(hash) ? undefined : trouble);
  let verdictAt = 0;
  const verdict = { line: /applies sha256:\w+ again/, does: (): Promise<void> => Promise.resolve(void (verdictAt = performance.now())) };
  const bad = (): number => chain.pods.urls.filter((url) => users.isBad(url)).length;
  const ended = releases.apply(release, { meanwhile: verdict });
  await eventually('a bad pod serves', () => Promise.resolve(bad()), { until: (count) => count > 0, timeout: '180s' });
  users.count();
  await eventually('the verdict', () => Promise.resolve(verdictAt), { until: (at) => at > 0, timeout: '300s', interval: '1s' });
  const most = bad();
  await eventually('no bad pod serves', () => Promise.resolve(bad()), { until: (count) => count === 0, timeout: '120s', interval: '1s' });
  const gone = (performance.now() - verdictAt) / 1000;
  const { bad: reached, all } = users.counted();
  const output = expectEnd(await ended, 5, /is worse on its first \d+ pods/, /went back to/);
  const share = reached / all;
  context.report(`${told}: ${lineWith(output, /is worse/)}`);
  context.report(
    `${most} of ${chain.pods.urls.length + most} pods were bad: ${reached} of ${all} requests (${(100 * share).toFixed(1)} %), gone ${gone.toFixed(0)} s after the verdict`,
  );
  if (share > mostShare) throw new Error(`a bad version must get at most ${mostShare} of all requests, received ${share}`);
  if (gone > mostSeconds) throw new Error(`a bad version must be gone within ${mostSeconds} s, received ${gone}`);
  users.trouble = () => undefined;
}

/** The waiting run is killed, and the next one continues from the paused rollout. */
async function isHeld(context: ScenarioContext, chain: RealChain, { releases }: Played): Promise<void> {
  await chain.prometheus.kill();
  const held = await releases.apply('5', { killAt: { line: /: held: /, after: 60_000 } });
  if (held.code !== undefined || /fares well|is worse/.test(held.output)) throw new Error(`without numbers nothing may be decided, received ${held.output}`);
  if (!(await releases.isPaused())) throw new Error('it must stay paused');
  context.report(`Prometheus killed: ${lineWith(held.output, /: held: /)}; a minute later still paused, and its run is killed`);
  await chain.prometheus.restart();
  const output = expectEnd(await releases.apply('5'), 0, /ended while it was applying: this one completes it/, /fares well/);
  if (await releases.isPaused()) throw new Error('nothing may stay paused');
  context.report(`Prometheus is back: the next run finds the pause; ${lineWith(output, /version .* requests/)}`);
}

/** The same bad version without a guard, for comparison. */
async function goesOnUnguarded(context: ScenarioContext, chain: RealChain, { releases, users }: Played): Promise<void> {
  const before = users.hashes();
  users.trouble = (hash) => (before.has(hash) ? undefined : { kind: 'item', fault: 'error=500' });
  const bad = (): number => chain.pods.urls.filter((url) => users.isBad(url)).length;
  const ended = releases.apply('6', { guarded: false });
  await eventually('a bad pod serves', () => Promise.resolve(bad()), { until: (count) => count > 0, timeout: '180s' });
  users.count();
  expectEnd(await ended, 0);
  const { bad: reached, all } = users.counted();
  const share = reached / all;
  context.report(`30 % errors without a guard: ${reached} of ${all} requests (${(100 * share).toFixed(1)} %) until all ${bad()} pods were bad`);
  if (share <= mostShare) throw new Error(`without a guard a bad version must get more than ${mostShare} of all requests, received ${share}`);
}

/** A repository with the backend alone, of which each release has another setting. */
class Releases {
  private readonly folder: string;

  public constructor(
    context: ScenarioContext,
    private readonly chain: RealChain,
  ) {
    this.folder = join(context.folder, 'shop');
    startRepository(this.folder);
  }

  public apply(release: string, { guarded: isGuarded = true, ...how }: Partial<ApplyRun> & { readonly guarded?: boolean } = {}): Promise<Ended> {
    const backend = backendOf(this.chain.environment);
    const workloads = [{ ...backend, env: { ...backend.env, RELEASE: release }, ...(isGuarded ? {} : { rollout: pace }) }];
    const { [`${backend.name}.yaml`]: yaml } = Manifests.of({ ...this.chain.environment, workloads }).files;
    if (yaml === undefined) throw new Error('the backend must have a manifest');
    const manifests = join(this.folder, 'manifests');
    mkdirSync(join(manifests, 'dev'), { recursive: true });
    writeFileSync(join(manifests, 'dev', `${backend.name}.yaml`), yaml);
    commitAll(this.folder, `Release ${release}`);
    return applyShop(this.chain.cluster, { manifests, args: ['--wait', 'rollouts'], ...how });
  }

  public async isPaused(): Promise<boolean> {
    const { name, namespace } = backendOf(this.chain.environment);
    return (await this.chain.cluster.kubectl(['get', 'deployment', name, '-n', namespace, '--output=jsonpath={.spec.paused}'])) === 'true';
  }
}

/** Steady users; three in ten requests that reach a bad version are faulty. */
class Users {
  /** The faulty request by the pod's template hash; undefined for a good version. */
  public trouble: (hash: string) => ShopRequest | undefined = () => undefined;
  private load: SteadyLoad | undefined;
  private readonly sent = { all: 0, bad: 0 };
  private last = '';

  public constructor(private readonly chain: RealChain) {}

  public begin(rate: number): void {
    this.load = startSteadyLoad({ url: () => (this.last = this.chain.pods.nextUrl()), rate, request: (index) => this.request(index) });
  }

  public async become(rate: number): Promise<void> {
    await this.stop();
    this.begin(rate);
  }

  public async stop(): Promise<void> {
    await this.load?.stop();
    this.load = undefined;
  }

  public hashes(): ReadonlySet<string> {
    return new Set(this.chain.pods.urls.map((url) => this.hashAt(url)));
  }

  public isBad(url: string): boolean {
    return this.trouble(this.hashAt(url)) !== undefined;
  }

  /** Starts counting again. */
  public count(): void {
    Object.assign(this.sent, { all: 0, bad: 0 });
  }

  public counted(): { readonly all: number; readonly bad: number } {
    return { ...this.sent };
  }

  private hashAt(url: string): string {
    return templateHashOf(this.chain.pods.podAt(url) ?? '');
  }

  private request(index: number): ShopRequest {
    const trouble = this.trouble(this.hashAt(this.last));
    this.sent.all += 1;
    this.sent.bad += trouble === undefined ? 0 : 1;
    return trouble !== undefined && Math.random() < 0.3 ? trouble : { kind: 'item', item: (index % 50) + 1 };
  }
}

function lineWith(output: string, wanted: RegExp): string {
  return output.split('\n').findLast((line) => wanted.test(line)) ?? '';
}
