/** The view of a policy on an ordinary workload. */
import type { View } from '../../optimizer/policies/policy';
import { limits, noon, validSettings, workloadSettings } from './played-world';

export interface ViewChange extends Partial<Omit<View, 'settings'>> {
  readonly limits?: Readonly<Record<string, unknown>>;
  /** Changes of the workload's settings. */
  readonly workload?: Readonly<Record<string, unknown>>;
}

export function viewOf({ limits: change, workload, ...view }: ViewChange = {}): View {
  const [settings] = validSettings({ workloads: [workloadSettings('backend', { limits: { ...limits, ...change }, ...workload })] }).workloads;
  if (settings === undefined) throw new Error('no workload');
  return {
    ...{ forecasts: [], verdict: undefined, lacking: undefined, drifted: false, made: new Map<string, never>(), spent: 0 },
    ...{ live: { inside: 18, outcomes: 20 }, measured: { signals: [] }, anomaly: undefined, changedAt: undefined, warm: [], untunable: undefined },
    ...{ settings, load: 1000, usual: 1000, now: noon, knownDays: 4 },
    ...view,
  };
}

export const tuned = {
  prefix: 'backend',
  cache: { mode: 'act', ttl: { least: 5, most: 600 }, missesPerSecond: 50, prewarm: 3 },
  pool: { mode: 'act', connections: { least: 2, most: 12 } },
  watch: 300,
};

export const sized = { mode: 'advise', cpu: { request: 500, limit: 2000, min: 250, max: 2000 }, memory: { request: 512, limit: 768, min: 384, max: 1536 } };
