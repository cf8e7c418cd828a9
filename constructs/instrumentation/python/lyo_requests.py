"""One SERVER span for each request and WebSocket of a Starlette or FastAPI application, made at its outermost door.

In place of OpenTelemetry's ASGI instrumentation, whose names end at the first mount, whose spans of single messages nobody keeps, and which costs three times as
much. What a caller says decides whose child a span is and never whether there is one.
"""

import functools
import sys
from contextvars import ContextVar
from typing import Any

from lyo_routes import KEY, Route, remember_routes
from opentelemetry import context as contexts
from opentelemetry import propagate, trace
from opentelemetry.trace import SpanKind, Status, StatusCode

_METHODS = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"})
_inside: ContextVar[bool] = ContextVar("lyo_inside", default=False)
"""Whether this is work for a request already: one that an application sends to itself in the same process is a step and no second request."""


class Requests:
    def __init__(self, tracer: trace.Tracer, heartbeat: str, untraced: frozenset[str]) -> None:
        """Paths are whole: `/metrics` is not `/v1/metrics`. The heartbeat's path is its name, whatever route answers it; a query tells it from others who ask."""
        self._tracer = tracer
        self._heartbeat, self._query = heartbeat.partition("?")[::2]
        self._untraced = untraced

    def watch(self) -> tuple[str, ...]:
        """Every application there is or will be; returns the frameworks that were found."""
        from starlette.applications import Starlette

        found = ["starlette"]
        _wrap(Starlette, self)
        try:
            from fastapi import FastAPI
        except ImportError:
            pass
        else:
            found.append("fastapi")
            if "__call__" in vars(FastAPI):
                _wrap(FastAPI, self)
        remember_routes()
        return tuple(found)

    async def serve(self, application: Any, app: Any, scope: Any, receive: Any, send: Any) -> None:
        route = Route(application, scope)
        scope[KEY] = route
        http = scope["type"] == "http"
        path = scope["path"].removeprefix(scope.get("root_path", "").rstrip("/"))
        beat = path == self._heartbeat and scope.get("method") == "GET" and (not self._query or scope.get("query_string") == self._query.encode())
        if path in self._untraced and http and not beat:
            await app(scope, receive, send)
            return
        method = scope["method"] if http else "GET"
        if method not in _METHODS:
            method = "_OTHER"
        headers = _headers(scope)
        within = _inside.get()
        span = self._tracer.start_span(
            method,
            propagate.extract(headers, contexts.get_current() if within else contexts.Context()),
            SpanKind.INTERNAL if within else SpanKind.SERVER,
            _attributes(scope, headers, method),
        )
        request = _Request(span, route, method if http else None, path if beat else None)
        inside = _inside.set(True)
        current = contexts.attach(trace.set_span_in_context(span))
        try:
            await app(scope, receive, request.answering(send) if http else send)
        except Exception as error:
            request.failed(error)
            raise
        finally:
            request.end()
            contexts.detach(current)
            _inside.reset(inside)


class _Request:
    __slots__ = ("_ended", "_method", "_name", "_route", "_span", "_status")

    def __init__(self, span: trace.Span, route: Route, method: str | None, name: str | None) -> None:
        self._span = span
        self._route = route
        self._method = method
        self._name = name
        self._status: int | None = None
        self._ended = False

    def answering(self, send: Any) -> Any:
        async def answer(message: Any) -> None:
            kind = message["type"]
            if kind == "http.response.start":
                self._status = message["status"]
                if self._status >= 500 and (error := sys.exc_info()[1]) is not None:
                    self._span.record_exception(error)  # the answer is sent while it is handled
            await send(message)
            if kind in ("http.response.body", "http.response.pathsend") and not message.get("more_body", False):
                self.end()  # what runs in the background afterwards is not the request's time

        return answer

    def failed(self, error: Exception) -> None:
        if not self._ended:
            self._span.record_exception(error)
            self._status = self._status or 500
            self._span.set_status(Status(StatusCode.ERROR, f"{type(error).__name__}: {error}"))

    def end(self) -> None:
        if self._ended:
            return
        self._ended = True
        span, status = self._span, self._status
        route = self._name or self._route.full()
        if route is not None:
            span.update_name(route if self._method is None else f"{'HTTP' if self._method == '_OTHER' else self._method} {route}")
            span.set_attribute("http.route", route)
        if status is not None:
            span.set_attribute("http.response.status_code", status)
            if status >= 500:
                span.set_attribute("error.type", str(status))
                span.set_status(Status(StatusCode.ERROR))
        span.end()


def _wrap(application: Any, requests: Requests) -> None:
    original = application.__call__

    @functools.wraps(original)
    async def called(self: Any, scope: Any, receive: Any, send: Any) -> None:
        native = getattr(self, "_telemetry", None)
        if isinstance(native, dict) and native.get("tracer_provider") is None:
            native["tracing"] = False  # FastAPI from 0.165 on makes a span of its own where it finds a provider: the request would count twice
        if scope["type"] not in ("http", "websocket") or KEY in scope:
            await original(self, scope, receive, send)
            return
        await requests.serve(self, functools.partial(original, self), scope, receive, send)

    application.__call__ = called


def _headers(scope: Any) -> dict[str, str]:
    """A header that comes twice is one with a comma (RFC 9110, 5.2)."""
    headers: dict[str, str] = {}
    for raw, value in scope["headers"]:
        name, text = raw.decode("latin-1").lower(), value.decode("latin-1")
        headers[name] = f"{headers[name]},{text}" if name in headers else text
    return headers


def _attributes(scope: Any, headers: dict[str, str], method: str) -> dict[str, Any]:
    """Names of the stable semantic conventions for HTTP."""
    http = scope["type"] == "http"
    attributes = {"url.scheme": scope.get("scheme", "http"), "url.path": scope["path"]}
    if http:
        attributes["http.request.method"] = method
        attributes["network.protocol.version"] = scope.get("http_version", "1.1")
    else:
        attributes["network.protocol.name"] = "websocket"
    if scope.get("query_string"):
        attributes["url.query"] = scope["query_string"].decode("latin-1")
    if scope.get("server"):
        attributes["server.address"], attributes["server.port"] = scope["server"][0], scope["server"][1] or 0
    if scope.get("client"):
        attributes["client.address"] = scope["client"][0]
    if "user-agent" in headers:
        attributes["user_agent.original"] = headers["user-agent"]
    return attributes
