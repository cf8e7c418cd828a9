"""SQLAlchemy's `connect` is a span if the request waited: for a new connection, for a full pool, or until an error. An idle connection of the pool gives no span."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import conftest
import lyo_connects
import pytest
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanKind, StatusCode

SQLAlchemyInstrumentor().instrument(skip_dep_check=True)
lyo_connects.only_waits()

from sqlalchemy import create_engine, text  # noqa: E402  the instrumentation replaces it
from sqlalchemy.engine import Engine  # noqa: E402
from sqlalchemy.ext.asyncio import create_async_engine  # noqa: E402
from sqlalchemy.pool import QueuePool  # noqa: E402


@pytest.fixture(autouse=True)
def nothing_before() -> Iterator[None]:
    conftest._exporter.clear()
    yield


def spans(name: str) -> list[ReadableSpan]:
    return [span for span in conftest._exporter.get_finished_spans() if span.name.split()[0] == name]


def engine(connect: Callable[[], Any] = lambda: sqlite3.connect(":memory:", check_same_thread=False), **settings: Any) -> Engine:
    return create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=1, max_overflow=0, **settings)


def ask(asked: Engine) -> None:
    with asked.begin() as connection:
        connection.execute(text("SELECT 1"))


def slow() -> Any:
    time.sleep(0.05)
    return sqlite3.connect(":memory:")


def test_an_idle_connection_is_no_span_and_each_statement_is_one() -> None:
    asked = engine()
    ask(asked)
    conftest._exporter.clear()
    for _ in range(20):
        ask(asked)
    assert len(spans("SELECT")) == 20
    # a busy machine may pause the process in between
    assert len(spans("connect")) <= 2


def test_a_new_connection_is_a_span_of_its_duration_beside_its_statement() -> None:
    asked = engine(slow)
    with conftest.trace.get_tracer("test").start_as_current_span("request") as request:
        ask(asked)
    (connect,), (select,) = spans("connect"), spans("SELECT")
    assert connect.kind is SpanKind.CLIENT
    assert connect.end_time - connect.start_time >= 50_000_000
    assert connect.end_time <= select.start_time
    assert connect.parent.span_id == select.parent.span_id == request.get_span_context().span_id
    assert {"db.system", "db.system.name"} & set(connect.attributes)


def test_a_full_pool_is_a_span_of_the_waiting_time() -> None:
    asked, taken = engine(), threading.Event()

    def other() -> None:
        with asked.connect():
            taken.set()
            time.sleep(0.1)

    thread = threading.Thread(target=other)
    thread.start()
    taken.wait()
    conftest._exporter.clear()
    ask(asked)
    thread.join()
    (connect,) = spans("connect")
    assert 50_000_000 <= connect.end_time - connect.start_time < 5_000_000_000


@pytest.mark.parametrize("kind", [OSError, sqlite3.OperationalError, RuntimeError])
def test_an_error_is_a_failed_span_even_if_it_is_immediate_and_reaches_the_application(kind: type[Exception]) -> None:
    def refuse() -> Any:
        raise kind("no room")

    with pytest.raises(Exception, match="no room"):
        ask(engine(refuse))
    (connect,) = spans("connect")
    assert connect.status.status_code is StatusCode.ERROR
    assert [event.name for event in connect.events] == ["exception"]


def test_a_pool_that_stays_full_is_a_failed_span() -> None:
    asked = engine(pool_timeout=0.05)
    with asked.connect(), pytest.raises(Exception, match="QueuePool limit"):
        conftest._exporter.clear()
        asked.connect()
    (connect,) = spans("connect")
    assert connect.status.status_code is StatusCode.ERROR


def test_the_same_holds_for_asyncio() -> None:
    async def asking() -> None:
        asked = create_async_engine("sqlite+aiosqlite://")
        for turn in range(10):
            if turn == 1:
                conftest._exporter.clear()
            async with asked.begin() as connection:
                await connection.execute(text("SELECT 1"))
        await asked.dispose()

    asyncio.run(asking())
    assert len(spans("SELECT")) == 9
    assert len(spans("connect")) <= 2


def test_arguments_and_results_are_passed_through_unchanged() -> None:
    asked = engine()
    assert Engine.connect.__name__ == "connect"
    with asked.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        assert connection.execute(text("SELECT 41 + 1")).scalar() == 42
