"""Items, the first hundred of them, and orders. A database from before there were migrations has them: it is taken as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    items = op.create_table(
        "items",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("unit_cents", sa.Integer, nullable=False),
        sa.Column("ordered", sa.Integer, nullable=False, server_default="0"),
        if_not_exists=True,
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item_id", sa.Integer, sa.ForeignKey("items.id"), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("total_cents", sa.Integer, nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        if_not_exists=True,
    )
    if op.get_bind().scalar(sa.select(sa.func.count()).select_from(items)) == 0:
        op.bulk_insert(items, [{"id": number, "name": f"Item {number}", "unit_cents": 100 + 25 * number} for number in range(1, 101)])


def downgrade() -> None:
    op.drop_table("orders")
    op.drop_table("items")
