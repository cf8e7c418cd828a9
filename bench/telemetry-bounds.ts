/** Environments beside which the injected one is measured: what is OpenTelemetry's own in its cost. */
import { delimiter, join } from 'node:path';
import { instrumentationFolder } from '../e2e/toolchain/python';

/** The spans of requests and nothing below them: the least from which rate, errors and duration can be made. */
export const requestsAlone: Readonly<Record<string, string>> = { OTEL_PYTHON_DISABLED_INSTRUMENTATIONS: 'sqlalchemy,redis,httpx,sqlite3' };

/** The same packages as the operator would start them, with its ASGI instrumentation, every message a span, and all spans thrown away. */
export async function startedByUpstream(): Promise<Readonly<Record<string, string>>> {
  const folder = await instrumentationFolder();
  return {
    PYTHONPATH: [join(folder, 'opentelemetry', 'instrumentation', 'auto_instrumentation'), folder].join(delimiter),
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
  };
}
