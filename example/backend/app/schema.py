"""Whether the database has the tables that this program needs. Migrations make them (`migrations/`), before a release and never by a pod that starts."""

from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

REVISIONS = ("0001", "0002")
"""Every migration that this program knows, oldest first."""


class SchemaBehind(Exception):
    """The database lacks a migration that this program needs."""


async def require_schema(connection: AsyncConnection) -> None:
    """A revision that is not known here is a newer one: old pods go on while a release starts new ones, so a migration leaves them what they use."""
    found = await _revision(connection)
    if found is None or found in REVISIONS[:-1]:
        raise SchemaBehind(f"needs migration {REVISIONS[-1]}, has {found or 'none'}")


async def _revision(connection: AsyncConnection) -> str | None:
    if not await connection.run_sync(lambda sync: inspect(sync).has_table("alembic_version")):
        return None
    revision: str | None = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
