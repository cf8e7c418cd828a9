/** What gateways must hold at the maximum of the scaling policies: traces that wait for their sampling decision, edges that wait for their other span, and the memory for both. */
import type { Environment } from '../environment';
import { gatewaysOf } from './cardinality-budget';
import { mebibytes, seconds, type Memory } from '../quantities';
import { webWorkloads } from '../workload';

type Capacity = Pick<Environment, 'tracing' | 'workloads'>;

/** The most requests per second that the policies are made for: the sum of requests per pod · maximum of pods. 100 requests/s and 50 pods: 5,000. A policy without a request rate adds nothing. */
export function maximumRequests({ workloads }: Pick<Environment, 'workloads'>): number {
  return webWorkloads({ workloads }).reduce((sum, { instrumentation, scaling: { maxReplicas, signals } }) => {
    return sum + (instrumentation === 'none' ? 0 : (signals.requestRate?.perPod ?? 0) * maxReplicas);
  }, 0);
}

/** Traces per second that begin at each gateway at that load while all gateways run. 5,000 over two gateways: 2,500. */
export function maximumTraces(capacity: Capacity): number {
  return Math.max(1, Math.ceil(maximumRequests(capacity) / gatewaysOf(capacity)));
}

/** Traces per second that each gateway is sized for: `tracesPerSecond` where it is configured, else `maximumTraces`. */
function expectedTraces(capacity: Capacity): number {
  return capacity.tracing.sampling.tracesPerSecond ?? maximumTraces(capacity);
}

/** Factor by which the load of a gateway may exceed its share: it may get all traces of a missing gateway, or a quarter more because hashing is uneven. Two gateways: 2, one: 1.25. */
export function reserve(capacity: Pick<Environment, 'tracing'>): number {
  const gateways = gatewaysOf(capacity);
  return gateways === 1 ? 1.25 : Math.max(1.25, gateways / (gateways - 1));
}

/** Seconds from the end of the decision wait to the decision: one because decisions are made every second, and two for a late tick and for bursts. */
const round = 3;

/** Traces that wait for their decision: rate · (decision wait + `round`) · reserve. 2,500 per second, a wait of 10 s and two gateways: 2,500 · 13 · 2 = 65,000. */
export function heldTraces(capacity: Capacity): number {
  return Math.ceil(reserve(capacity) * expectedTraces(capacity) * (seconds(capacity.tracing.sampling.decisionWait) + round));
}

/** Settings of the service graph in seconds: how long an edge waits for its other span (`pair`), and the time between two sweeps of expired edges (`look`). */
export const edgeWait = { pair: 10, look: 2 } as const;
/** Edges of one trace of which the other span never arrives: the caller of the first span, and a host that is not traced. */
const unpairedEdges = 2;

/** Edges that wait for their other span. 2,500 traces per second, two edges each, 12 s and two gateways: 120,000. */
export function openEdges(capacity: Capacity): number {
  return Math.ceil(reserve(capacity) * expectedTraces(capacity) * (edgeWait.pair + edgeWait.look) * unpairedEdges);
}

/** Size of each of the two decision caches, for kept and for dropped traces: the traces of four decision waits. */
export function rememberedDecisions(capacity: Capacity): number {
  return Math.ceil(4 * expectedTraces(capacity) * seconds(capacity.tracing.sampling.decisionWait));
}

/** Spans of one trace where the configuration does not state it: a request with a query of a database, a read of a cache, and steps of its own. */
export const usualSpans = 5;
/** Kibibytes of one span with ten attributes, of one trace without its spans, of an edge and of a decision: from heap profiles of the gateway, rounded up. */
const kibibytes = { span: 1, trace: 1, edge: 0.5, decision: 0.125 } as const;
/** Mebibytes of an idle gateway. */
const idle = 64;
/** The heap grows by half between two collections (GOGC in constructs/collector/memory.ts). */
const growth = 1.5;
/** Share of the container's memory limit below which the memory limiter refuses nothing. */
const usable = 0.6;

/** The smallest memory limit of each gateway's container, in mebibytes. */
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

/** Settings of the sampler and of the service graph that follow from the capacity. */
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
