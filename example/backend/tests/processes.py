"""The real thing: the application as the container starts it, and Redis, each on a free loopback port."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
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
    settings = {"DATABASE_URL": f"sqlite:///{folder}/backend.db", "PRICES_URL": url, "DRAIN_SECONDS": "0", **env}
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


@contextlib.contextmanager
def running_redis(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    binary = shutil.which("redis-server")
    assert binary is not None
    port = free_port()
    arguments = [binary, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    try:
        eventually(lambda: _accepts(port), "Redis accepts connections")
        yield f"redis://127.0.0.1:{port}/0", process
    finally:
        process.kill()
        process.wait()


def _accepts(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
