import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app.engine import open_engine
from app.schema import REVISIONS
from app.settings import read_settings
from app.tables import metadata
from tests.processes import ROOT, eventually, migrate, run_module, running_backend


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without a table, on each of the two."""
    url: str = f"sqlite:///{tmp_path}/empty.db" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    return url


def ask(url: str, work: Callable[[Connection], Any]) -> Any:
    async def asking() -> Any:
        engine = open_engine(read_settings({"DATABASE_URL": url}).database_url, 1)
        try:
            async with engine.begin() as connection:
                return await connection.run_sync(work)
        finally:
            await engine.dispose()

    return asyncio.run(asking())


def revision_of(url: str) -> str | None:
    revision: str | None = ask(url, lambda connection: MigrationContext.configure(connection).get_current_revision())
    return revision


def set_revision(url: str, revision: str) -> None:
    ask(url, lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision}))


def test_the_program_knows_every_migration_in_its_order() -> None:
    scripts = ScriptDirectory.from_config(Config(toml_file=ROOT / "pyproject.toml"))
    assert [script.revision for script in reversed(list(scripts.walk_revisions()))] == list(REVISIONS)


def test_a_second_run_does_nothing(empty_database: str) -> None:
    assert [line["message"] for line in migrate(empty_database)] == ["migrated"]
    assert [line["message"] for line in migrate(empty_database)] == ["nothing to migrate"]
    assert revision_of(empty_database) == REVISIONS[-1]


def test_the_migrations_make_the_tables_that_the_program_uses(empty_database: str) -> None:
    migrate(empty_database)
    assert ask(empty_database, lambda connection: compare_metadata(MigrationContext.configure(connection), metadata)) == []


def test_what_was_migrated_can_be_taken_back_and_done_again(empty_database: str) -> None:
    migrate(empty_database)
    assert run_module("alembic", "downgrade", "base", DATABASE_URL=empty_database).returncode == 0
    assert ask(empty_database, lambda connection: inspect(connection).get_table_names()) == ["alembic_version"]
    assert [line["after"] for line in migrate(empty_database)] == [REVISIONS[-1]]


def test_a_database_from_before_there_were_migrations_keeps_its_rows(empty_database: str) -> None:
    migrate(empty_database)
    run_module("alembic", "downgrade", "0001", DATABASE_URL=empty_database)

    def as_before(connection: Connection) -> None:
        connection.execute(text("DROP TABLE alembic_version"))
        connection.execute(text("INSERT INTO orders (id, item_id, quantity, total_cents) VALUES (7, 1, 2, 250)"))

    ask(empty_database, as_before)
    migrate(empty_database)
    assert ask(empty_database, lambda connection: connection.execute(text("SELECT id FROM orders")).scalars().all()) == [7]
    assert ask(empty_database, lambda connection: connection.scalar(text("SELECT count(*) FROM items"))) == 100


def test_of_several_that_migrate_at_once_one_does_it_and_none_fails(empty_database: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        lines = list(threads.map(migrate, [empty_database] * 3))
    assert sorted(line["message"] for (line,) in lines) == ["migrated", "nothing to migrate", "nothing to migrate"]


def test_a_migration_that_cannot_reach_its_database_fails(tmp_path: Path) -> None:
    assert run_module("alembic", "upgrade", "head", DATABASE_URL=f"sqlite:///{tmp_path}/absent/backend.db").returncode != 0


def test_a_pod_without_its_migrations_is_alive_and_unready_and_says_which_one_it_needs(tmp_path: Path, empty_database: str) -> None:
    with running_backend(tmp_path, until="/health", DATABASE_URL=empty_database) as backend:
        eventually(lambda: backend.get("/health/ready").json()["database"] == f"needs migration {REVISIONS[-1]}, has none", "readiness says why")
        assert backend.get("/health/ready").status_code == 503
        assert backend.get("/items").status_code == 503
        migrate(empty_database)
        eventually(lambda: backend.get("/health/ready").status_code == 200, "the backend is ready")
        assert len(backend.get("/items").json()) == 20


def test_an_older_schema_is_not_enough_and_a_newer_one_is(tmp_path: Path, empty_database: str) -> None:
    migrate(empty_database)
    set_revision(empty_database, REVISIONS[0])
    with running_backend(tmp_path, until="/health", DATABASE_URL=empty_database) as backend:
        wanted = f"needs migration {REVISIONS[-1]}, has {REVISIONS[0]}"
        eventually(lambda: backend.get("/health/ready").json()["database"] == wanted, "the old schema is told")
        set_revision(empty_database, "9999")
        eventually(lambda: backend.get("/health/ready").status_code == 200, "the newer schema is taken")
