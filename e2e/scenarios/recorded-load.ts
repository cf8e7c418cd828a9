import { namespaces } from '../../config/names';
import { seedPolicy } from '../../test/fixtures/standard';
import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { milliseconds } from '../../config/duration';
import { sleep, Stopwatch } from '../waiting/stopwatch';
import { eventually } from '../waiting/assertions';
import { compressed } from '../platform/compressed';
import { shipped, withWorkloads } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { loadAt, recordedLoad } from '../traffic/recorded-load';
import { changesOf } from '../traffic/replica-changes';

/** Everything five times faster, including the recorded hour, with ten times the recorded users. */
const speed = 5;
const scale = 10;
/** Requests a second that a pod serves: 100 at its target, up to a quarter more while new pods start. */
const mostPerPod = 125;
const enough = 0.95;
/** A scale-out within this time after a scale-in means that the scale-in was not worth it; in seconds of the record. */
const soon = 900;
/** Wanted replicas that the rules know are a scrape and an evaluation old: 2 % more changes in longer records, and a few by chance in an hour. */
const allowed = (changes: number): number => Math.ceil(1.1 * changes) + 2;

/** The workload as generated, and a copy with the tolerance in the controller. */
const backend = 'backend';
const beside = 'controllers-own';

/** Behaviour of the policy with a real load. */
export const scenario: Scenario = {
  name: 'recorded-load',
  title:
    'through a recorded hour of real load at least 95 % of the time no ready pod has to carry more than 125 requests a second, and the replicas change as seldom as with the controller’s own tolerance',
  tags: ['full'],
  needs: PLATFORM_PROGRAMS,
  timeout: '1200s',
  async run(context) {
    const load = recordedLoad('diurnal');
    context.report(load.source);
    const { up, down } = seedPolicy.behavior;
    const untolerant = { ...seedPolicy, behavior: { up, down: { ...down, tolerance: 0 } } };
    const platform = await Platform.start(context, compressed(withWorkloads(shipped('dev'), { [backend]: seedPolicy, [beside]: untolerant }), speed));
    try {
      const tolerance = { spec: { behavior: { scaleDown: { tolerance: `${down.tolerance * 1000}m` } } } };
      await platform.cluster.patch({ kind: 'hpa', name: beside, namespace: namespaces.backend }, tolerance);
      const first = loadAt(load, 0, { speed, scale });
      for (const name of [backend, beside]) platform.traffic.want(name, { requests: first });
      for (const name of [backend, beside]) {
        await eventually(`${name} carries the first minute`, () => platform.readyReplicas(name), {
          until: (ready) => ready * 100 >= first,
          timeout: '180s',
        });
      }
      for (const name of [backend, beside]) platform.traffic.want(name, (elapsed) => ({ requests: loadAt(load, elapsed, { speed, scale }) }));
      await follow(context, platform, (elapsed) => loadAt(load, elapsed, { speed, scale }));
    } finally {
      await platform.traffic.stop();
    }
  },
};

interface Look {
  /** Recorded seconds. */
  readonly at: number;
  readonly ready: number;
  readonly perPod: number;
  /** Wanted replicas, as generated and with the controller's own tolerance. */
  readonly wanted: number;
  readonly beside: number;
}

async function follow(context: ScenarioContext, platform: Platform, requests: (elapsedSeconds: number) => number): Promise<void> {
  const stopwatch = new Stopwatch();
  const looks: Look[] = [];
  for (let elapsed = 0; elapsed < 3600 / speed; elapsed = milliseconds(stopwatch.elapsed()) / 1000) {
    const [ready, wanted, other] = await Promise.all([platform.readyReplicas(backend), platform.replicas(backend), platform.replicas(beside)]);
    looks.push({ at: elapsed * speed, ready, perPod: requests(elapsed) / Math.max(ready, 1), wanted, beside: other });
    if (looks.length % 60 === 0)
      context.report(`${Math.round((elapsed * speed) / 60)} min of the record: ${Math.round(requests(elapsed))} requests/s on ${ready} pods`);
    await sleep('1s');
  }
  const carried = looks.filter(({ perPod }) => perPod <= mostPerPod).length / looks.length;
  const ready = looks.map((look) => look.ready);
  context.report(`${(carried * 100).toFixed(1)} % of the time at most ${mostPerPod} requests/s a pod; ${Math.min(...ready)} to ${Math.max(...ready)} pods`);
  if (carried < enough) throw new Error(`pods must carry the load ${enough * 100} % of the time, received ${(carried * 100).toFixed(1)} %`);
  compare(context, looks);
}

function compare(context: ScenarioContext, looks: readonly Look[]): void {
  const of = (which: 'wanted' | 'beside') =>
    changesOf(
      looks.map((look) => ({ at: look.at, replicas: look[which] })),
      soon,
    );
  const [generated, own] = [of('wanted'), of('beside')];
  context.report(`as generated ${JSON.stringify(generated)}; with the controller’s own tolerance ${JSON.stringify(own)}`);
  if (generated.changes > allowed(own.changes) || generated.reversals > allowed(own.reversals))
    throw new Error('the replicas must change as seldom as with the controller’s own tolerance');
}
