"""SQL: one transaction at a time from a pool whose size may change while requests use it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, nullcontext

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from app import faults
from app.engine import Turns, open_connections, open_engine
from app.metrics import Metrics
from app.schema import SchemaBehind, require_schema

log = logging.getLogger(__name__)

_LARGEST_RETRY_PAUSE = 5.0


class _Pool:
    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.users = 0
        self.unused = asyncio.Event()
        self.unused.set()

    def enter(self) -> None:
        self.users += 1
        self.unused.clear()

    def leave(self) -> None:
        self.users -= 1
        if self.users == 0:
            self.unused.set()


class Database:
    def __init__(self, url: URL, pool_size: int, metrics: Metrics, faults_allowed: bool = False) -> None:
        self.prepared = False
        self.lacks = "not prepared"
        """Why, until it is."""
        self._url = url
        self._metrics = metrics
        self._faults_allowed = faults_allowed
        self._size = pool_size
        self._pool = _Pool(open_engine(url, pool_size, faults_allowed))
        self._retired: set[asyncio.Task[None]] = set()
        self._turns: AbstractAsyncContextManager[object] = nullcontext() if url.get_backend_name() == "postgresql" else Turns()
        # readiness has a connection of its own: a pool in full use is load, not a dead database
        self._probe = open_engine(url, 1)
        metrics.pool_size.set(pool_size)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Commits at the end, rolls back when the block raises."""
        pool = self._pool
        pool.enter()
        try:
            with ExitStack() as waiting:
                waiting.enter_context(self._metrics.pool_waiting.track_inprogress())
                async with pool.engine.begin() as connection:
                    waiting.close()
                    with self._metrics.pool_in_use.track_inprogress():
                        await _show_faults(connection)
                        yield connection
        finally:
            pool.leave()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """The same for what writes, in turn: the next one asks for the database while this one commits, and no third beside it."""
        async with self.transaction() as connection, self._turns:
            yield connection

    async def check(self) -> None:
        """Raises when the database does not answer."""
        async with self._probe.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def prepare(self) -> None:
        """Looks for the tables and opens the pool's connections; again and again, because a database may start, and be migrated, after its users."""
        pause = 0.25
        while not self.prepared:
            try:
                async with self._pool.engine.begin() as connection:
                    await require_schema(connection)
                await open_connections(self._pool.engine, self._size)
                self.prepared = True
            except SchemaBehind as behind:
                self.lacks = str(behind)
                log.warning("database is not migrated", extra={"error": self.lacks, "retry_seconds": pause})
            except Exception as error:  # drivers raise OSError, TimeoutError and errors of their own
                self.lacks = "not prepared"
                log.warning("database is not ready", extra={"error": str(error), "retry_seconds": pause})
            if not self.prepared:
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LARGEST_RETRY_PAUSE)

    async def resize(self, size: int) -> None:
        """New requests get a warm pool of the new size; the old one closes after its last request."""
        if size == self._size:
            return
        fresh = _Pool(open_engine(self._url, size, self._faults_allowed))
        try:
            await open_connections(fresh.engine, size)
        except Exception as error:
            log.warning("new pool starts cold", extra={"error": str(error)})
        old, self._pool, self._size = self._pool, fresh, size
        self._metrics.pool_size.set(size)
        task = asyncio.create_task(_retire(old))
        self._retired.add(task)
        task.add_done_callback(self._retired.discard)

    async def close(self) -> None:
        await asyncio.gather(*self._retired)
        await self._pool.engine.dispose()
        await self._probe.dispose()


async def _retire(pool: _Pool) -> None:
    await pool.unused.wait()
    await pool.engine.dispose()


async def _show_faults(connection: AsyncConnection) -> None:
    """Real statements, so that instrumentation sees what it would see of a slow or failing database."""
    if delay := faults.take("sql-delay"):
        await connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": delay})
    if faults.take("sql-error"):
        await connection.execute(text("SELECT * FROM injected_fault"))
