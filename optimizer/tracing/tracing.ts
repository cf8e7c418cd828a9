/** The process' own traces: ticks with their stages, and learning. What is logged within a span carries its ids. */
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { Resource } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { InSpan, Log } from '../ports';
import { OtlpExporter } from './otlp-exporter';
import type { SpanClock } from './span-clock';

export interface TracingOptions {
  /** Of a collector, without the path of traces. */
  readonly endpoint: string;
  /** Of this process. */
  readonly instance: string;
  readonly log: Log;
  readonly clock: SpanClock;
}

export interface Tracing {
  readonly inSpan: InSpan;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** Most spans that wait, most of a batch, and seconds between two batches and for one. */
const [queued, batch, every, timeout] = [512, 128, 5, 5];

export function startTracing({ endpoint, instance, log, clock }: TracingOptions): Tracing {
  const manager = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(manager);
  const processor = new BatchSpanProcessor(new OtlpExporter(endpoint, timeout, log), {
    maxQueueSize: queued,
    maxExportBatchSize: batch,
    scheduledDelayMillis: every * 1000,
    exportTimeoutMillis: timeout * 1000,
  });
  const resource = new Resource({ 'service.name': 'optimizer', 'service.namespace': 'lyo-platform', 'service.instance.id': instance });
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer('lyo-platform/optimizer');
  return {
    inSpan: (name, run, attributes = {}) =>
      tracer.startActiveSpan(name, { startTime: clock(), attributes: { ...attributes } }, async (span) => {
        try {
          return await run();
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
          throw error;
        } finally {
          span.end(clock());
        }
      }),
    stop: async () => {
      // what could not be sent was told when it could not
      await provider.shutdown().catch(() => undefined);
      context.disable();
      manager.disable();
    },
  };
}

/** Ids of the span in which this is called, as logs of the platform have them; none outside of one. */
export function activeIds(): { readonly trace_id?: string; readonly span_id?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}
