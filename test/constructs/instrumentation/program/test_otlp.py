"""The exporter sends the same bytes as OpenTelemetry's own, parsed by the generated classes, and sends each batch once."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import conftest
import lyo_otlp
import pytest
from lyo_exporter import Exporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, SpanContext, SpanKind, Status, StatusCode, TraceFlags, TraceState

sys.path.append(conftest.FOLDER)  # for the generated classes and their protobuf


def spans() -> list[ReadableSpan]:
    """Spans with every field, and with values of every kind and size."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource({"service.name": "shop", "n": 3, "deep": ("a", "b")}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    other = SpanContext(2**127 + 1, 2**63 + 5, True, TraceFlags(1), TraceState([("lyo", "keep"), ("a", "b")]))
    for scope in ("one", "two", "one"):
        tracer = provider.get_tracer(scope, "1.2", "https://example.org/1", {"scoped": True})
        for kind in SpanKind:
            attributes = {"s": "Grüße 🚲", "long": "x" * 300, "empty": "", "i": -5, "big": 2**62, "zero": 0, "f": 0.5, "t": True, "no": False, "one": 1, "list": [1, 2]}
            span = tracer.start_span("GET /ä", kind=kind, attributes=attributes, links=[Link(other, {"why": "because"})])
            span.add_event("happened", {"what": "it"})
            span.set_status(Status(StatusCode.ERROR, "went wrong"))
            with_parent = tracer.start_span("child", context=conftest.trace.set_span_in_context(conftest.trace.NonRecordingSpan(other)))
            with_parent.end()
            span.end()
    return list(exporter.get_finished_spans())


def test_every_field_is_encoded_as_by_the_generated_classes() -> None:
    pytest.importorskip("google.protobuf.runtime_version")
    from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    made = spans()
    ours, theirs = ExportTraceServiceRequest.FromString(lyo_otlp.traces(made)), encode_spans(made)

    def told(request: Any) -> Any:
        (resource,) = request.resource_spans
        return (
            sorted((pair.key, str(pair.value)) for pair in resource.resource.attributes),
            sorted((scope.scope.name, str(scope.scope), scope.schema_url, sorted(span.SerializeToString(deterministic=True) for span in scope.spans)) for scope in resource.scope_spans),
        )

    assert told(ours) == told(theirs)
    assert sum(len(scope.spans) for scope in ours.resource_spans[0].scope_spans) == 30


class Collector(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers: list[int] = []
    bodies: list[bytes] = []
    paths: list[str] = []

    def do_POST(self) -> None:
        self.bodies.append(self.rfile.read(int(self.headers["content-length"])))
        self.paths.append(self.path)
        status = self.answers.pop(0) if self.answers else 200
        if status == 0:  # accepts it without an answer
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def collector(*answers: int) -> Iterator[str]:
    Collector.answers, Collector.bodies, Collector.paths = list(answers), [], []
    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_batches_use_one_connection_and_the_path_of_traces() -> None:
    with collector() as address:
        exporter = Exporter(address, 2)
        assert [exporter.export(spans()) for _ in range(3)] == [SpanExportResult.SUCCESS] * 3
        exporter.shutdown()
    assert Collector.paths == ["/v1/traces"] * 3


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_collector_that_is_busy_gets_the_same_batch_again(status: int) -> None:
    with collector(status, status) as address:
        assert Exporter(address, 2).export(spans()) is SpanExportResult.SUCCESS
    assert len(Collector.bodies) == 3 and len({len(body) for body in Collector.bodies}) == 1


@pytest.mark.parametrize("status", [400, 404, 413, 500])
def test_a_refusal_is_final_and_logged(status: int, caplog: Any) -> None:
    with collector(status) as address:
        assert Exporter(address, 2).export(spans()) is SpanExportResult.FAILURE
    assert len(Collector.bodies) == 1 and f"30 spans are lost: the collector answered {status}" in caplog.text


def test_a_batch_that_may_have_been_accepted_is_not_sent_again(caplog: Any) -> None:
    with collector(0) as address:
        assert Exporter(address, 2).export(spans()) is SpanExportResult.FAILURE
    assert len(Collector.bodies) == 1 and "30 spans are lost" in caplog.text


def test_a_collector_that_starts_later_gets_the_batch_and_is_given_up_after_a_while(caplog: Any) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert Exporter(f"http://127.0.0.1:{port}", 1, patience=0.4).export(spans()) is SpanExportResult.FAILURE
    assert "30 spans are lost: no connection" in caplog.text
    server = HTTPServer(("127.0.0.1", port), Collector, bind_and_activate=False)
    server.allow_reuse_address = True
    Collector.answers, Collector.bodies = [], []

    def begin() -> None:
        server.server_bind()
        server.server_activate()
        server.handle_request()
        server.server_close()

    threading.Timer(0.3, begin).start()
    assert Exporter(f"http://127.0.0.1:{port}", 2).export(spans()) is SpanExportResult.SUCCESS


@pytest.mark.parametrize("address", ["", "collector:4318", "grpc://collector:4317", "http://"])
def test_an_invalid_address_is_refused_with_the_rule(address: str) -> None:
    with pytest.raises(ValueError, match="must be http://host:port"):
        Exporter(address, 2)
