import json
import logging
import sys

from opentelemetry import trace

from app.log_lines import JsonLines
from tests.processes import Backend


def line(record: logging.LogRecord) -> dict[str, object]:
    parsed: dict[str, object] = json.loads(JsonLines().format(record))
    return parsed


def record(**extra: object) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "app", "levelname": "INFO", "created": 0.5, "msg": "hello %s", "args": ("you",), **extra})


def test_a_line_has_the_fields_that_cloud_logging_reads_and_those_of_the_caller() -> None:
    assert line(record(status=200)) == {
        "time": "1970-01-01T00:00:00.500+00:00",
        "severity": "INFO",
        "logger": "app",
        "message": "hello you",
        "status": 200,
    }


def test_a_line_inside_a_span_carries_its_trace() -> None:
    span = trace.NonRecordingSpan(trace.SpanContext(trace_id=0xABC, span_id=0xDEF, is_remote=False))
    with trace.use_span(span):
        written = line(record())
    assert (written["trace_id"], written["span_id"]) == ("0" * 29 + "abc", "0" * 13 + "def")


def test_an_exception_is_one_line() -> None:
    try:
        raise ValueError("bad\nthing")
    except ValueError:
        text = JsonLines().format(record(exc_info=sys.exc_info()))
    assert "\n" not in text
    assert "ValueError: bad" in json.loads(text)["exception"]


def test_every_line_of_a_running_process_is_json_and_probes_leave_none(backend: Backend) -> None:
    backend.get("/health/ready")
    # an item that no other test asks for
    backend.get("/items/93")
    requests = backend.requests_once_logged("/items/93")
    assert {"method": "GET", "route": "/items/{item_id}", "status": 200}.items() <= requests[-1].items()
    assert not [entry for entry in requests if entry["path"].startswith("/health")]
