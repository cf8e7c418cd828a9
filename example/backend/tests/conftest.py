import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.processes import Backend, migrate, place_database, running_backend
from tests.servers import postgresql_programs, redis_program, running_postgresql, running_redis


@pytest.fixture(scope="session")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """As it is without any setting: no cache, no faults. Shared, so a test orders items of its own."""
    with running_backend(tmp_path_factory.mktemp("plain")) as running:
        yield running


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    skip_without_redis()
    with running_redis(tmp_path_factory.mktemp("redis")) as (url, _):
        yield url


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if postgresql_programs() is None:
        pytest.skip("needs PostgreSQL (Debian package postgresql, or the wheel pgserver, which is there for Python 3.11 and 3.12)")
    with running_postgresql(tmp_path_factory.mktemp("postgresql")) as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """An empty database of its own."""
    name = f"shop_{uuid.uuid4().hex}"

    async def create() -> None:
        connection = await asyncpg.connect(postgresql_server)
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    asyncio.run(create())
    return postgresql_server.replace("/postgres", f"/{name}")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Migrated, on each of the two."""
    if request.param == "sqlite":
        return place_database(tmp_path / "shop.db")
    url: str = request.getfixturevalue("postgresql_url")
    migrate(url)
    return url


@pytest.fixture
def tunables(tmp_path: Path) -> "MountedFile":
    return MountedFile(tmp_path / "mounted")


def skip_without_redis() -> None:
    if redis_program() is None:
        pytest.skip("needs redis-server on the PATH (Debian package redis-server; on Python 3.11 a wheel brings one)")


class MountedFile:
    """Changes as a ConfigMap volume does: a new folder beside the old one, then a symbolic link is swapped."""

    def __init__(self, mount: Path) -> None:
        self.path = mount / "tunables.json"
        self._mount = mount
        self._version = 0
        mount.mkdir()
        self.path.symlink_to("..data/tunables.json")

    def write(self, content: str) -> None:
        self._version += 1
        folder = self._mount / f"..version_{self._version}"
        folder.mkdir()
        (folder / "tunables.json").write_text(content)
        fresh = self._mount / "..data_tmp"
        fresh.symlink_to(folder.name)
        fresh.rename(self._mount / "..data")
