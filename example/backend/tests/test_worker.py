import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from opentelemetry import trace

from app.trace_context import continued, injected, untraced
from tests.conftest import skip_without_redis
from tests.processes import Backend, eventually, migrate, run_module, running_backend, running_worker
from tests.servers import running_redis


@pytest.fixture
def store(redis_url: str) -> Iterator["redis.Redis"]:
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        client.flushall()
        yield client


@pytest.fixture
def settings(database: str, redis_url: str, store: "redis.Redis") -> dict[str, str]:
    return {"DATABASE_URL": database, "QUEUE_URL": redis_url, "QUEUE_CLAIM_SECONDS": "1"}


def fulfilled(backend: Backend, order_id: int) -> bool:
    return backend.get(f"/orders/{order_id}").json()["fulfilled_at"] is not None


def pending(store: "redis.Redis") -> int:
    """Messages in the hands of a worker; none before the first one made the group."""
    return sum(group["pending"] for group in store.xinfo_groups("orders"))


def test_an_order_is_fulfilled_and_its_message_is_gone(tmp_path: Path, settings: dict[str, str], store: "redis.Redis") -> None:
    with running_backend(tmp_path, **settings) as backend:
        ids = [backend.order(item_id=number, quantity=2).json()["id"] for number in range(1, 21)]
        eventually(lambda: store.xlen("orders") == 20, "all are sent")
        assert not any(fulfilled(backend, order_id) for order_id in ids)
        with running_worker(tmp_path, **settings) as worker:
            eventually(lambda: all(fulfilled(backend, order_id) for order_id in ids), "all are fulfilled")
            eventually(lambda: worker.metric("orders_waiting") == 0, "none waits")
            assert (worker.done("fulfilled"), worker.done("repeated"), store.xlen("orders")) == (20, 0, 0)
        assert backend.get("/orders/1000").status_code == 404


def test_a_message_that_comes_again_changes_nothing(tmp_path: Path, settings: dict[str, str], store: "redis.Redis") -> None:
    with running_backend(tmp_path, **settings) as backend, running_worker(tmp_path, **settings) as worker:
        order_id = backend.order(item_id=1, quantity=2).json()["id"]
        eventually(lambda: fulfilled(backend, order_id), "it is fulfilled")
        first = backend.get(f"/orders/{order_id}").json()
        for _ in range(3):
            store.xadd("orders", {"order_id": str(order_id)})
        eventually(lambda: worker.done("repeated") == 3, "they are known")
        assert (backend.get(f"/orders/{order_id}").json(), worker.done("fulfilled"), store.xlen("orders")) == (first, 1, 0)


def test_a_killed_worker_leaves_its_orders_to_the_next_one(tmp_path: Path, settings: dict[str, str], store: "redis.Redis") -> None:
    with running_backend(tmp_path, **settings) as backend:
        ids = [backend.order(item_id=1).json()["id"] for _ in range(3)]
        eventually(lambda: store.xlen("orders") == 3, "all are sent")
        with running_worker(tmp_path, **settings, PACKING_SECONDS="30") as worker:
            eventually(lambda: pending(store) == 3, "it has taken all")
            worker.process.kill()
            worker.process.wait()
        assert not any(fulfilled(backend, order_id) for order_id in ids)
        with running_worker(tmp_path, **settings) as other:
            eventually(lambda: all(fulfilled(backend, order_id) for order_id in ids), "the other one took over")
            eventually(lambda: other.metric("orders_waiting") == 0, "none waits")
            assert (other.done("fulfilled"), pending(store)) == (3, 0)


def test_sigterm_finishes_what_was_taken_and_leaves_the_group(tmp_path: Path, settings: dict[str, str], store: "redis.Redis") -> None:
    with running_backend(tmp_path, **settings) as backend:
        ids = [backend.order(item_id=1).json()["id"] for _ in range(3)]
        eventually(lambda: store.xlen("orders") == 3, "all are sent")
        with running_worker(tmp_path, **settings, PACKING_SECONDS="0.5") as worker:
            eventually(lambda: pending(store) == 3, "it has taken all")
            worker.process.terminate()
            assert worker.process.wait(60) == 0
            assert all(fulfilled(backend, order_id) for order_id in ids)
        assert store.xinfo_consumers("orders", "fulfilment") == []


def test_messages_that_nobody_can_read_are_kept_aside(tmp_path: Path, settings: dict[str, str], store: "redis.Redis") -> None:
    with running_worker(tmp_path, **settings) as worker:
        wrong: list[dict[str, str]] = [{"order_id": "first"}, {"order": "1"}, {"order_id": "99999999999"}]
        for fields in wrong:
            store.xadd("orders", fields)  # type: ignore[arg-type]
        store.xadd("orders", {"order_id": "1000"})
        eventually(lambda: worker.done("unreadable") == 3 and worker.done("unknown") == 1, "each is told")
        assert (store.xlen("orders:refused"), store.xlen("orders")) == (3, 0)


def test_orders_are_placed_without_the_queue_and_sent_when_it_comes_back(tmp_path: Path, database: str) -> None:
    skip_without_redis()
    with running_redis(tmp_path) as (url, process):
        settings = {"DATABASE_URL": database, "QUEUE_URL": url}
        with running_backend(tmp_path, **settings) as backend:
            process.kill()
            process.wait()
            answer = backend.order(item_id=1)
            assert (answer.status_code, backend.get("/health/ready").status_code) == (201, 200)
            eventually(lambda: "orders are not sent" in backend.log.read_text(), "it is told")
            with running_redis(tmp_path, port=int(url.split(":")[2].split("/")[0])), running_worker(tmp_path, **settings):
                eventually(lambda: fulfilled(backend, answer.json()["id"]), "it is fulfilled")


def test_a_queue_that_forgot_its_orders_gets_them_again_at_night(tmp_path: Path, settings: dict[str, str], store: "redis.Redis") -> None:
    with running_backend(tmp_path, **settings) as backend:
        ids = [backend.order(item_id=1).json()["id"] for _ in range(3)]
        eventually(lambda: store.xlen("orders") == 3, "all are sent")
        with running_worker(tmp_path, **settings):
            eventually(lambda: fulfilled(backend, ids[0]), "they go through")
        store.flushall()
        later = [backend.order(item_id=1).json()["id"] for _ in range(2)]
        eventually(lambda: store.xlen("orders") == 2, "later ones are sent")
        store.flushall()
        assert run_module("app.nightly", "--day", "2199-12-31", **settings).returncode == 0
        with running_worker(tmp_path, **settings):
            eventually(lambda: all(fulfilled(backend, order_id) for order_id in [*ids, *later]), "all are fulfilled")


def test_a_worker_goes_on_when_its_group_is_gone(tmp_path: Path, settings: dict[str, str], store: "redis.Redis") -> None:
    with running_backend(tmp_path, **settings) as backend, running_worker(tmp_path, **settings):
        eventually(lambda: store.exists("orders") == 1, "the group is there")
        store.flushall()
        order_id = backend.order(item_id=1).json()["id"]
        eventually(lambda: fulfilled(backend, order_id), "it is fulfilled")


def test_a_worker_without_migrations_or_queue_is_alive_and_says_what_it_lacks(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.db", "QUEUE_URL": "redis://127.0.0.1:1/0"}
    with running_worker(tmp_path, **settings) as worker:
        eventually(lambda: "needs migration" in worker.log.read_text(), "it says so")
        assert run_module("app.lives", ALIVE_FILE=str(worker.alive)).returncode == 0
        migrate(settings["DATABASE_URL"])
        eventually(lambda: "orders are not fulfilled" in worker.log.read_text(), "it says so")
        worker.process.terminate()
        assert worker.process.wait(60) == 0


def test_a_worker_without_a_queue_does_not_start() -> None:
    ended = run_module("app.worker")
    assert (ended.returncode, ended.stderr) == (1, "QUEUE_URL: must be set for a worker, received ''\n")


def test_a_worker_that_goes_round_no_longer_does_not_live(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    assert "No such file" in run_module("app.lives", ALIVE_FILE=str(file)).stderr
    file.touch()
    assert run_module("app.lives", ALIVE_FILE=str(file)).returncode == 0
    os.utime(file, (time.time() - 300, time.time() - 300))
    late = run_module("app.lives", ALIVE_FILE=str(file))
    assert (late.returncode, "the last round was 300 s ago" in late.stderr) == (1, True)


def test_a_message_carries_the_trace_of_its_request_and_nothing_that_surrounds_its_sender() -> None:
    request = trace.NonRecordingSpan(trace.SpanContext(0x5EED << 100, 0xBEEF, False, trace.TraceFlags(1), trace.TraceState([("lyo", "keep")])))
    with trace.use_span(request):
        carrier = injected()
    assert carrier == {"traceparent": f"00-{0x5EED << 100:032x}-{0xBEEF:016x}-01", "tracestate": "lyo=keep"}
    with untraced(), continued(carrier):
        assert (injected(), trace.get_current_span().get_span_context().trace_id) == (carrier, 0x5EED << 100)
    with trace.use_span(request), continued({}):
        assert injected() == {}
