/** A rush at the same time of every day: recorded for some days, then simulated. */
import { join } from 'node:path';
import { namespaces } from '../../config/names';
import type { ScalingPolicy } from '../../config/scaling';
import { recorded } from '../../config/telemetry';
import type { Platform } from '../platform/platform';
import type { ScenarioContext } from '../runner/scenario';
import { eventually } from '../waiting/assertions';
import { writeHistory } from './recorded-history';

const day = 86_400;
/** Bins of a minute: what takes an hour with the shipped ones takes minutes here. */
const bin = 60;

/** Requests a second outside and inside of the rush, which lasts for two hours. */
const quietRate = 220;
export const rushRate = 880;

/** Largest number of requests a second that a pod serves without queueing, and its start-up in seconds, as in the settings. */
export const rush = { mostPerPod: (100 / 0.7) * 0.85, startUp: 60 };

export function rushSettings({ prometheus }: Platform, name: string, policy: ScalingPolicy): object {
  return {
    prometheus: { url: prometheus.url, timeout: 5, mostBytes: 8_000_000 },
    tick: 30,
    validFor: 45,
    freshFor: 60,
    history: { bin, days: 3.5 },
    relearn: 21_600,
    signals: { window: 60, delay: 25, syncPeriod: 15 },
    knee: 0.85,
    workloads: [
      {
        namespace: namespaces.backend,
        deployment: name,
        scaling: policy,
        startUp: rush.startUp,
        burst: 2,
        forecast: 'act',
        headroom: { mode: 'act', most: 1.1 },
        limits: { step: 3, changesPerHour: 60, extraPodHours: 100, evidenceDays: 3, freezes: [] },
      },
    ],
  };
}

export interface PlayedRush {
  /** Begin of today's rush, in seconds since 1970. */
  readonly at: number;
  /** Requests a second at a moment. */
  readonly load: (at: number) => number;
}

/** Records three and a half days with a rush for the first workload, then simulates users with today's rush for each workload. */
export async function playRush(platform: Platform, context: ScenarioContext, names: readonly [string, ...string[]]): Promise<PlayedRush> {
  const [name] = names;
  const until = Math.floor(Date.now() / 1000 / 30) * 30;
  const rushAt = Math.ceil((until + 390) / bin) * bin;
  // a few percent of noise
  const load = (at: number): number => ((at - rushAt + 10 * day) % day < 7200 ? rushRate : quietRate) * (1 + 0.03 * Math.sin(at / 97));
  const [pod] = platform.prometheuses;
  if (pod === undefined) throw new Error('the platform must have a Prometheus');
  const history = { namespace: namespaces.backend, deployment: name, from: until - 3.5 * day, until, step: 30, load };
  await writeHistory(context.processes.scratchFolder('history'), join(pod.folder, 'data'), history);
  const began = Date.now() / 1000;
  for (const each of names) platform.traffic.want(each, (elapsed) => ({ requests: load(began + elapsed) }));
  const first = `${recorded.requestRate}{deployment="${name}"} offset 3d`;
  await eventually('Prometheus has three days of history', () => platform.query(first), { until: (found) => found.length === 1, timeout: '180s' });
  context.report(`three and a half days are recorded; the rush comes in ${(rushAt - Date.now() / 1000).toFixed(0)} s`);
  return { at: rushAt, load };
}
