import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Backend, running_backend, running_redis


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


@pytest.fixture
def tunables(tmp_path: Path) -> "MountedFile":
    return MountedFile(tmp_path / "mounted")


def skip_without_redis() -> None:
    if shutil.which("redis-server") is None:
        pytest.skip("needs redis-server on the PATH (Debian package redis-server)")


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
