import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from app.engine import open_engine
from app.settings import read_settings
from app.tables import daily_sales
from tests.processes import run_module, running_backend


def summaries(url: str) -> list[tuple[object, ...]]:
    async def asking() -> list[tuple[object, ...]]:
        engine = open_engine(read_settings({"DATABASE_URL": url}).database_url, 1)
        try:
            async with engine.begin() as connection:
                return [tuple(row) for row in await connection.execute(select(daily_sales).order_by(daily_sales.c.day))]
        finally:
            await engine.dispose()

    return asyncio.run(asking())


def test_a_day_is_summed_up_once_however_often_the_task_runs(tmp_path: Path, database: str) -> None:
    today = datetime.now(UTC).date()
    with running_backend(tmp_path, DATABASE_URL=database) as backend:
        backend.order(item_id=1, quantity=2)
        assert run_module("app.nightly", "--day", str(today), DATABASE_URL=database).returncode == 0
        backend.order(item_id=1, quantity=10)
    for day in (today, today - timedelta(days=1)):
        ended = run_module("app.nightly", "--day", str(day), DATABASE_URL=database)
        assert ended.returncode == 0, ended.stdout
    assert json.loads(ended.stdout)["sent_again"] == 0
    # 2 of 125 cents, and 10 less five per cent; unless midnight came between
    assert summaries(database) == [(today - timedelta(days=1), 0, 0, 0), (today, 2, 250 + 1187, 0)]


def test_it_fails_and_says_why_without_its_tables(tmp_path: Path) -> None:
    ended = run_module("app.nightly", DATABASE_URL=f"sqlite:///{tmp_path}/empty.db")
    assert ended.returncode == 1
    assert "needs migration 0002, has none" in json.loads(ended.stdout)["exception"]


def test_a_day_that_is_none_is_refused() -> None:
    ended = run_module("app.nightly", "--day", "yesterday")
    assert (ended.returncode, "invalid fromisoformat value: 'yesterday'" in ended.stderr) == (2, True)
