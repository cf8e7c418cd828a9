import { PLATFORM_PROGRAMS } from '../toolchain/components';
import { minutes, seconds, sleep, Stopwatch } from '../waiting/duration';
import { eventually } from '../waiting/assertions';
import { compressed } from '../platform/compressed';
import { shipped } from '../platform/environment';
import { Platform } from '../platform/platform';
import type { Scenario, ScenarioContext } from '../runner/scenario';
import { loadAt, recordedLoad } from '../traffic/recorded-load';

/** Everything five times faster, the recorded hour too, and ten users where one was recorded. */
const speed = 5;
const scale = 10;
/** A pod carries 100 requests/s at its target; up to a quarter more is served while the next pods start. */
const mostPerPod = 125;
const enough = 0.95;

/** A policy is worth what it does with real load. */
export const scenario: Scenario = {
  name: 'recorded-load',
  title: 'through a recorded hour of real load at least 95 % of the time no ready pod has to carry more than 125 requests a second',
  tags: ['full'],
  needs: PLATFORM_PROGRAMS,
  timeout: minutes(20),
  async run(context) {
    const load = recordedLoad('diurnal');
    context.report(load.source);
    const platform = await Platform.start(context, compressed(shipped('dev'), speed));
    try {
      const first = loadAt(load, 0, { speed, scale });
      platform.traffic.want('backend', { requests: first });
      await eventually('the backend carries the first minute', () => platform.readyReplicas('backend'), {
        until: (ready) => ready * 100 >= first,
        timeout: minutes(3),
      });
      platform.traffic.want('backend', (elapsed) => ({ requests: loadAt(load, elapsed, { speed, scale }) }));
      await follow(context, platform, (elapsed) => loadAt(load, elapsed, { speed, scale }));
    } finally {
      await platform.traffic.stop();
    }
  },
};

async function follow(context: ScenarioContext, platform: Platform, requests: (elapsedSeconds: number) => number): Promise<void> {
  const stopwatch = new Stopwatch();
  const looks: { readonly ready: number; readonly perPod: number }[] = [];
  for (let elapsed = 0; elapsed < 3600 / speed; elapsed = stopwatch.elapsed().milliseconds / 1000) {
    const ready = await platform.readyReplicas('backend');
    looks.push({ ready, perPod: requests(elapsed) / Math.max(ready, 1) });
    if (looks.length % 60 === 0)
      context.report(`${Math.round((elapsed * speed) / 60)} min of the record: ${Math.round(requests(elapsed))} requests/s on ${ready} pods`);
    await sleep(seconds(1));
  }
  const carried = looks.filter(({ perPod }) => perPod <= mostPerPod).length / looks.length;
  const ready = looks.map((look) => look.ready);
  context.report(`${(carried * 100).toFixed(1)} % of the time at most ${mostPerPod} requests/s a pod; ${Math.min(...ready)} to ${Math.max(...ready)} pods`);
  if (carried < enough) throw new Error(`pods must carry the load ${enough * 100} % of the time, received ${(carried * 100).toFixed(1)} %`);
}
