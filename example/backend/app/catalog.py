"""Items: listed from SQL, found through the cache."""

import time
from collections.abc import Callable

from pydantic import BaseModel
from sqlalchemy import select

from app.cache import Cache
from app.database import Database
from app.metrics import Metrics
from app.tables import items
from app.tunables import Tunables


class Item(BaseModel):
    id: int
    name: str
    unit_cents: int
    ordered: int


class Catalog:
    """Cache-aside: read the cache, else the database and fill the cache; who changes an item forgets it.

    A reader that overlaps the change may put the old item back, until its time to live is over: what must be exact is read from SQL.
    """

    def __init__(self, database: Database, cache: Cache, metrics: Metrics, tunables: Callable[[], Tunables]) -> None:
        self._database = database
        self._cache = cache
        self._metrics = metrics
        self._tunables = tunables

    async def list(self, offset: int, limit: int) -> list[Item]:
        async with self._database.transaction() as connection:
            rows = await connection.execute(select(items).order_by(items.c.id).offset(offset).limit(limit))
            return [Item.model_validate(row._asdict()) for row in rows]

    async def find(self, item_id: int) -> Item | None:
        cached = await self._cache.get(_key(item_id))
        item = await self.load(item_id) if cached is None else Item.model_validate_json(cached)
        if item is not None:  # what is not there cannot be kept warm, however often somebody asks for it
            self._metrics.key_reads.read(_key(item_id), time.monotonic())
        return item

    async def load(self, item_id: int) -> Item | None:
        """From the database, and into the cache."""
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(items).where(items.c.id == item_id))).one_or_none()
        if row is None:
            return None
        item = Item.model_validate(row._asdict())
        await self._cache.put(_key(item_id), item.model_dump_json().encode(), self._tunables().cache_ttl_seconds)
        return item

    async def forget(self, item_id: int) -> None:
        await self._cache.forget(_key(item_id))


def _key(item_id: int) -> str:
    """The form that `Tunables.prewarm_keys` uses as well."""
    return f"item:{item_id}"
