"""Keeps the keys that the tunables name in the cache, so that none of them expires while users ask for it."""

import asyncio
import logging
from typing import NoReturn

from opentelemetry import trace

from app.cache import Cache
from app.catalog import Catalog
from app.tunables import Tunables

log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)


async def prewarm(tunables: Tunables, catalog: Catalog, cache: Cache) -> None:
    """Renews what has less than half of its time left: of many pods the first one does it, the others find it done."""
    for key in tunables.prewarm_keys:
        left = await cache.seconds_left(key)
        if left is not None and left < tunables.cache_ttl_seconds / 2:
            await catalog.load(int(key.removeprefix("item:")))


class Prewarming:
    """Work without a request: a span of its own keeps its SQL and Redis calls together, and apart from those of users."""

    def __init__(self, catalog: Catalog, cache: Cache) -> None:
        self._catalog = catalog
        self._cache = cache
        self._changed = asyncio.Event()
        self._tunables = Tunables()

    def use(self, tunables: Tunables) -> None:
        self._tunables = tunables
        self._changed.set()

    async def run(self) -> NoReturn:
        while True:
            self._changed.clear()
            tunables = self._tunables
            if tunables.prewarm_keys:
                try:
                    with tracer.start_as_current_span("pre-warm cache"):
                        await prewarm(tunables, self._catalog, self._cache)
                except Exception as error:
                    log.warning("pre-warming failed", extra={"error": str(error)})
            try:
                await asyncio.wait_for(self._changed.wait(), timeout=max(tunables.cache_ttl_seconds / 4, 0.25))
            except TimeoutError:
                continue
