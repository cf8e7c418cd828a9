import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../../config/environment';
import type { Guard } from '../../config/rollout';
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

/** Requests a second that one pod is meant to serve here: two cores play all pods, users and the control plane. */
const perPod = 4;
const guard: Guard = { share: 20, bake: '60s', requests: 40 };

export const scenario: Scenario = {
  name: 'guarded-rollout',
  title: 'a version that fails 30 % of its requests is stopped at its first pods and gone again, a good one passes, and without Prometheus neither goes on',
  tags: ['full'],
  needs: REAL_CHAIN_PROGRAMS,
  timeout: '2400s',
  async run(context) {
    const chain = await startRealChain(context, { perPod, changed: guarded });
    const users = new Users(chain);
    try {
      const releases = new Releases(context, chain);
      await eventually('four processes answer', () => Promise.resolve(chain.pods.urls.length), { until: (count) => count === 4, timeout: '180s' });
      users.begin(2.5 * perPod);
      expectEnd(await releases.apply('1'), 0);
      await passes(context, chain, { releases, users });
      await fails(context, chain, { releases, users });
      await isHeld(context, chain, { releases, users });
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

/** Four pods at rest; a release adds one at a time, ready for 5 s. */
function guarded(environment: Environment): Environment {
  const backend = backendOf(environment);
  const scaling = { ...backend.scaling, minReplicas: 4 };
  return { ...environment, workloads: [{ ...backend, scaling, rollout: { surge: 10, settle: '5s', guard } }] };
}

/** While it bakes more users come, and the autoscaler adds pods to a rollout that stands still. */
async function passes(context: ScenarioContext, chain: RealChain, { releases, users }: Played): Promise<void> {
  const scaled = async (): Promise<void> => {
    await users.become(4.6 * perPod);
    await eventually('the autoscaler adds a pod', () => chain.replicas(), { until: (count) => count >= 5, timeout: '180s' });
    if (!(await releases.isPaused())) throw new Error('the rollout must stand still while the autoscaler adds a pod');
  };
  const { output } = { output: expectEnd(await releases.apply('2', { meanwhile: { line: /are ready, and serve for 60 s/, does: scaled } }), 0, /fares well/) };
  context.report(`a good version: ${lineWith(output, /version .* requests/)}`);
  context.report(`scaled to ${await chain.replicas()} while it was paused; ${lineWith(output, /rolled out/)}`);
  await users.become(2.5 * perPod);
}

async function fails(context: ScenarioContext, chain: RealChain, { releases, users }: Played): Promise<void> {
  const before = users.hashes();
  users.failing = (hash) => !before.has(hash);
  let verdictAt = 0;
  const verdict = { line: /applies sha256:\w+ again/, does: (): Promise<void> => Promise.resolve(void (verdictAt = performance.now())) };
  const bad = (): number => chain.pods.urls.filter((url) => users.isFailing(url)).length;
  const ended = releases.apply('3', { meanwhile: verdict });
  await eventually('a bad pod serves', () => Promise.resolve(bad()), { until: (count) => count > 0, timeout: '180s' });
  users.count();
  await eventually('the verdict', () => Promise.resolve(verdictAt), { until: (at) => at > 0, timeout: '300s', interval: '1s' });
  await eventually('no bad pod serves', () => Promise.resolve(bad()), { until: (count) => count === 0, timeout: '120s', interval: '1s' });
  const gone = (performance.now() - verdictAt) / 1000;
  const output = expectEnd(await ended, 5, /is worse on its first \d+ pods/, /went back to/);
  const { failing, all } = users.counted();
  context.report(`30 % errors: ${lineWith(output, /is worse/)}`);
  context.report(`it got ${failing} of ${all} requests while it served, and was gone ${gone.toFixed(0)} s after the verdict`);
  if (gone > 60) throw new Error(`a bad version must be gone within 60 s, received ${gone}`);
  users.failing = () => false;
}

/** The run that waits is killed, as a person would who does not want to wait; the next one finds what it left. */
async function isHeld(context: ScenarioContext, chain: RealChain, { releases }: Played): Promise<void> {
  await chain.prometheus.kill();
  const held = await releases.apply('4', { killAt: { line: /: held: /, after: 60_000 } });
  if (held.code !== undefined || /fares well|is worse/.test(held.output)) throw new Error(`without numbers nothing may be decided, received ${held.output}`);
  if (!(await releases.isPaused())) throw new Error('it must stay paused');
  context.report(`Prometheus killed: ${lineWith(held.output, /: held: /)}; a minute later still paused, and its run is killed`);
  await chain.prometheus.restart();
  const output = expectEnd(await releases.apply('4'), 0, /ended while it was applying: this one completes it/, /fares well/);
  if (await releases.isPaused()) throw new Error('nothing may stay paused');
  context.report(`Prometheus is back: the next run finds the pause; ${lineWith(output, /version .* requests/)}`);
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

  public apply(release: string, how: Partial<ApplyRun> = {}): Promise<Ended> {
    const backend = backendOf(this.chain.environment);
    const workloads = [{ ...backend, env: { ...backend.env, RELEASE: release } }];
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

/** Steady users; of the requests that reach a failing version three in ten fail. */
class Users {
  /** By the hash of the pod's template. */
  public failing: (hash: string) => boolean = () => false;
  private load: SteadyLoad | undefined;
  private readonly sent = { all: 0, failing: 0 };
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
    return new Set(this.chain.pods.urls.map((url) => templateHashOf(this.chain.pods.podAt(url) ?? '')));
  }

  public isFailing(url: string): boolean {
    return this.failing(templateHashOf(this.chain.pods.podAt(url) ?? ''));
  }

  /** From now on. */
  public count(): void {
    Object.assign(this.sent, { all: 0, failing: 0 });
  }

  public counted(): { readonly all: number; readonly failing: number } {
    return this.sent;
  }

  private request(index: number): ShopRequest {
    const isFailing = this.isFailing(this.last);
    this.sent.all += 1;
    this.sent.failing += isFailing ? 1 : 0;
    const item = (index % 50) + 1;
    return isFailing && Math.random() < 0.3 ? { kind: 'item', item, fault: 'error=500' } : { kind: 'item', item };
  }
}

function lineWith(output: string, wanted: RegExp): string {
  return output.split('\n').findLast((line) => wanted.test(line)) ?? '';
}
