"""An order: priced by the price service, written with the item's count, and with the wish to have it fulfilled, in one transaction."""

from datetime import datetime
from typing import Annotated

from opentelemetry import trace
from pydantic import BaseModel, Field
from sqlalchemy import insert, select, update

from app.catalog import Catalog
from app.database import Database
from app.outbox import Outbox
from app.prices import Prices
from app.tables import fulfilments, items, orders

tracer = trace.get_tracer(__name__)


class NewOrder(BaseModel):
    item_id: Annotated[int, Field(ge=1, le=2**31 - 1)]
    quantity: Annotated[int, Field(ge=1, le=1000)]


class Order(NewOrder):
    id: int
    total_cents: int


class PlacedOrder(Order):
    fulfilled_at: datetime | None


class Orders:
    def __init__(self, database: Database, catalog: Catalog, prices: Prices, outbox: Outbox | None) -> None:
        self._database = database
        self._catalog = catalog
        self._prices = prices
        self._outbox = outbox

    async def place(self, order: NewOrder) -> Order | None:
        """None for an item that does not exist."""
        total = await self._price(order)
        if total is None:
            return None
        async with self._database.writing() as connection:
            counted = await connection.execute(update(items).where(items.c.id == order.item_id).values(ordered=items.c.ordered + order.quantity))
            if counted.rowcount == 0:
                return None
            written = await connection.execute(insert(orders).values(**order.model_dump(), total_cents=total).returning(orders.c.id))
            order_id = written.scalar_one()
            if self._outbox is not None:
                await self._outbox.add(connection, order_id)
        if self._outbox is not None:
            self._outbox.wake()
        # after the commit: a reader in between could put the old item back
        await self._catalog.forget(order.item_id)
        return Order(id=order_id, total_cents=total, **order.model_dump())

    async def find(self, order_id: int) -> PlacedOrder | None:
        of_order = orders.outerjoin(fulfilments, fulfilments.c.order_id == orders.c.id)
        async with self._database.transaction() as connection:
            row = (await connection.execute(select(orders, fulfilments.c.fulfilled_at).select_from(of_order).where(orders.c.id == order_id))).one_or_none()
        return None if row is None else PlacedOrder.model_validate(row._asdict())

    async def _price(self, order: NewOrder) -> int | None:
        """In a span of its own, outside of the transaction: no connection waits for another service."""
        with tracer.start_as_current_span("price order", attributes={"order.item_id": order.item_id, "order.quantity": order.quantity}) as span:
            price = await self._prices.price_of(order.item_id)
            if price is None:
                return None
            total = total_cents(price.unit_cents, order.quantity)
            span.set_attribute("order.total_cents", total)
            return total


def total_cents(unit_cents: int, quantity: int) -> int:
    """Five per cent off from ten pieces on, rounded down to a cent: 3 of 125 are 375, 10 of 125 are 1187."""
    full = unit_cents * quantity
    return full if quantity < 10 else full * 95 // 100
