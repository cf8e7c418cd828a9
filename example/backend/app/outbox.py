"""From the database to the queue: an order and the wish to send it are written in one transaction; it is sent after that, and so neither lost nor invented."""

import asyncio
import json
import logging
from typing import NoReturn

from opentelemetry import trace
from redis.exceptions import RedisError
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database import Database
from app.queue import STREAM, Queue
from app.tables import outbox
from app.trace_context import continued, injected, untraced

log = logging.getLogger(__name__)
tracer = trace.get_tracer(__name__)

_BATCH = 100
_EVERY = 2.0
"""Seconds between two looks for what another pod has left, because it was killed before it sent it."""


class Outbox:
    def __init__(self, database: Database, queue: Queue) -> None:
        self._database = database
        self._queue = queue
        self._added = asyncio.Event()
        self._works = True

    async def add(self, connection: AsyncConnection, order_id: int) -> None:
        """In the transaction that writes the order; with the present trace, which the message will carry."""
        await connection.execute(insert(outbox).values(order_id=order_id, trace=json.dumps(injected())))

    def wake(self) -> None:
        """After the commit."""
        self._added.set()

    async def run(self) -> NoReturn:
        while True:
            self._added.clear()
            try:
                while await self.send_some() == _BATCH:
                    continue
                self._works = True
            except (SQLAlchemyError, RedisError, OSError) as error:
                # the orders are safe where they are; nothing but time is lost
                if self._works:
                    log.warning("orders are not sent", extra={"error": str(error)})
                self._works = False
                await asyncio.sleep(_EVERY)
            try:
                await asyncio.wait_for(self._added.wait(), _EVERY)
            except TimeoutError:
                continue

    async def send_some(self) -> int:
        """A pod that is killed before the commit has sent messages that will be sent again: better twice than never."""
        with untraced():
            async with self._database.writing() as connection:
                rows = (await connection.execute(select(outbox).order_by(outbox.c.order_id).limit(_BATCH).with_for_update(skip_locked=True))).all()
                for row in rows:
                    await self._send(row.order_id, json.loads(row.trace))
                if rows:
                    await connection.execute(delete(outbox).where(outbox.c.order_id.in_([row.order_id for row in rows])))
        return len(rows)

    async def _send(self, order_id: int, carrier: dict[str, str]) -> None:
        """A span in the trace of the request, however long ago that was; what it injects is what the worker goes on from."""
        attributes: dict[str, str | int] = {
            "messaging.system": "redis",
            "messaging.destination.name": STREAM,
            "messaging.operation.name": "send",
            "messaging.operation.type": "send",
            "order.id": order_id,
        }
        with continued(carrier), tracer.start_as_current_span(f"send {STREAM}", kind=trace.SpanKind.PRODUCER, attributes=attributes):
            await self._queue.send({**injected(), "order_id": str(order_id)})
