/** Options for what is around the pods: nodes, a quota, a release, and a Prometheus that does not answer. */
import type { NodeModel } from '../autoscaler/replay/nodes';
import type { LostMetrics } from '../autoscaler/replay/reactive-scaler';
import type { Load } from './load/load';
import type { Simulation } from './simulate';
import { UsageError } from './usage-error';

type Values = Readonly<Partial<Record<'pods-per-node' | 'node-start-up' | 'max-nodes' | 'quota' | 'release' | 'metrics-lost', string>>>;

export interface AskedSurroundings {
  /** Node model. @default - pods get a place at once */
  readonly nodes?: NodeModel;
  /** Quota of pods. @default - no limit */
  readonly quota?: number;
  /** Start of a release in seconds since the start of the load, or `peak`. @default - no release */
  readonly release?: number | 'peak';
  /** Prometheus does not answer meanwhile. @default - it always does */
  readonly metricsLost?: LostMetrics;
}

/** Seconds from a pod without a place until a new GKE node takes it: a scan every 10 s, and about 80 s for the machine. */
const nodeStartUp = 90;
/** Seconds until an unneeded node is removed: `--scale-down-unneeded-time` of the cluster autoscaler. */
const spareFor = 600;

/** @param problems list to which problems are added */
export function surroundingsOf(values: Values, problems: string[]): AskedSurroundings {
  const whole = (name: keyof Values, otherwise: number, least: number): number => {
    const text = values[name];
    const value = text === undefined ? otherwise : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= 1e6)) problems.push(`--${name}: must be a whole number of at least ${least}, received ${String(text)}`);
    return value;
  };
  const startUp = whole('node-start-up', nodeStartUp, 0);
  const maxNodes = whole('max-nodes', 1000, 1);
  const quota = whole('quota', 1, 1);
  const podsPerNode = whole('pods-per-node', 1, 1);
  const release = values.release === 'peak' ? 'peak' : whole('release', 0, 0);
  for (const name of ['node-start-up', 'max-nodes'] as const)
    if (values[name] !== undefined && values['pods-per-node'] === undefined) problems.push(`--${name}: needs --pods-per-node, which says that there are nodes`);
  const metricsLost = lostOf(values['metrics-lost'], problems);
  return {
    ...(values['pods-per-node'] === undefined ? {} : { nodes: { podsPerNode, minNodes: 1, maxNodes, startUp, spareFor } }),
    ...(values.quota === undefined ? {} : { quota }),
    ...(values.release === undefined ? {} : { release }),
    ...(metricsLost === undefined ? {} : { metricsLost }),
  };
}

/** `3600..4500`: seconds since the start of the load. */
function lostOf(text: string | undefined, problems: string[]): LostMetrics | undefined {
  if (text === undefined) return undefined;
  const [, from, until] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text) ?? [];
  if (from !== undefined && until !== undefined && Number(from) < Number(until)) return { from: Number(from), until: Number(until) };
  problems.push(
    `--metrics-lost: must be two whole numbers of seconds such as 3600..4500, the first before the second, received ${text.trim() === '' ? 'nothing' : text}`,
  );
  return undefined;
}

/**
 * The part of the simulation that these options set.
 * @throws UsageError when the release or the loss would begin after the load
 */
export function simulatedSurroundings(
  { nodes, quota, release, metricsLost }: AskedSurroundings,
  { rollout, load }: Pick<Simulation, 'load'> & { readonly rollout: NonNullable<Simulation['release']> },
): Pick<Simulation, 'nodes' | 'quota' | 'release' | 'metricsLost'> {
  const late = afterTheEnd({ release, metricsLost }, load);
  if (late.length > 0) throw new UsageError(late);
  return {
    ...(nodes === undefined ? {} : { nodes }),
    ...(quota === undefined ? {} : { quota }),
    ...(metricsLost === undefined ? {} : { metricsLost }),
    ...(release === undefined ? {} : { release: release === 'peak' ? rollout : { ...rollout, at: release } }),
  };
}

function afterTheEnd({ release, metricsLost }: Pick<AskedSurroundings, 'release' | 'metricsLost'>, { name, values, step }: Load): readonly string[] {
  const end = values.length * step;
  return [
    ...(typeof release === 'number' && release >= end ? [`--release: must be before the end of ${name} (${end} s), received ${release}`] : []),
    ...(metricsLost !== undefined && metricsLost.from >= end
      ? [`--metrics-lost: must begin before the end of ${name} (${end} s), received ${metricsLost.from}..${metricsLost.until}`]
      : []),
  ];
}
