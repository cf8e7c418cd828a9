/** Tail sampling: decides which traces are kept, when all spans of a trace have arrived. */
import { milliseconds, type Duration } from '../../config/quantities';
import type { Settings } from './collector-config';

export interface TailSamplingProps {
  /** Percentage of ordinary traces that is kept. */
  readonly baselinePercent: number;
  readonly slow: Duration;
  readonly decisionWait: Duration;
  /** New traces per second. */
  readonly tracesPerSecond: number;
  /** Most traces that wait for their decision: beyond it the oldest is dropped undecided, errors too. */
  readonly heldTraces: number;
  /** Size of each decision cache, for kept and for dropped traces. Late spans follow the remembered decision. */
  readonly rememberedDecisions: number;
  /** Spans of readiness probes. They are counted as heartbeats, but their traces are not kept. */
  readonly heartbeats: readonly Heartbeat[];
  /** Server spans that may take long: resource attribute and value that identify the workload, and a regular expression over span names. @default - none */
  readonly unjudged?: readonly UnjudgedSpans[];
}

export interface Heartbeat {
  readonly span: string;
  /** Resource attribute and value that identify the workload. @default - every workload */
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
 * The tail_sampling processor. A hash of the trace id decides which ordinary traces are kept, so every service keeps the same share of its own traffic and
 * each gateway would decide alike. At shutdown it decides on the traces that it has, so a stopped gateway drops nothing that would be kept.
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
    // above this number the oldest trace is dropped undecided, even with errors (sampling_trace_dropped_too_early)
    num_traces: heldTraces,
    expected_new_traces_per_sec: tracesPerSecond,
    // spans that arrive after the decision follow it
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

/** Policy for slow traces. A trace that contains a stream is long without being slow, so it does not match. */
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
