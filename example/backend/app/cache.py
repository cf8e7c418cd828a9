"""Redis as a cache. A cache that fails is a cache that misses: counted and visible, never an error of the request."""

import logging
from typing import Literal

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from app import faults
from app.metrics import Metrics

log = logging.getLogger(__name__)

CacheStatus = Literal["off", "ready", "unreachable"]


class Cache:
    def __init__(self, url: str | None, timeout: float, metrics: Metrics) -> None:
        self.status: CacheStatus = "off" if url is None else "ready"
        """As the last call left it; `off` is a choice, `unreachable` is a problem."""
        self._metrics = metrics
        self._redis: Redis | None = None
        if url is not None:
            # no retries: the answer to a slow cache is the database, not the cache again
            self._redis = Redis.from_url(url, socket_timeout=timeout, socket_connect_timeout=timeout, retry=Retry(NoBackoff(), 0))

    async def get(self, key: str) -> bytes | str | None:
        if self._redis is None:
            return None
        try:
            await _show_faults(self._redis)
            value = await self._redis.get(key)
        except (RedisError, OSError) as error:
            self._failed(error)
            self._metrics.cache_reads.labels("error").inc()
            return None
        self.status = "ready"
        self._metrics.cache_reads.labels("miss" if value is None else "hit").inc()
        return value

    async def put(self, key: str, value: bytes, ttl_seconds: int) -> None:
        if self._redis is None:
            return
        try:
            await self._redis.set(key, value, ex=ttl_seconds)
        except (RedisError, OSError) as error:
            self._failed(error)

    async def forget(self, key: str) -> None:
        if self._redis is None:
            return
        try:
            await _show_faults(self._redis)
            await self._redis.delete(key)
        except (RedisError, OSError) as error:
            self._failed(error)

    async def seconds_left(self, key: str) -> float | None:
        """0 for a key that is not there, None when the cache cannot say."""
        if self._redis is None:
            return None
        try:
            milliseconds = int(await self._redis.pttl(key))
        except (RedisError, OSError) as error:
            self._failed(error)
            return None
        self.status = "ready"
        return max(milliseconds, 0) / 1000

    async def close(self) -> None:
        if self._redis is not None:
            await self._redis.aclose()

    def _failed(self, error: Exception) -> None:
        if self.status != "unreachable":
            log.warning("cache failed, going on without it", extra={"error": str(error)})
        self.status = "unreachable"


async def _show_faults(redis: Redis) -> None:
    """Real commands, so that instrumentation sees what it would see of a slow or failing Redis."""
    if delay := faults.take("redis-delay"):
        await redis.blpop(["injected-fault"], timeout=delay)
    if faults.take("redis-error"):
        await redis.execute_command("INJECTED-FAULT")  # type: ignore[no-untyped-call]
