"""What the worker does with an order, once: however often its message comes."""

import asyncio
from typing import Literal

from sqlalchemy import select, update

from app.database import Database
from app.tables import fulfilments, items, orders
from app.upsert import insert_or_leave

Outcome = Literal["fulfilled", "repeated", "unknown"]


class Fulfilment:
    def __init__(self, database: Database, packing_seconds: float) -> None:
        self._database = database
        self._packing_seconds = packing_seconds

    async def fulfil(self, order_id: int) -> Outcome:
        """One transaction. Two workers with the same order: the second one waits at the key, and finds it taken."""
        async with self._database.writing() as connection:
            order = (await connection.execute(select(orders).where(orders.c.id == order_id))).one_or_none()
            if order is None:
                return "unknown"
            if not await insert_or_leave(connection, fulfilments, order_id=order_id):
                return "repeated"
            await asyncio.sleep(self._packing_seconds)
            # last, because it is the row that others write too
            await connection.execute(update(items).where(items.c.id == order.item_id).values(shipped=items.c.shipped + order.quantity))
        return "fulfilled"
