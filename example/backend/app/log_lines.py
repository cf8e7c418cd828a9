"""One JSON object a line on stdout, with the trace and span that was current when it was written."""

import json
import logging
import sys
from datetime import UTC, datetime

from opentelemetry import trace

_RECORD_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
_SEVERITIES = {"WARNING": "WARNING", "CRITICAL": "CRITICAL", "ERROR": "ERROR", "INFO": "INFO", "DEBUG": "DEBUG"}


class JsonLines(logging.Formatter):
    """Field names are those that Cloud Logging understands (`severity`, `time`, `message`); `extra` arguments become fields beside them."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "severity": _SEVERITIES.get(record.levelname, "DEFAULT"),
            "logger": record.name,
            "message": record.getMessage(),
        }
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            line["trace_id"] = trace.format_trace_id(span.trace_id)
            line["span_id"] = trace.format_span_id(span.span_id)
        line.update({name: value for name, value in vars(record).items() if name not in _RECORD_FIELDS and not name.startswith("otel")})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def log_as_json(level: str) -> None:
    """The level is that of the application; libraries speak from WARNING on. Handlers of other kinds, such as an injected exporter of logs, stay."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler, *(other for other in root.handlers if type(other) is not logging.StreamHandler)]
    root.setLevel(logging.WARNING)
    logging.getLogger("app").setLevel(level.upper())
    # uvicorn brings handlers of its own; its access log is replaced by `requests.py`, whose lines carry the trace
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
    logging.getLogger("uvicorn").setLevel(logging.INFO)
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
