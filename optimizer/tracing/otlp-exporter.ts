/** Sends spans as OTLP/HTTP with JSON (opentelemetry.io/docs/specs/otlp): one request a batch, bounded in time, and never an exception. */
import { ExportResultCode } from '@opentelemetry/core';
import { createExportTraceServiceRequest } from '@opentelemetry/otlp-transformer/build/src/trace/internal';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Log } from '../ports';

type Done = Parameters<SpanExporter['export']>[1];

export class OtlpExporter implements SpanExporter {
  private failing = false;

  /** @param endpoint as OTEL_EXPORTER_OTLP_ENDPOINT has it: without the path @param timeout seconds */
  public constructor(
    private readonly endpoint: string,
    private readonly timeout: number,
    private readonly log: Log,
  ) {}

  public export(spans: ReadableSpan[], done: Done): void {
    this.send(spans).then(
      () => {
        this.failing = false;
        done({ code: ExportResultCode.SUCCESS });
      },
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        // once, and not with every batch
        if (!this.failing) this.log({ level: 'warning', message: 'spans could not be sent, and are dropped', why });
        this.failing = true;
        done({ code: ExportResultCode.FAILED, error: new Error(why) });
      },
    );
  }

  public shutdown(): Promise<void> {
    return Promise.resolve();
  }

  private async send(spans: ReadableSpan[]): Promise<void> {
    const response = await fetch(`${this.endpoint.replace(/\/$/, '')}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(createExportTraceServiceRequest(spans, { useHex: true, useLongBits: false })),
      signal: AbortSignal.timeout(this.timeout * 1000),
    });
    // what it says is for its own log
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the collector answered ${response.status}`);
  }
}
