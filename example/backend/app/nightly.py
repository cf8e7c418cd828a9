"""`python -m app.nightly [--day 2026-01-31]`: what a day sold, once a night, and another chance for orders that got lost on their way to the worker."""

import argparse
import asyncio
import logging
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta

from opentelemetry import trace
from sqlalchemy import and_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.database import Database
from app.metrics import Metrics
from app.schema import require_schema
from app.settings import Settings
from app.start import start
from app.tables import daily_sales, fulfilments, orders, outbox
from app.upsert import insert_or_replace

log = logging.getLogger("app.nightly")
tracer = trace.get_tracer("app.nightly")


@dataclass(frozen=True)
class Sales:
    orders: int
    total_cents: int
    fulfilled: int


async def summarize(connection: AsyncConnection, day: date) -> Sales:
    """A day of UTC. It may run again: the same row is written anew."""
    begin = datetime.combine(day, time(), UTC)
    columns = (func.count(), func.coalesce(func.sum(orders.c.total_cents), 0), func.count(fulfilments.c.order_id))
    of_day = orders.outerjoin(fulfilments, fulfilments.c.order_id == orders.c.id)
    row = (
        await connection.execute(select(*columns).select_from(of_day).where(and_(orders.c.placed_at >= begin, orders.c.placed_at < begin + timedelta(days=1))))
    ).one()
    sales = Sales(*(int(value) for value in row))
    await insert_or_replace(connection, daily_sales, {"day": day}, **asdict(sales))
    return sales


async def send_again(connection: AsyncConnection, before: datetime) -> int:
    """Orders of before that nobody has fulfilled, because the queue lost its memory. Those that only wait come twice, and have one effect."""
    unsent = (
        select(orders.c.id, literal("{}"))
        .outerjoin(fulfilments, fulfilments.c.order_id == orders.c.id)
        .outerjoin(outbox, outbox.c.order_id == orders.c.id)
        .where(orders.c.placed_at < before, fulfilments.c.order_id.is_(None), outbox.c.order_id.is_(None))
    )
    return (await connection.execute(outbox.insert().from_select(["order_id", "trace"], unsent))).rowcount


async def night(settings: Settings, day: date) -> None:
    database = Database(settings.database_url, 1, Metrics())
    try:
        with tracer.start_as_current_span("summarize day", attributes={"sales.day": day.isoformat()}):
            async with database.writing() as connection:
                await require_schema(connection)
                sales = await summarize(connection, day)
                again = 0 if settings.queue_url is None else await send_again(connection, datetime.combine(day + timedelta(days=1), time(), UTC))
        log.info("day", extra={"day": day.isoformat(), **asdict(sales), "sent_again": again})
    finally:
        await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m app.nightly", description="Writes what a day sold; yesterday unless told otherwise.")
    parser.add_argument("--day", type=date.fromisoformat, default=datetime.now(UTC).date() - timedelta(days=1))
    day: date = parser.parse_args().day
    settings = start()
    try:
        asyncio.run(night(settings, day))
    except Exception:
        log.exception("day is not summarized", extra={"day": day.isoformat()})
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
