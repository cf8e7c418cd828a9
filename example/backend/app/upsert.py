"""INSERT … ON CONFLICT, which SQLAlchemy has for each database under the same name, and not for all of them under one."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


async def insert_or_leave(connection: AsyncConnection, table: Table, **values: Any) -> bool:
    """False when the key is there already."""
    return (await connection.execute(_insert(connection, table).values(**values).on_conflict_do_nothing())).rowcount == 1


async def insert_or_replace(connection: AsyncConnection, table: Table, key: dict[str, Any], **values: Any) -> None:
    await connection.execute(_insert(connection, table).values(**key, **values).on_conflict_do_update(index_elements=list(key), set_=values))


def _insert(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
