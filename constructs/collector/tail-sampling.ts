/** Which traces are kept, decided when the whole trace is there. */
import { milliseconds, type Duration } from '../../config/quantities';
import type { Settings } from './collector-config';

export interface TailSamplingProps {
  /** Percent of ordinary traces that is kept. */
  readonly baselinePercent: number;
  readonly slow: Duration;
  readonly decisionWait: Duration;
  /** Traces begun in a second. */
  readonly tracesPerSecond: number;
  /** Most traces that wait for their decision: beyond it the oldest is dropped undecided, errors too. */
  readonly heldTraces: number;
  /** Decisions that spans which come later follow, of kept traces and of others each. */
  readonly rememberedDecisions: number;
  /** Spans of readiness probes: a heartbeat is counted and not kept. */
  readonly heartbeats: readonly Heartbeat[];
  /** Server spans that may take long: attribute and value of their resource that name the workload, and their names as a regular expression. @default - none */
  readonly unjudged?: readonly UnjudgedSpans[];
}

export interface Heartbeat {
  readonly span: string;
  /** Attribute and value of the resource that name the workload whose heartbeat it is. @default - of every workload */
  readonly of?: { readonly attribute: string; readonly workload: string };
}

export interface UnjudgedSpans {
  readonly attribute: string;
  readonly workload: string;
  readonly names: string;
}

/**
 * Forces a trace to be kept: a request with the header `tracestate: lyo=keep` beside its `traceparent`. SDKs carry it
 * through every service, without a line of code in the application.
 */
export const keepTrace = { key: 'lyo', value: 'keep' } as const;

/**
 * The tail_sampling processor. Its share of ordinary traces is decided by a hash of the trace id, so every service keeps the same share of its own traffic and
 * a decision is the same wherever it is made. At shutdown it decides on what it has, so a stopped gateway drops nothing that would be kept.
 */
export function tailSampling({
  baselinePercent,
  slow,
  decisionWait,
  tracesPerSecond,
  heldTraces,
  rememberedDecisions,
  heartbeats,
  unjudged = [],
}: TailSamplingProps): Settings {
  return {
    decision_wait: decisionWait,
    // above it the oldest is dropped undecided, errors too (sampling_trace_dropped_too_early)
    num_traces: heldTraces,
    expected_new_traces_per_sec: tracesPerSecond,
    // spans that come after the decision follow it
    decision_cache: { sampled_cache_size: rememberedDecisions, non_sampled_cache_size: rememberedDecisions },
    drop_pending_traces_on_shutdown: false,
    policies: [
      {
        name: 'heartbeat',
        type: 'drop',
        drop: {
          drop_sub_policy: [
            {
              name: 'readiness-probe',
              type: 'ottl_condition',
              ottl_condition: {
                error_mode: 'ignore',
                span: heartbeats.map(beating),
              },
            },
          ],
        },
      },
      { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
      slowTraces(slow, unjudged),
      { name: 'forced', type: 'trace_state', trace_state: { key: keepTrace.key, values: [keepTrace.value] } },
      { name: 'baseline', type: 'probabilistic', probabilistic: { sampling_percentage: baselinePercent } },
    ],
  };
}

function beating({ span, of }: Heartbeat): string {
  const whose = of === undefined ? '' : `resource.attributes["${of.attribute}"] == "${of.workload}" and `;
  return `span.kind == SPAN_KIND_SERVER and ${whose}span.name == "${span}" and span.status.code != STATUS_CODE_ERROR`;
}

/** A trace with a stream in it is long and not slow. */
function slowTraces(slow: Duration, unjudged: readonly UnjudgedSpans[]): Settings {
  const latency = { type: 'latency', latency: { threshold_ms: milliseconds(slow) } };
  if (unjudged.length === 0) return { name: 'slow', ...latency };
  const span = unjudged.map(
    ({ attribute, workload, names }) =>
      `span.kind == SPAN_KIND_SERVER and resource.attributes["${attribute}"] == "${workload}" and IsMatch(span.name, "^(${names})$")`,
  );
  const stream = { name: 'stream', type: 'ottl_condition', ottl_condition: { error_mode: 'ignore', span } };
  return {
    name: 'slow',
    type: 'and',
    and: {
      and_sub_policy: [
        { name: 'long', ...latency },
        { name: 'no-stream', type: 'not', not: { not_sub_policy: stream } },
      ],
    },
  };
}
