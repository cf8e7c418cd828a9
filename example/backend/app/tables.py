"""Tables as this program uses them. What makes and changes them in a database is in `migrations/`."""

from sqlalchemy import BigInteger, Column, Date, DateTime, ForeignKey, Integer, MetaData, String, Table, Text, func

metadata = MetaData()

items = Table(
    "items",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("unit_cents", Integer, nullable=False),
    Column("ordered", Integer, nullable=False, server_default="0"),
    # pieces that left the house: what is done twice is seen here
    Column("shipped", Integer, nullable=False, server_default="0"),
)

orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", ForeignKey("items.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("total_cents", Integer, nullable=False),
    Column("placed_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
)

outbox = Table(
    "outbox",
    metadata,
    # orders that are still to be sent to the queue; the headers of their trace, as JSON
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("trace", Text, nullable=False),
)

fulfilments = Table(
    "fulfilments",
    metadata,
    # the key is what makes a message that comes twice have one effect
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("fulfilled_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

daily_sales = Table(
    "daily_sales",
    metadata,
    Column("day", Date, primary_key=True),
    Column("orders", Integer, nullable=False),
    Column("total_cents", BigInteger, nullable=False),
    Column("fulfilled", Integer, nullable=False),
)
