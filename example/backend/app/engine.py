"""A pool of connections to SQLite or PostgreSQL, and what each of the two needs."""

import asyncio
import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.exc import TimeoutError as WaitedTooLong
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_WAIT_FOR_CONNECTION = 5.0
"""Seconds that a request waits for a connection before it fails with 503."""


class Turns:
    """SQLite has one writer at a time, and of those who wait it lets in whoever happens to ask next: one of eight may ask in vain for five seconds, while the
    others write. Here they wait in the order in which they came, and no longer than for a connection."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        try:
            async with asyncio.timeout(_WAIT_FOR_CONNECTION):
                await self._lock.acquire()
        except TimeoutError:
            raise WaitedTooLong(f"others have written for {_WAIT_FOR_CONNECTION:g} s") from None

    async def __aexit__(self, *_error: object) -> None:
        self._lock.release()


def open_engine(url: URL, size: int, faults_allowed: bool = False) -> AsyncEngine:
    """Connects when it is first used."""
    postgresql = url.get_backend_name() == "postgresql"
    engine = create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=_WAIT_FOR_CONNECTION,
        pool_pre_ping=postgresql,
        connect_args={"timeout": 5, "command_timeout": 65} if postgresql else {"timeout": 5},
    )
    if not postgresql:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite_with_faults if faults_allowed else _prepare_sqlite)
    return engine


async def open_connections(engine: AsyncEngine, count: int) -> None:
    """So that no request waits for a connection to be made."""
    connections = [engine.connect() for _ in range(count)]
    try:
        await asyncio.gather(*(connection.start() for connection in connections))
    finally:
        await asyncio.gather(*(connection.close() for connection in connections))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")  # readers and the writer do not stop each other
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _prepare_sqlite_with_faults(connection: Any, record: object) -> None:
    _prepare_sqlite(connection, record)
    connection.create_function("pg_sleep", 1, time.sleep)  # PostgreSQL has it; SQLite runs it in the connection's own thread
