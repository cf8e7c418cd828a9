"""The trace of a log record, for those who ask for it: attributes, and nothing else.

No handler, no format and no level: the application's own `basicConfig`, `dictConfig` and `fileConfig` find logging as if nobody had been there. The names are those
of OpenTelemetry's own logging instrumentation: `%(otelTraceID)s`, `%(otelSpanID)s`, `%(otelTraceSampled)s`, `%(otelServiceName)s`.
"""

import logging
from typing import Any

from opentelemetry import trace


def mark_records(service: str) -> None:
    make = logging.getLogRecordFactory()

    def marked(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        context = trace.get_current_span().get_span_context()
        record.otelTraceID = f"{context.trace_id:032x}" if context.trace_id else "0"
        record.otelSpanID = f"{context.span_id:016x}" if context.span_id else "0"
        record.otelTraceSampled = bool(context.trace_flags & 1)
        record.otelServiceName = service
        return record

    logging.setLogRecordFactory(marked)
