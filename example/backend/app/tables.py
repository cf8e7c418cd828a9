"""Tables, and the items that every installation starts with. An example needs no migrations; a real shop does."""

from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateTable

metadata = MetaData()

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("unit_cents", Integer, nullable=False),
    Column("ordered", Integer, nullable=False, server_default="0"),
)

orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", ForeignKey("items.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("total_cents", Integer, nullable=False),
    Column("placed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

_FIRST_ITEMS = [{"id": number, "name": f"Item {number}", "unit_cents": 100 + 25 * number} for number in range(1, 101)]


async def create_tables(connection: AsyncConnection) -> None:
    """Safe when several pods start at once: one at a time, and the second one finds the work done."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(7206)"))
    else:
        await connection.execute(text("BEGIN IMMEDIATE"))
    for table in metadata.sorted_tables:
        await connection.execute(CreateTable(table, if_not_exists=True))
    if await connection.scalar(select(func.count()).select_from(items)) == 0:
        await connection.execute(insert(items), _FIRST_ITEMS)
