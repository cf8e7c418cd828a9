"""Orders on their way to the worker: a stream of Redis with one consumer group. A message comes at least once; what comes twice is the receiver's care."""

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from socket import gethostname
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import ResponseError

STREAM = "orders"
GROUP = "fulfilment"
REFUSED = "orders:refused"
"""Messages that no worker can read, for people to look at."""

_BLOCK_MS = 1000
_FORGOTTEN_AFTER_MS = 3_600_000


@dataclass(frozen=True)
class Message:
    id: str
    fields: Mapping[str, str]


class Queue:
    def __init__(self, url: str, claim_seconds: float = 30) -> None:
        # longer than a read waits for the next message
        self._redis = Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5, decode_responses=True)
        self._consumer = f"{gethostname()}-{uuid.uuid4().hex[:8]}"
        self._claim_seconds = claim_seconds
        self._claimed_at = 0.0
        self._cursor = "0-0"

    async def send(self, fields: Mapping[str, str]) -> None:
        # no MAXLEN: it would drop what nobody has done yet; done messages are deleted instead
        await self._redis.xadd(STREAM, _entry(fields))

    async def join(self) -> None:
        """Makes the group where there is none, and forgets consumers that ended without saying so. A reader is never idle for as long as these were."""
        try:
            await self._redis.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
        for consumer in await self._redis.xinfo_consumers(STREAM, GROUP):
            if consumer["pending"] == 0 and consumer["idle"] > _FORGOTTEN_AFTER_MS:
                await self._redis.xgroup_delconsumer(STREAM, GROUP, consumer["name"])

    async def take(self, most: int) -> list[Message]:
        """What a worker took and did not finish within the claim time, else new messages, else none after a second."""
        return await self._claim(most) or await self._read(most)

    async def done(self, message: Message) -> None:
        async with self._redis.pipeline(transaction=True) as together:
            together.xack(STREAM, GROUP, message.id)
            together.xdel(STREAM, message.id)
            await together.execute()

    async def refuse(self, message: Message) -> None:
        async with self._redis.pipeline(transaction=True) as together:
            together.xadd(REFUSED, _entry({**message.fields, "message": message.id}), maxlen=10_000)
            together.xack(STREAM, GROUP, message.id)
            together.xdel(STREAM, message.id)
            await together.execute()

    async def waiting(self) -> int:
        """Messages that are not done, those in the hands of a worker included."""
        return int(await self._redis.xlen(STREAM))

    async def leave(self) -> None:
        """For a worker that has finished what it took: whoever has something in hand is not forgotten."""
        consumers = await self._redis.xinfo_consumers(STREAM, GROUP)
        if any(consumer["name"] == self._consumer and consumer["pending"] == 0 for consumer in consumers):
            await self._redis.xgroup_delconsumer(STREAM, GROUP, self._consumer)

    async def close(self) -> None:
        await self._redis.aclose()

    async def _claim(self, most: int) -> list[Message]:
        if time.monotonic() - self._claimed_at < self._claim_seconds / 2 and self._cursor == "0-0":
            return []
        self._claimed_at = time.monotonic()
        idle = round(1000 * self._claim_seconds)
        self._cursor, claimed, *_ = await self._redis.xautoclaim(STREAM, GROUP, self._consumer, idle, start_id=self._cursor, count=most)
        return _messages(claimed)

    async def _read(self, most: int) -> list[Message]:
        answer: Any = await self._redis.xreadgroup(GROUP, self._consumer, {STREAM: ">"}, count=most, block=_BLOCK_MS)
        return [message for _, entries in answer for message in _messages(entries)]


def _entry(fields: Mapping[str, str]) -> dict[Any, Any]:
    """As the client's type has it, which is wider than what it is given."""
    return dict(fields)


def _messages(entries: Any) -> list[Message]:
    """Of an entry that was deleted while it was pending nothing is left."""
    return [Message(id, fields) for id, fields in entries if fields]
