"""Every request is counted once, whatever headers its caller sends, and only a failed request has an error."""

from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from lyo_requests import Requests
from opentelemetry.trace import SpanKind, StatusCode, get_tracer
from starlette.background import BackgroundTask
from starlette.responses import PlainTextResponse, StreamingResponse

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
app = FastAPI()
steps: list[str] = []


@app.get("/fine")
async def fine() -> str:
    return "yes"


@app.get("/broken")
async def broken() -> str:
    raise ValueError("broken")


@app.get("/away")
async def away() -> str:
    raise HTTPException(503, "away")


@app.get("/stream")
async def stream() -> StreamingResponse:
    async def parts() -> Any:
        yield b"a"
        yield b"b"

    return StreamingResponse(parts())


@app.get("/later")
async def later() -> PlainTextResponse:
    return PlainTextResponse("yes", background=BackgroundTask(lambda: steps.append("done")))


@app.get("/patients/{id}/health")
@app.get("/health")
@app.get("/metrics")
@app.get("/v1/metrics")
@app.get("/healthy")
async def any_of(id: str = "") -> str:
    return id


@pytest.mark.parametrize(
    ("headers", "trace", "parent"),
    [
        ({}, None, None),
        ({"traceparent": f"00-{TRACE}-{PARENT}-01"}, TRACE, PARENT),
        ({"traceparent": f"00-{TRACE}-{PARENT}-00"}, TRACE, PARENT),
        ({"traceparent": f"00-{TRACE}-{PARENT}-02"}, TRACE, PARENT),
        ({"traceparent": f"00-{TRACE}-{PARENT}-00", "tracestate": "ot=th:0,other=1"}, TRACE, PARENT),
        ({"traceparent": f"00-{TRACE}-{PARENT}-00", "tracestate": "lyo=keep"}, TRACE, PARENT),
        ({"traceparent": f"cc-{TRACE}-{PARENT}-00-what-comes-later"}, TRACE, PARENT),
        ({"traceparent": f"ff-{TRACE}-{PARENT}-01"}, None, None),
        ({"traceparent": f"00-{'0' * 32}-{PARENT}-01"}, None, None),
        ({"traceparent": "nonsense"}, None, None),
        ({"b3": f"{TRACE}-{PARENT}-0"}, None, None),
        ({"x-b3-traceid": TRACE, "x-b3-spanid": PARENT, "x-b3-sampled": "0"}, None, None),
        ({"b3": "0"}, None, None),
        ({"x-cloud-trace-context": f"{TRACE}/1;o=0"}, None, None),
        ({"uber-trace-id": f"{TRACE}:{PARENT}:0:0"}, None, None),
        ({"baggage": "sampled=false," + ",".join(f"k{n}=v" for n in range(200))}, None, None),
    ],
)
def test_the_headers_of_a_caller_choose_the_parent_of_a_request_and_never_whether_it_counts(door: Any, headers: Any, trace: str | None, parent: str | None) -> None:
    (span,) = door.ask(app, "/fine", headers=headers)
    assert span.name == "GET /fine" and span.kind is SpanKind.SERVER and span.context.trace_flags & 1
    if trace is not None:
        assert f"{span.context.trace_id:032x}" == trace and f"{span.parent.span_id:016x}" == parent
    else:
        assert span.parent is None and f"{span.context.trace_id:032x}" != TRACE


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/health", ""),
        ("/metrics", ""),
        ("/v1/metrics", "GET /v1/metrics"),
        ("/patients/7/health", "GET /patients/{id}/health"),
        ("/healthy", "GET /healthy"),
        ("/health/", "GET"),
    ],
)
def test_two_whole_paths_are_left_out_and_no_similar_ones(door: Any, path: str, name: str) -> None:
    assert door.name(app, path) == name


@pytest.mark.parametrize(
    ("query", "method", "name"),
    [("probe=ready", "GET", "GET /status"), ("", "GET", ""), ("probe=live", "GET", ""), ("probe=ready", "HEAD", "")],
)
def test_one_route_for_both_probes_is_the_heartbeat_only_with_its_query(door: Any, query: str, method: str, name: str) -> None:
    asked = Requests(get_tracer("lyo"), "/status?probe=ready", frozenset({"/status", "/metrics"}))

    async def answer(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"yes"})

    async def app_of_the_route(scope: Any, receive: Any, send: Any) -> None:
        await asked.serve(app, answer, scope, receive, send)

    assert door.name(app_of_the_route, "/status", method=method, query_string=query.encode()) == name


def test_a_failed_request_has_an_error_with_the_exception(door: Any) -> None:
    (span,) = door.ask(app, "/broken")
    assert span.name == "GET /broken" and span.attributes["http.response.status_code"] == 500 and span.status.status_code is StatusCode.ERROR
    assert [event.attributes["exception.type"] for event in span.events] == ["ValueError"]
    (span,) = door.ask(app, "/away")
    assert span.attributes["http.response.status_code"] == 503 and span.attributes["error.type"] == "503" and span.status.status_code is StatusCode.ERROR


def test_an_error_of_the_caller_is_no_failure(door: Any) -> None:
    (span,) = door.ask(app, "/nowhere")
    assert span.attributes["http.response.status_code"] == 404 and span.status.status_code is StatusCode.UNSET


def test_a_stream_is_one_request_without_the_time_of_background_work(door: Any) -> None:
    assert door.name(app, "/stream") == "GET /stream"
    assert door.name(app, "/later") == "GET /later" and steps == ["done"]


def test_single_messages_have_no_span(door: Any) -> None:
    assert [span.name for span in door.ask(app, "/stream")] == ["GET /stream"]


def test_a_request_of_an_application_to_itself_is_an_inner_span_and_no_second_request(door: Any) -> None:
    outer = FastAPI()

    @outer.get("/outer")
    async def through() -> str:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_message: Any) -> None:
            pass

        scope = {"type": "http", "method": "GET", "path": "/fine", "raw_path": b"/fine", "query_string": b"", "root_path": "", "headers": [], "http_version": "1.1"}
        await app(scope, receive, send)
        return "yes"

    inner, span = door.ask(outer, "/outer")
    assert (inner.kind, span.kind) == (SpanKind.INTERNAL, SpanKind.SERVER) and inner.parent.span_id == span.context.span_id


def test_the_spans_have_the_attributes_that_the_gateway_and_the_service_graph_read(door: Any) -> None:
    (span,) = door.ask(app, "/fine", headers={"user-agent": "curl/8"}, query_string=b"a=1")
    assert dict(span.attributes) == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "http.route": "/fine",
        "url.scheme": "http",
        "url.path": "/fine",
        "url.query": "a=1",
        "server.address": "10.0.0.1",
        "server.port": 8000,
        "client.address": "10.0.0.9",
        "network.protocol.version": "1.1",
        "user_agent.original": "curl/8",
    }
