/** What gateways must hold at the maximum of the scaling policies: traces that wait for their decision, edges that wait for their pair, and the memory of both. */
import type { Environment } from '../environment';
import { gatewaysOf } from './cardinality-budget';
import { mebibytes, seconds, type Memory } from '../quantities';
import { webWorkloads } from '../workload';

type Capacity = Pick<Environment, 'tracing' | 'workloads'>;

/** Most requests per second that the policies are made for: requests per pod times the most pods. 100 at 50 pods: 5,000. A policy without a request rate adds nothing. */
export function maximumRequests({ workloads }: Pick<Environment, 'workloads'>): number {
  return webWorkloads({ workloads }).reduce((sum, { instrumentation, scaling: { maxReplicas, signals } }) => {
    return sum + (instrumentation === 'none' ? 0 : (signals.requestRate?.perPod ?? 0) * maxReplicas);
  }, 0);
}

/** Traces that begin at each gateway per second at that load, when all gateways run. 5,000 over two: 2,500. */
export function maximumTraces(capacity: Capacity): number {
  return Math.max(1, Math.ceil(maximumRequests(capacity) / gatewaysOf(capacity)));
}

/** Traces per second that each gateway is sized for: the configured number, or else that maximum. */
function expectedTraces(capacity: Capacity): number {
  return capacity.tracing.sampling.tracesPerSecond ?? maximumTraces(capacity);
}

/** Factor by which a gateway may get more than its share: all of a missing gateway's traces, or a quarter more because hashes are not even. Two: 2, one: 1.25. */
export function reserve(capacity: Pick<Environment, 'tracing'>): number {
  const gateways = gatewaysOf(capacity);
  return gateways === 1 ? 1.25 : Math.max(1.25, gateways / (gateways - 1));
}

/** Seconds beyond the decision wait until a trace is decided: one for the tick in which decisions are made, and two for a late tick and for bursts. */
const round = 3;

/** Traces that wait: those of one decision wait and of the round after it. 2,500 a second for 10 s, twice: 65,000. */
export function heldTraces(capacity: Capacity): number {
  return Math.ceil(reserve(capacity) * expectedTraces(capacity) * (seconds(capacity.tracing.sampling.decisionWait) + round));
}

/** Seconds for which the service graph waits for the other end of an edge, and between two looks at those that waited long enough. */
export const edgeWait = { pair: 10, look: 2 } as const;
/** Edges of one trace whose other end never comes: the caller of the first span, and a host that is not traced. */
const unpairedEdges = 2;

/** Edges that wait. 2,500 traces a second, twice: 120,000. */
export function openEdges(capacity: Capacity): number {
  return Math.ceil(reserve(capacity) * expectedTraces(capacity) * (edgeWait.pair + edgeWait.look) * unpairedEdges);
}

/** Decisions that are remembered, of kept traces and of others each: for four waits. */
export function rememberedDecisions(capacity: Capacity): number {
  return Math.ceil(4 * expectedTraces(capacity) * seconds(capacity.tracing.sampling.decisionWait));
}

/** Spans of one trace unless the configuration says it: a request that asks a database and a cache, with steps of its own. */
export const usualSpans = 5;
/** Kibibytes of one span with ten attributes, of one trace beside its spans, of an edge and of a decision, as heap profiles of the gateway have them, rounded up. */
const kibibytes = { span: 1, trace: 1, edge: 0.5, decision: 0.125 } as const;
/** Mebibytes of a gateway that holds nothing. */
const idle = 64;
/** The heap grows by half between two collections (GOGC in constructs/collector/memory.ts). */
const growth = 1.5;
/** Share of the container's limit up to which the memory limiter takes everything. */
const usable = 0.6;

/** Mebibytes that the container's limit of each gateway must have. */
export function gatewayMemory(capacity: Capacity): number {
  const spans = capacity.tracing.sampling.spansPerTrace ?? usualSpans;
  const held =
    heldTraces(capacity) * (spans * kibibytes.span + kibibytes.trace) +
    openEdges(capacity) * kibibytes.edge +
    2 * rememberedDecisions(capacity) * kibibytes.decision;
  return Math.ceil((idle + (growth * held) / 1024) / usable);
}

export function fitsGateway(capacity: Capacity, limit: Memory): boolean {
  return gatewayMemory(capacity) <= mebibytes(limit);
}

/** Settings of the sampler and of the service graph that follow. */
export interface TraceCapacity {
  readonly tracesPerSecond: number;
  readonly heldTraces: number;
  readonly rememberedDecisions: number;
  readonly openEdges: number;
}

export function traceCapacity(capacity: Capacity): TraceCapacity {
  return {
    tracesPerSecond: expectedTraces(capacity),
    heldTraces: heldTraces(capacity),
    rememberedDecisions: rememberedDecisions(capacity),
    openEdges: openEdges(capacity),
  };
}
