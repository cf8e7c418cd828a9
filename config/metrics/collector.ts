/** The collectors' metrics about themselves, as their own Prometheus reader names them. */
import { jobs, type MetricContract } from './contract';

export const collectorMetrics = {
  receivedSpans: { name: 'otelcol_receiver_accepted_spans_total', unit: 'spans', job: jobs.collectorSelf },
  refusedSpans: { name: 'otelcol_receiver_refused_spans_total', unit: 'spans', job: jobs.collectorSelf },
  sentSpans: { name: 'otelcol_exporter_sent_spans_total', unit: 'spans', job: jobs.collectorSelf },
  failedSpans: { name: 'otelcol_exporter_send_failed_spans_total', unit: 'spans', job: jobs.collectorSelf },
  rejectedSpans: { name: 'otelcol_exporter_enqueue_failed_spans_total', unit: 'spans', job: jobs.collectorSelf },
  queueSize: { name: 'otelcol_exporter_queue_size', unit: 'count', job: jobs.collectorSelf },
  queueCapacity: { name: 'otelcol_exporter_queue_capacity', unit: 'count', job: jobs.collectorSelf },
  /** Traces that a gateway dropped before it decided on them, because more were open than it may hold. */
  undecidedTraces: { name: 'otelcol_processor_tail_sampling_sampling_trace_dropped_too_early_total', unit: 'traces', job: jobs.collectorSelf },
  collectorMemory: { name: 'otelcol_process_memory_rss_bytes', unit: 'bytes', job: jobs.collectorSelf },
} as const satisfies Record<string, MetricContract>;
