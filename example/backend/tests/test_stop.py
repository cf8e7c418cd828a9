from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.processes import PATIENCE, eventually, running_backend


def test_sigterm_finishes_the_request_in_flight_and_closes_the_pools(tmp_path: Path) -> None:
    with running_backend(tmp_path, FAULTS="1") as backend, ThreadPoolExecutor(1) as threads:
        answer = threads.submit(backend.get, "/items", x_fault="sql-delay=2")
        eventually(lambda: backend.metric("backend_sql_pool_in_use") == 1, "the request is in flight")
        backend.terminate()
        assert answer.result().status_code == 200
        backend.process.wait(PATIENCE)
        # uvicorn ends by the signal that it was sent
        assert backend.process.returncode == -15
        messages = [line["message"] for line in backend.log_lines()]
        assert messages.index("draining") < messages.index("request") < messages.index("stopped")
        assert not (tmp_path / "backend.db-wal").exists(), "SQLite removes it with the last connection"


def test_while_it_drains_a_pod_is_alive_and_serves_and_is_not_ready(tmp_path: Path) -> None:
    with running_backend(tmp_path, DRAIN_SECONDS="3") as backend:
        backend.terminate()
        eventually(lambda: backend.get("/health/ready").status_code == 503, "readiness says no")
        assert backend.get("/health/ready").json()["draining"] is True
        assert backend.metric("backend_draining") == 1
        assert (backend.get("/health").status_code, backend.get("/items").status_code) == (200, 200)
        backend.process.wait(PATIENCE)
        with pytest.raises(httpx.TransportError):
            backend.get("/health")


def test_a_second_sigterm_does_not_wait_for_the_drain(tmp_path: Path) -> None:
    with running_backend(tmp_path, DRAIN_SECONDS="60") as backend:
        backend.terminate()
        eventually(lambda: backend.get("/health").json()["draining"], "the first one began the drain")
        backend.terminate()
        backend.process.wait(50)
