import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from app import engine
from tests.conftest import MountedFile
from tests.processes import eventually, migrate, place_database, running_backend


def test_pods_that_start_at_once_all_become_ready(tmp_path: Path) -> None:
    with ExitStack() as pods, ThreadPoolExecutor(3) as threads:
        started = threads.map(lambda _: pods.enter_context(running_backend(tmp_path)), range(3))
        assert [len(pod.get("/items?limit=100").json()) for pod in started] == [100, 100, 100]


def test_a_full_pool_makes_requests_wait_and_the_pod_stays_ready(tmp_path: Path, tunables: MountedFile) -> None:
    tunables.write('{"poolSize": 1}')
    with running_backend(tmp_path, FAULTS="1", TUNABLES_FILE=str(tunables.path)) as backend, ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(backend.get, "/items", x_fault="sql-delay=1.5") for _ in range(2)]
        eventually(lambda: backend.metric("backend_sql_pool_waiting") == 1, "one request waits")
        assert backend.metric("backend_sql_pool_in_use") == 1
        assert backend.metric("backend_requests_in_flight") == 2
        assert backend.get("/health/ready").status_code == 200
        assert [answer.result().status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize("at_once", [8, 24])
def test_no_writer_is_overtaken_by_those_who_came_later(tmp_path: Path, at_once: int) -> None:
    """SQLite alone lets whoever asks next write first, and the one who is overtaken ends in "database is locked"."""
    with running_backend(tmp_path) as backend, ThreadPoolExecutor(at_once) as threads:
        assert backend.order(item_id=1, quantity=1).status_code == 201

        def ordering(index: int) -> tuple[int, float]:
            began = time.monotonic()
            return backend.order(item_id=index % 50 + 1, quantity=1).status_code, time.monotonic() - began

        answers = list(threads.map(ordering, range(150)))
    assert {status for status, _ in answers} == {201}
    usual = sorted(seconds for _, seconds in answers)[75]
    assert max(seconds for _, seconds in answers) < max(10 * usual, 2)


@pytest.mark.parametrize("broken", [ValueError, TimeoutError])
def test_a_writer_that_fails_gives_its_turn_away_and_one_that_waits_too_long_says_so(broken: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_WAIT_FOR_CONNECTION", 0.05)

    async def writing() -> None:
        turns = engine.Turns()
        with pytest.raises(broken):
            async with turns:
                raise broken
        async with turns:
            with pytest.raises(SQLAlchemyError, match="others have written"):
                async with turns:
                    pass
        async with turns:
            pass

    asyncio.run(writing())


def test_a_pool_that_shrinks_lets_its_last_request_finish(tmp_path: Path, tunables: MountedFile) -> None:
    tunables.write('{"poolSize": 4}')
    with running_backend(tmp_path, FAULTS="1", TUNABLES_FILE=str(tunables.path)) as backend, ThreadPoolExecutor(1) as threads:
        answer = threads.submit(backend.get, "/items", x_fault="sql-delay=4")
        eventually(lambda: backend.metric("backend_sql_pool_in_use") == 1, "the request holds a connection")
        tunables.write('{"poolSize": 1}')
        eventually(lambda: backend.metric("backend_sql_pool_size") == 1, "the pool has its new size")
        assert not answer.done()
        assert answer.result().status_code == 200


def test_a_pod_whose_database_is_not_there_is_alive_and_unready_until_it_comes(tmp_path: Path) -> None:
    folder = tmp_path / "volume"
    with running_backend(tmp_path, until="/health", DATABASE_URL=f"sqlite:///{folder}/backend.db") as backend:
        answer = backend.get("/health/ready")
        assert (answer.status_code, answer.json()["database"]) == (503, "not prepared")
        assert backend.get("/items").status_code == 503
        folder.mkdir()
        place_database(folder / "backend.db")
        eventually(lambda: backend.get("/health/ready").status_code == 200, "the backend is ready")
        assert backend.get("/items").status_code == 200


def test_the_shop_works_on_postgresql_as_well(tmp_path: Path, postgresql_url: str) -> None:
    url = postgresql_url
    migrate(url)
    with ExitStack() as pods, ThreadPoolExecutor(3) as threads:
        first, *_ = threads.map(lambda _: pods.enter_context(running_backend(tmp_path, DATABASE_URL=url, FAULTS="1")), range(3))
        before = first.get("/items/8").json()["ordered"]
        assert first.order(item_id=8, quantity=10).json()["total_cents"] == 2850
        assert first.get("/items/8").json()["ordered"] == before + 10
        assert first.get("/items", x_fault="sql-delay=0.2").status_code == 200
        assert first.get("/items", x_fault="sql-error").status_code == 503
        assert first.get("/health/ready").status_code == 200
