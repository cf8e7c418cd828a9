"""Fixtures of the tests: the program, the injected packages, the real SDK with an in-memory exporter, and requests without a network."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FOLDER = os.environ["LYO_INSTRUMENTATION"]
PROGRAM = os.environ.get("LYO_PROGRAM") or str(Path(__file__).parents[4] / "constructs" / "instrumentation" / "python")
sys.path.insert(0, PROGRAM)

import lyo_packages  # noqa: E402

lyo_packages.make_visible(FOLDER)

from lyo_requests import Requests  # noqa: E402
from opentelemetry import trace  # noqa: E402
from opentelemetry.sdk.resources import Resource  # noqa: E402
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider  # noqa: E402
from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: E402
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter  # noqa: E402
from opentelemetry.sdk.trace.sampling import ALWAYS_ON  # noqa: E402

_exporter = InMemorySpanExporter()
_provider = TracerProvider(ALWAYS_ON, Resource({"service.name": "shop"}))
_provider.add_span_processor(SimpleSpanProcessor(_exporter))
trace.set_tracer_provider(_provider)
Requests(_provider.get_tracer("lyo"), "/health/ready", frozenset({"/health", "/metrics"})).watch()


class Door:
    """The outermost ASGI callable of an application, which a server calls."""

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def ask(self, app: Any, path: str, method: str = "GET", headers: dict[str, str] | None = None, **scope: Any) -> list[ReadableSpan]:
        """Spans of one request, in the order in which they ended."""
        _exporter.clear()
        raw = [(name.lower().encode(), value.encode()) for name, value in {"host": "shop.example", **(headers or {})}.items()]
        asked = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": raw,
            "client": ("10.0.0.9", 5000),
            "server": ("10.0.0.1", 8000),
            **scope,
        }

        messages = [{"type": "websocket.connect"} if asked["type"] == "websocket" else {"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not messages:  # the caller stays connected and sends no more
                await asyncio.Event().wait()
            return messages.pop()

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self.statuses.append(message["status"])

        try:
            asyncio.run(app(asked, receive, send))
        except Exception as error:  # a server would log it; the answer was sent before
            assert str(error) == "broken", error
        return list(_exporter.get_finished_spans())

    def name(self, app: Any, path: str, method: str = "GET", headers: dict[str, str] | None = None, **scope: Any) -> str:
        """Name of the only SERVER span of a request; empty without one."""
        servers = [span for span in self.ask(app, path, method, headers, **scope) if span.kind is trace.SpanKind.SERVER]
        assert len(servers) < 2, [span.name for span in servers]
        return servers[0].name if servers else ""


@pytest.fixture
def door() -> Iterator[Door]:
    yield Door()
