"""Is the process alive, and should it get requests."""

import asyncio
from dataclasses import dataclass

from pydantic import BaseModel

from app.cache import Cache, CacheStatus
from app.database import Database
from app.draining import Draining
from app.tunables import Status, TunablesFile

_CHECK_TIMEOUT = 2.0
"""Below the probe's own 3 s, so that the answer says what is wrong."""


class TunablesHealth(BaseModel):
    status: Status
    problems: tuple[str, ...]


class Live(BaseModel):
    status: str = "alive"
    draining: bool
    cache: CacheStatus
    tunables: TunablesHealth


class Ready(BaseModel):
    ready: bool
    draining: bool
    database: str
    cache: CacheStatus


@dataclass(frozen=True)
class Health:
    database: Database
    cache: Cache
    tunables: TunablesFile
    draining: Draining

    def live(self) -> Live:
        """Asks nobody: a process is not restarted because something else is down."""
        tunables = TunablesHealth(status=self.tunables.status, problems=self.tunables.problems)
        return Live(draining=self.draining.started, cache=self.cache.status, tunables=tunables)

    async def ready(self) -> Ready:
        """The database decides; without the cache the pod is slower, not useless."""
        database = await self._ask_database()
        draining = self.draining.started
        return Ready(ready=database == "ready" and not draining, draining=draining, database=database, cache=self.cache.status)

    async def _ask_database(self) -> str:
        if not self.database.prepared:
            return self.database.lacks
        try:
            await asyncio.wait_for(self.database.check(), _CHECK_TIMEOUT)
        except TimeoutError:
            return f"no answer within {_CHECK_TIMEOUT:g} s"
        except Exception as error:  # whatever the driver raises: the database does not answer
            return f"unreachable: {type(error).__name__}"
        return "ready"
