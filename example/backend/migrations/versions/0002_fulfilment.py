"""What the worker and the nightly task need. Only additions: pods of the version before go on beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("items", sa.Column("shipped", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_orders_placed_at", "orders", ["placed_at"])
    op.create_table(
        "outbox",
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("trace", sa.Text, nullable=False),
    )
    op.create_table(
        "fulfilments",
        sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id"), primary_key=True),
        sa.Column("fulfilled_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    op.create_table(
        "daily_sales",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("orders", sa.Integer, nullable=False),
        sa.Column("total_cents", sa.BigInteger, nullable=False),
        sa.Column("fulfilled", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("daily_sales", "fulfilments", "outbox"):
        op.drop_table(table)
    op.drop_index("ix_orders_placed_at", "orders")
    op.drop_column("items", "shipped")
