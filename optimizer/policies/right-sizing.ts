/** Requests and limits of pods, from what they used. Only ever a proposal: a change of it restarts every pod. */
import { held } from '../limits/limit';
import { sizingLimits } from '../limits/limits';
import type { WorkloadSettings } from '../config';
import type { PodUse } from '../measured';
import { quantile } from '../timeseries/quantile';
import { riskOf } from './confidence';
import type { Policy, Refusal, SizingProposal } from './policy';

const policy = 'right-sizing';

/** Samples that a proposal needs. */
const least = 100;
/** Utilization above which queues grow (config/scaling), and below which an autoscaler's target wastes half of each pod. */
const [knee, idle] = [0.85, 50];
/** Memory that is kept above the largest value seen: memory cannot be throttled, a pod is killed. */
const [spareMemory, spareLimit] = [1.15, 1.35];
/** CPU above its request is borrowed; the limit is for a runaway process. */
const [usual, most] = [0.9, 0.999];

export type Sized = NonNullable<WorkloadSettings['sizing']>;

/** The request that covers a share of what was used. @param days of evidence: with few of them, more is kept */
function coveringCpu(cpu: Float64Array, days: number, share = usual): number {
  return quantile(cpu, share) * (1 + 0.15 / Math.max(days, 1));
}

/** What bounds requests bounds limits too, unless somebody has a larger one already. */
const limitsOf = ({ limit, max }: Sized['cpu'], request: number): Pick<Sized['cpu'], 'min' | 'max'> => ({ min: request, max: Math.max(limit, max) });

export function proposedSizing({ cpu, memory, days }: PodUse, sized: Sized, scaling: WorkloadSettings['scaling']): SizingProposal {
  const target = scaling.signals.cpu?.utilization;
  const largest = Math.floor((100 * knee) / (1 + scaling.behavior.up.tolerance));
  const bounded = (value: number, { min, max }: Pick<Sized['cpu'], 'min' | 'max'>): number => Math.min(Math.max(Math.ceil(value), min), max);
  let request = bounded(coveringCpu(cpu, days), sized.cpu);
  let utilization = target ?? 0;
  if (target !== undefined) {
    // cores at which the autoscaler adds a pod: they stay, or fewer or more pods would serve the same load
    const scalePoint = (target / 100) * sized.cpu.request;
    request = bounded(Math.min(Math.max(request, (100 * scalePoint) / largest), (100 * scalePoint) / idle), sized.cpu);
    utilization = Math.min(Math.max(Math.round((100 * scalePoint) / request), 1), largest);
  }
  const limit = bounded(Math.max(quantile(cpu, most) * 1.2, (request * sized.cpu.limit) / sized.cpu.request), limitsOf(sized.cpu, request));
  const needed = quantile(memory, 1);
  const kept = bounded(needed * spareMemory, sized.memory);
  return {
    cpu: { request, limit },
    memory: { request: kept, limit: bounded(needed * spareLimit, limitsOf(sized.memory, kept)) },
    utilization,
  };
}

const refuse = (because: Refusal['because'], why: string): Refusal => ({ kind: 'refusal', policy, because, why });

export const rightSizing: Policy = {
  name: policy,
  decide(view) {
    const { sizing: sized, scaling } = view.settings;
    if (sized === undefined || sized.mode === 'off') return refuse('off', 'the environment has turned it off');
    const { pods } = view.measured;
    const samples = samplesOf(pods);
    if (pods === undefined || samples < least) return refuse('lacking', `${least} samples of CPU and memory are needed, are ${samples}`);
    const proposal = proposedSizing(pods, sized, scaling);
    const limited = held(sizingLimits, { policy, value: proposal.cpu.request }, view);
    if (limited.kind === 'refusal') return limited;
    if (near(proposal, sized)) return refuse('unneeded', 'requests and limits are within a tenth of what is used');
    const because = `90 % of ${samples} samples in ${pods.days.toFixed(1)} days used at most ${quantile(pods.cpu, usual).toFixed(0)} millicores, and none more than ${quantile(pods.memory, 1).toFixed(0)} MiB`;
    const scale = `the autoscaler's target of ${String(scaling.signals.cpu?.utilization ?? 'no')} % becomes ${proposal.utilization} %, so that it adds pods at the same cores`;
    return {
      kind: 'decision',
      policy,
      value: limited.value,
      confidence: pods.days / (pods.days + 1),
      risk: riskOf(sized.cpu.request, proposal.cpu.request),
      sizing: proposal,
      acts: false,
      reasons: [because, scale, ...limited.reasons],
    };
  },
};

function samplesOf(pods: PodUse | undefined): number {
  return pods === undefined ? 0 : Math.min(pods.cpu.length, pods.memory.length);
}

function near({ cpu, memory }: SizingProposal, sized: Sized): boolean {
  return [
    [cpu.request, sized.cpu.request],
    [memory.request, sized.memory.request],
    [memory.limit, sized.memory.limit],
  ].every(([after = 0, before = 1]) => Math.abs(after - before) <= 0.1 * before);
}
