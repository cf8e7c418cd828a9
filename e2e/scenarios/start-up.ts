import type { Environment } from '../../config/environment';
import { seedLifecycle, type Lifecycle } from '../../config/lifecycle';
import { namespaces } from '../../config/names';
import type { Decisions } from '../traffic/decisions';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { durationOf } from '../../config/duration';
import { sleep } from '../waiting/stopwatch';
import { settles } from '../waiting/assertions';
import { compressed } from '../platform/compressed';
import { fastScaleIn, shipped, withWorkloads } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { seedPolicy } from '../../test/fixtures/standard';

/** Everything runs two and a half times as fast: 10 s here are 25 s. */
const factor = 2.5;
/** CPU of a pod in its first seconds: two cores. */
const burnt = ({ burns }: Start): { readonly cores: number; readonly seconds: number } => ({ cores: 2, seconds: burns / factor });
/** Cores that one pod carries at its target of 70 % of 250m, and the distance of a load from the next whole pod. */
const carried = 0.175;
const worth = (pods: number): number => (pods - 0.4) * carried;

interface Start {
  /** Seconds for which a starting pod uses two cores. */
  readonly burns: number;
  /** Seconds until the application serves. */
  readonly serves: number;
  /** The start that its configuration states. */
  readonly says: Lifecycle['start'];
  /** Whether the CPU of its start is expected to cause further pods. */
  readonly runsOn: boolean;
}

const starts: Readonly<Record<string, Start>> = {
  /** Uses CPU before it serves, as most applications do. */
  'burns-first': { burns: 25, serves: 27.5, says: seedLifecycle.start, runsOn: false },
  /** Serves soon and continues to use CPU, as its configuration states. */
  'serves-first': { burns: 25, serves: 5, says: { ...seedLifecycle.start, busy: '25s' }, runsOn: false },
  /**
   * The same without that statement: the failsafe counts every ready pod. Its start is longer, because the failsafe sees a pod only in a measurement that
   * begins after it was ready: 25 s fit between two of them when the pods start one after another.
   */
  'serves-first-unsaid': { burns: 60, serves: 5, says: seedLifecycle.start, runsOn: true },
  /** States that it starts at once, so that the rules count the CPU of its start. */
  'burns-unsaid': { burns: 25, serves: 27.5, says: { usual: '5s', longest: '5s' }, runsOn: true },
};

/** CPU of starting pods must not cause further pods, in a closed loop: each new pod uses CPU that would otherwise ask for the next one. */
export const scenario: Scenario = {
  name: 'start-up',
  title:
    'a step from 5 to 8 pods’ worth ends at 8 although each start burns two cores for 25 s, before or after it serves; what is not stated runs on; a saturated service scales',
  tags: ['full'],
  timeout: '1200s',
  needs: PLATFORM_PROGRAMS,
  async run(context) {
    const platform = await Platform.start(context, compressed(environment(), factor), 'shipped');
    try {
      await Promise.all(Object.entries(starts).map(([name, start]) => playsKubelet(platform, name, start)));
      // without CPU for starts until the step, or the loop would not become steady
      for (const name of Object.keys(starts)) platform.traffic.want(name, { cores: worth(5) });
      await Promise.all(Object.keys(starts).map((name) => settlesAt(platform, name, 5)));
      const watches = Object.keys(starts).map((name) => [name, platform.decisionsOn(name)] as const);
      for (const [name, start] of Object.entries(starts)) platform.traffic.want(name, { cores: worth(8), startUp: burnt(start) });
      await sleep(durationOf(300 / factor));
      const wrong = (await Promise.all(watches.map(([name, decisions]) => judged(context, name, decisions)))).flat();
      if (wrong.length > 0) throw new Error(wrong.join('\n'));
      const held = Object.entries(starts).filter(([, { runsOn }]) => !runsOn);
      for (const [name, start] of held) platform.traffic.want(name, { cores: worth(14), startUp: burnt(start) });
      await Promise.all(held.map(([name]) => settlesAt(platform, name, 14)));
      context.report('need 14: 14, starts included');
    } finally {
      await platform.traffic.stop();
    }
  },
};

/** Problems with a workload's replicas since the step; its decisions are reported with their signals. */
async function judged(context: ScenarioContext, name: string, decisions: Decisions): Promise<readonly string[]> {
  const lines = await decisions.stop();
  const { most, last } = decisions;
  for (const line of lines) context.report(`${name}: ${line}`);
  context.report(`${name}: at most ${most}, at last ${last}`);
  if (starts[name]?.runsOn === true) return most > 8 ? [] : [`${name} must ask for more than 8, received ${most}: does the scenario burn anything?`];
  return most === 8 && last === 8 ? [] : [`${name} must end at 8 and never have more, received ${most} at most and ${last} at last`];
}

function settlesAt(platform: Platform, name: string, pods: number): Promise<void> {
  return settles(`${name} has ${pods} replicas`, () => platform.replicas(name), {
    until: (count) => count === pods,
    for: '20s',
    timeout: '480s',
    interval: '2s',
  });
}

/** A pod is ready when its application serves, and not before the first start-up probe. */
async function playsKubelet(platform: Platform, name: string, { serves, says }: Start): Promise<void> {
  const about = { kind: 'deployment', name, namespace: namespaces.backend };
  const asked = Number(await platform.cluster.kubectl(['get', 'deployment', name, '--namespace', namespaces.backend, '--output', initialDelay]));
  if (asked > 0 !== (says.busy !== undefined)) throw new Error(`${name} must be asked late where it says that it is busy, received ${asked} s`);
  const annotations = { 'pod-ready.stage.kwok.x-k8s.io/delay': `${Math.max(serves / factor, asked + 1)}s` };
  await platform.cluster.patch(about, { spec: { template: { metadata: { annotations } } } });
  // load begins after the rollout, whose new pods would be further starts
  await platform.cluster.kubectl(['rollout', 'status', `deployment/${name}`, '--namespace', namespaces.backend, '--timeout=300s']);
}

const initialDelay = 'jsonpath={.spec.template.spec.containers[0].startupProbe.initialDelaySeconds}';

function environment(): Environment {
  // a minimum of five: without requests no signal allows scale-in, and an extra pod would stay
  const policy = { ...fastScaleIn(seedPolicy, '600s'), minReplicas: 5 };
  const copies = withWorkloads(shipped('dev'), Object.fromEntries(Object.keys(starts).map((name) => [name, policy])));
  return {
    ...copies,
    workloads: copies.workloads.map((workload) => ({
      ...workload,
      lifecycle: { ...seedLifecycle, start: starts[workload.name]?.says ?? seedLifecycle.start },
    })),
  };
}
