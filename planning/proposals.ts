/** Proposed changes of a workload and its environment, each with its reason, its result in a replay of the past, and its monthly saving. */
import { wholeText } from '../config/google/amount-text';
import { podHourPrice } from '../config/google/pod-price';
import type { Retuning } from '../config/retuned-policy';
import { delayBudget } from '../config/budgets/delay-budget';
import { standardOptimizer } from '../config/optimizer';
import { mebibytes, millicores, seconds } from '../config/quantities';
import { latencyKnee } from '../config/scaling';
import type { WebWorkload } from '../config/workload';
import { proposedSizing } from '../optimizer/policies/right-sizing';
import type { TrialSettings } from '../optimizer/learning/trial';
import type { RegularSeries } from '../optimizer/timeseries/series';
import { quantile } from '../optimizer/timeseries/quantile';
import { perPod } from '../checks/cost/diurnal-load';
import { monthHours } from '../checks/cost/usage';
import type { Progress } from '../simulator/sweep';
import { admittedPolicy, judgedWorkload } from '../simulator/judged-workload';
import { machineProposal } from './proposal-names';
import { machines, monthOf, terms, withSize, type BilledWorld } from './cheaper';
import { searchedPolicy } from './policy-search';
import { usageUnder, type Size, type Usage } from './replayed-usage';

export interface Proposal {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Saving per month, in the currency of the prices; below 0 for a higher cost. @default - unknown */
  readonly saves?: number | undefined;
  readonly evidence: readonly string[];
  /** New size for config/sizing/<environment>.json. @default - none: a person makes the change */
  readonly size?: Size;
  /** What is written into config/<environment>.ts, where no size is. @default - a person writes it */
  readonly retuning?: Retuning;
}

export interface Refused {
  readonly what: string;
  readonly why: string;
}

export interface ProposalInput {
  readonly world: BilledWorld;
  readonly workload: WebWorkload;
  /** Requests per second of the last two weeks, as finely as is known; `world.hours` has their means. */
  readonly load: RegularSeries;
  /** Measured usage of a pod. @default - unknown */
  readonly usage?: Usage & { readonly days: number };
  readonly progress: Progress;
  /** Whether a sweep over policies is done, which takes a minute or more. */
  readonly sweeps: boolean;
}

export type Answer = { readonly kind: 'proposal'; readonly proposal: Proposal } | { readonly kind: 'refused'; readonly refused: Refused };

/** Largest acceptable share of throttled samples. */
const mostThrottled = 0.005;
const leastSamples = 100;
/** Smallest relative saving or change that is proposed. */
const worth = 0.02;

const proposed = (proposal: Proposal): Answer => ({ kind: 'proposal', proposal });
const refusedFor = (what: string, why: string): Answer => ({ kind: 'refused', refused: { what, why } });

export function proposalsFor(input: ProposalInput): readonly Answer[] {
  return [sizeOf(input), policyOf(input), machineOf(input), ...termsOf(input), floorOf(input)];
}

function sizeOf(input: ProposalInput): Answer {
  const { world, workload, usage } = input;
  const what = `requests and limits of ${workload.name}`;
  const present = world.environment.sizing[workload.name];
  if (present === undefined) return refusedFor(what, 'it has no sizing');
  const samples = usage === undefined ? 0 : Math.min(usage.cpu.length, usage.memory.length);
  if (usage === undefined || samples < leastSamples) return refusedFor(what, `${leastSamples} samples of CPU and memory are needed, received ${samples}`);
  const before: Size = { cpu: sides(present.cpu, millicores), memory: sides(present.memory, mebibytes) };
  const bounds = { cpu: { ...before.cpu, ...bound(present.cpu, millicores) }, memory: { ...before.memory, ...bound(present.memory, mebibytes) } };
  const after = settled(before, proposedSizing(usage, { mode: 'advise', ...bounds }, workload.scaling), workload);
  if (near(before, after)) return refusedFor(what, 'they are within a tenth of what is used');
  const { killed, throttled } = usageUnder(usage, after);
  if (killed > 0 || throttled > mostThrottled)
    return refusedFor(what, `played again, ${killed} samples hold more than the limit and ${percent(throttled)} are throttled; the bounds allow no more`);
  return proposed(sizeProposal(what, input, { before, after, usage }));
}

type Wanted = ReturnType<typeof proposedSizing>;

/** The wanted size, with the present numbers where the change would be small. */
function settled(before: Size, wanted: Wanted, { scaling }: WebWorkload): Wanted {
  return isNear(before.cpu.request, wanted.cpu.request) ? { ...wanted, cpu: before.cpu, utilization: scaling.signals.cpu?.utilization ?? 0 } : wanted;
}

interface Resized {
  readonly before: Size;
  readonly after: Wanted;
  readonly usage: NonNullable<ProposalInput['usage']>;
}

function sizeProposal(what: string, { world, workload }: ProposalInput, { before, after, usage }: Resized): Proposal {
  const target = workload.scaling.signals.cpu?.utilization;
  const [was, becomes] = [usageUnder(usage, before), usageUnder(usage, after)];
  const change = (resource: 'cpu' | 'memory'): string => `${percent(was.slack[resource])} to ${percent(becomes.slack[resource])}`;
  const scalePoint = `With it signals.cpu.utilization ${target ?? 0} must become ${after.utilization}, so that a pod is added at the same cores.`;
  return {
    what,
    before: sizeText(before),
    after: sizeText(after),
    saves: monthOf(world) - monthOf({ ...world, manifests: withSize(world.manifests, workload, after) }),
    size: { cpu: after.cpu, memory: after.memory },
    evidence: [
      `${usage.cpu.length} samples of ${usage.days.toFixed(1)} days: 90 % use at most ${quantile(usage.cpu, 0.9).toFixed(0)} millicores, none more than ${quantile(usage.memory, 1).toFixed(0)} MiB.`,
      `Played again: unused CPU ${change('cpu')}, unused memory ${change('memory')}, throttled ${percent(becomes.throttled)}, killed 0.`,
      ...(target === undefined || target === after.utilization ? [] : [scalePoint]),
    ],
  };
}

const sides = <Text extends string>(of: { readonly request: Text; readonly limit: Text }, read: (text: Text) => number): Size['cpu'] => ({
  request: read(of.request),
  limit: read(of.limit),
});
const bound = <Text extends string>(of: { readonly min: Text; readonly max: Text }, read: (text: Text) => number): { min: number; max: number } => ({
  min: read(of.min),
  max: read(of.max),
});

function near(before: Size, after: Size): boolean {
  return (
    isNear(before.cpu.request, after.cpu.request) && isNear(before.memory.request, after.memory.request) && isNear(before.memory.limit, after.memory.limit)
  );
}

function isNear(before: number, after: number): boolean {
  return Math.abs(before - after) <= 0.1 * before;
}

function policyOf({ world, workload, load, progress, sweeps }: ProposalInput): Answer {
  const { environment } = world;
  const what = `policy of ${workload.name}`;
  if (!sweeps) return refusedFor(what, 'not asked for');
  const asked = { env: environment.name, workload: workload.name };
  const found = searchedPolicy({ load, settings: playedSettings(asked, workload), admit: (policy) => admittedPolicy({ ...asked, policy }), progress });
  if ('refused' in found) return refusedFor(what, found.refused);
  const { retuning, parts } = found;
  const { headroom, upTolerance, scaleIn } = retuning;
  const sum = (of: 'present' | 'retuned'): number => parts.reduce((total, part) => total + part[of].podHours, 0);
  const halves = parts.map(
    ({ present, retuned: after }) =>
      `${present.violations.toFixed(2)} to ${after.violations.toFixed(2)} % violating requests, ${present.podHours.toFixed(0)} to ${after.podHours.toFixed(0)} pod-hours`,
  );
  const hours = (load.values.length * load.step) / 3600;
  return proposed({
    what,
    before: `${sum('present').toFixed(0)} pod-hours`,
    retuning,
    after: `targets × ${headroom}, tolerance ${upTolerance} up and ${scaleIn.tolerance} down, ${scaleIn.percent} % a scale-in`,
    saves: podMonth(world, workload, sum('present') - sum('retuned'), hours),
    evidence: [
      `Simulated on the two halves of the last ${(hours / 24).toFixed(0)} days, in means of ${load.step} s: ${halves.join('; ')}.`,
      'Loads within such a mean are smoothed: npm run simulate -- --sweep with a finer record decides.',
    ],
  });
}

/** Pods that start within a minute. */
const startUp = 60;

/** The policy as it is, with the telemetry and the pods of its environment. */
export function playedSettings(asked: { readonly env: string; readonly workload: string }, { namespace, name, scaling }: WebWorkload): TrialSettings {
  const { telemetry, burst } = judgedWorkload({ ...asked, policy: scaling });
  return {
    workload: { namespace, deployment: name, scaling, startUp, burst, forecast: 'off', headroom: { mode: 'off', most: 1 }, limits: standardOptimizer.limits },
    signals: { window: seconds(telemetry.window), delay: Math.ceil(delayBudget(telemetry).typical), syncPeriod: seconds(telemetry.syncPeriod) },
    knee: latencyKnee,
  };
}

/** Monthly cost of pods as their share of nodes. A bill counts whole nodes, so small savings would not show there. */
function podMonth({ environment, prices }: BilledWorld, { name }: WebWorkload, podHours: number, hours: number): number | undefined {
  const price = podHourPrice(environment, name, prices);
  return typeof price === 'number' ? (podHours / hours) * price * monthHours : undefined;
}

function machineOf({ world }: ProposalInput): Answer {
  const { machineType } = world.environment.nodePool;
  const what = machineProposal;
  const now = monthOf(world);
  const [best] = machines(world);
  if (best === undefined || best.what === machineType || best.cost >= now || best.cost > now * (1 - worth))
    return refusedFor(what, `none on which everything fits is cheaper than ${machineType}`);
  const evidence = [
    `Billed hour by hour under the same load: ${best.cost.toFixed(0)} in place of ${now.toFixed(0)}; ${best.why}.`,
    'A node pool is replaced for it: its nodes are drained one by one.',
  ];
  return proposed({ what, before: machineType, after: best.what, saves: now - best.cost, evidence });
}

function termsOf({ world }: ProposalInput): readonly Answer[] {
  const now = monthOf(world);
  return terms(world).map(({ what, cost, why }) => {
    const saves = now - cost;
    if (saves <= 0 || saves < worth * now) return refusedFor(what, `saves ${wholeText(saves)} a month`);
    return proposed({
      what,
      before: 'on demand',
      after: what,
      saves,
      evidence: [`Billed under the same load: ${cost.toFixed(0)} in place of ${now.toFixed(0)}; ${why}.`],
    });
  });
}

/** Proposal to lower the policy's minimum, where no day of the past needed it. */
function floorOf({ world, workload: { name, scaling } }: ProposalInput): Answer {
  const what = `least pods of ${name} by hour`;
  const { hours } = world;
  if (hours.length < 7 * 24) return refusedFor(what, `a week is needed, received ${(hours.length / 24).toFixed(1)} days`);
  const needed = Array.from({ length: 24 }, (_, hour) =>
    Math.max(...hours.filter((__, index) => index % 24 === hour).map((rate) => Math.ceil(rate / perPod(scaling)))),
  );
  const idle = needed.map((pods) => Math.max(scaling.minReplicas - Math.max(pods + (scaling.spare ?? 0), leastPods), 0));
  const saved = idle.reduce((sum, pods) => sum + pods, 0);
  if (saved === 0) return refusedFor(what, `the minimum of ${scaling.minReplicas} is needed at every hour, or is the least that survives a node`);
  return proposed({
    what,
    before: `${scaling.minReplicas} at every hour`,
    after: idle.map((pods, hour) => `${hour}h ${scaling.minReplicas - pods}`).join(', '),
    evidence: [
      `${saved} pod-hours a day are held that no day of the past needed. The policy has one minimum: a person decides whether the lower one is enough.`,
    ],
  });
}

/** The smallest minimum that is proposed, so that one pod may be lost. */
const leastPods = 2;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function sizeText({ cpu, memory }: Size): string {
  return `CPU ${cpu.request}m to ${cpu.limit}m, memory ${memory.request} to ${memory.limit} MiB`;
}
