"""`alembic upgrade head`: every migration that is missing, in one transaction, and by one process at a time. A second run finds nothing to do."""

import asyncio
import logging

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection

from app.engine import open_engine
from app.start import start
from app.tables import metadata

log = logging.getLogger("app.migrations")


async def migrate(url: URL) -> None:
    engine = open_engine(url, 1)
    try:
        async with engine.begin() as connection:
            await wait_for_turn(connection)
            await connection.run_sync(upgrade)
    finally:
        await engine.dispose()


async def wait_for_turn(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(7206)"))
        # whoever waits for a table holds up everybody who comes after: rather fail, and be tried again
        await connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    else:
        await connection.execute(text("BEGIN IMMEDIATE"))


def upgrade(connection: Connection) -> None:
    def revision() -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    before = revision()
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
    log.info("migrated" if revision() != before else "nothing to migrate", extra={"before": before, "after": revision()})


def main() -> None:
    asyncio.run(migrate(start().database_url))


main()
