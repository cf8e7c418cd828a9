"""SQLAlchemy's `connect` spans where somebody waited for a connection, or got none.

Its instrumentation makes one for every transaction. Of a connection that lay ready in the pool it says nothing, costs more than the span of the statement, and is a
second call to the database in the service graph.
"""

import functools
from collections.abc import Callable
from time import time_ns
from typing import Any

from opentelemetry import trace

WAITED = 1_000_000
"""Nanoseconds from which a connection was waited for: to take one out of a pool takes some hundredth of that."""


class _Late:
    """Begins spans at a time that is over."""

    def __init__(self, tracer: trace.Tracer, began: int) -> None:
        self._tracer = tracer
        self._began = began

    def start_as_current_span(self, name: str, **settings: Any) -> Any:
        return self._tracer.start_as_current_span(name, start_time=self._began, **settings)


def only_waits() -> None:
    """After SQLAlchemy is instrumented. An instrumentation that is made otherwise than the one known here is left as it is."""
    try:
        from opentelemetry.instrumentation.sqlalchemy.engine import _wrap_connect
        from sqlalchemy.engine import Engine
    except ImportError:
        return
    original = getattr(Engine.connect, "__wrapped__", None)
    if original is None:
        return
    tracer = trace.get_tracer("opentelemetry.instrumentation.sqlalchemy")

    def told(engine: Any, began: int, how_it_went: Callable[[], Any]) -> Any:
        return _wrap_connect(_Late(tracer, began))(how_it_went, engine, (), {})

    @functools.wraps(original)
    def connect(self: Any, *args: Any, **kwargs: Any) -> Any:
        began = time_ns()
        try:
            connection = original(self, *args, **kwargs)
        except Exception as error:
            failure = error

            def fail() -> None:
                raise failure

            return told(self, began, fail)
        return connection if time_ns() - began < WAITED else told(self, began, lambda: connection)

    Engine.connect = connect
