"""The real thing: the application as the container starts it, each process on a free loopback port."""

import atexit
import contextlib
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
MIGRATE = ("-m", "alembic", "upgrade", "head")
PATIENCE = 60.0
"""Seconds until a wait is a failure; generous, because a busy machine is no failure."""


def eventually(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"not within {PATIENCE:g} s: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Backend:
    process: subprocess.Popen[str]
    client: httpx.Client
    log: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def order(self, item_id: int, quantity: int = 1, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post("/orders", json={"item_id": item_id, "quantity": quantity}, headers=sent)

    def metric(self, series: str) -> float:
        lines = self.get("/metrics").text.splitlines()
        return next(float(line.rpartition(" ")[2]) for line in lines if line.rpartition(" ")[0] == series)

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def log_lines(self) -> list[dict[str, Any]]:
        """Fails on a line that is not JSON, such as a stack trace of the server."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def requests_once_logged(self, last: str) -> list[dict[str, Any]]:
        """All that are logged, once one of the path `last` is: a line is written after its answer is sent, so the caller may be ahead of it."""

        def requests() -> list[dict[str, Any]]:
            return [line for line in self.log_lines() if line["message"] == "request"]

        eventually(lambda: any(request["path"] == last for request in requests()), f"a request of {last} is logged")
        return requests()


def migrate(url: str) -> list[dict[str, Any]]:
    """As the release job does before the first pod starts; the lines that it logs."""
    ended = subprocess.run([sys.executable, *MIGRATE], cwd=ROOT, env=environment(DATABASE_URL=url), capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


@functools.cache
def _migrated_file() -> Path:
    """An SQLite database that was migrated once, to be copied."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    migrate(f"sqlite:///{folder}/backend.db")
    return folder / "backend.db"


def place_database(file: Path) -> str:
    """Migrated, unless it is there already."""
    if not file.exists():
        fresh = file.with_suffix(f".{uuid.uuid4().hex}")
        shutil.copy(_migrated_file(), fresh)
        # whole or not there, and not over one that another thread has placed
        with contextlib.suppress(FileExistsError):
            os.link(fresh, file)
        fresh.unlink()
    return f"sqlite:///{file}"


def command(port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", "--host", "127.0.0.1", "--port", str(port)]


def environment(**env: str) -> dict[str, str]:
    """Nothing of the caller's but what Python needs: a REDIS_URL in somebody's shell must not change a test."""
    return {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", **env}


@contextlib.contextmanager
def running_backend(folder: Path, until: str = "/health/ready", **env: str) -> Iterator[Backend]:
    """Runs while the block does, which begins when the route `until` answers 200."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder / f"backend-{port}.log"
    database = env.get("DATABASE_URL") or place_database(folder / "backend.db")
    settings = {"PRICES_URL": url, "DRAIN_SECONDS": "0", **env, "DATABASE_URL": database}
    with log.open("w") as out:
        process = subprocess.Popen(command(port), cwd=ROOT, env=environment(**settings), stdout=out, stderr=out, text=True)
    with httpx.Client(base_url=url, timeout=PATIENCE) as client:
        try:
            eventually(lambda: process.poll() is not None or _answers(client, until), f"{until} answers 200")
            assert process.poll() is None, log.read_text()
            yield Backend(process, client, log)
        finally:
            process.kill()
            process.wait()


def _answers(client: httpx.Client, route: str) -> bool:
    try:
        return client.get(route).status_code == 200
    except httpx.TransportError:
        return False


@dataclass(frozen=True)
class WorkerProcess:
    process: subprocess.Popen[str]
    log: Path
    client: httpx.Client
    alive: Path

    def metric(self, series: str) -> float:
        """0 while it does not answer yet."""
        try:
            lines = self.client.get("/metrics").text.splitlines()
        except httpx.TransportError:
            return 0
        return next(float(line.rpartition(" ")[2]) for line in lines if line.rpartition(" ")[0] == series)

    def done(self, outcome: str) -> float:
        return self.metric(f'backend_worker_messages_total{{outcome="{outcome}"}}')


@contextlib.contextmanager
def running_worker(folder: Path, **env: str) -> Iterator[WorkerProcess]:
    port = free_port()
    log, alive = folder / f"worker-{port}.log", folder / f"worker-{port}.alive"
    settings = {"METRICS_PORT": str(port), "ALIVE_FILE": str(alive), **env}
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "-m", "app.worker"], cwd=ROOT, env=environment(**settings), stdout=out, stderr=out, text=True)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
        try:
            eventually(lambda: process.poll() is not None or alive.exists(), "the worker goes round")
            assert process.poll() is None, log.read_text()
            yield WorkerProcess(process, log, client, alive)
        finally:
            process.kill()
            process.wait()


def run_module(*words: str, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment(**env), capture_output=True, text=True, timeout=PATIENCE)
