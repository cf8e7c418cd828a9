/** Environment variables of two bounds for the injected instrumentation: how much of its cost is OpenTelemetry's. */
import { delimiter, join } from 'node:path';
import { instrumentationFolder } from '../e2e/toolchain/python';

/** Spans of requests and none below them: the minimum from which rate, errors and duration can be computed. */
export const requestsAlone: Readonly<Record<string, string>> = { OTEL_PYTHON_DISABLED_INSTRUMENTATIONS: 'sqlalchemy,redis,httpx,sqlite3' };

/** The same packages started as the OpenTelemetry operator does, with its ASGI instrumentation, a span for every message, and all spans discarded. */
export async function startedByUpstream(): Promise<Readonly<Record<string, string>>> {
  const folder = await instrumentationFolder();
  return {
    PYTHONPATH: [join(folder, 'opentelemetry', 'instrumentation', 'auto_instrumentation'), folder].join(delimiter),
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
}
