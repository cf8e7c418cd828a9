from collections.abc import Iterator

import httpx
import pytest

from app.faults import parse_faults
from tests.processes import Backend, running_backend


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    with running_backend(tmp_path_factory.mktemp("faulty"), FAULTS="1", PRICES_TIMEOUT_SECONDS="0.5") as running:
        yield running


def seconds(answer: httpx.Response) -> float:
    return answer.elapsed.total_seconds()


def test_faults_are_refused_unless_they_are_switched_on(backend: Backend) -> None:
    answer = backend.get("/items", x_fault="delay=60")
    assert answer.status_code == 400
    assert answer.json() == {"detail": "x-fault: must not be sent while FAULTS is off, received 'delay=60'"}


def test_a_list_of_faults_is_read() -> None:
    assert parse_faults("sql-delay=2.5, redis-error,http-error=503") == {"sql-delay": 2.5, "redis-error": 1, "http-error": 503}


@pytest.mark.parametrize(
    "header", ["", "slow", "delay", "delay=0", "delay=61", "delay=nan", "delay=-1", "error=200", "error=503.5", "sql-error=1", "delay=1,", "burn=2", "leak=17"]
)
def test_a_fault_that_means_nothing_is_refused(header: str) -> None:
    with pytest.raises(ValueError, match=r"^must be a list of "):
        parse_faults(header)


def test_what_burns_keeps_everybody_waiting_and_what_leaks_is_kept_until_it_is_freed(faulty: Backend) -> None:
    before = faulty.metric("process_resident_memory_bytes")
    assert seconds(faulty.get("/items", x_fault="burn=0.3, leak=16")) >= 0.3
    assert faulty.metric("process_resident_memory_bytes") > before + 12 * 2**20
    faulty.get("/items", x_fault="free")
    assert faulty.metric("process_resident_memory_bytes") < before + 12 * 2**20


def test_a_wrong_header_is_answered_with_rule_and_value(faulty: Backend) -> None:
    answer = faulty.get("/items", x_fault="slow=1")
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith("received 'slow=1'")


def test_a_slow_statement_makes_the_request_slow(faulty: Backend) -> None:
    answer = faulty.get("/items", x_fault="sql-delay=0.6")
    assert answer.status_code == 200
    assert seconds(answer) >= 0.6


def test_a_failing_statement_is_a_503_and_leaves_the_next_request_alone(faulty: Backend) -> None:
    assert faulty.get("/items", x_fault="sql-error").status_code == 503
    assert faulty.get("/items").status_code == 200


def test_a_slow_price_service_makes_the_order_slow(faulty: Backend) -> None:
    answer = faulty.order(item_id=1, x_fault="http-delay=0.3")
    assert answer.status_code == 201
    assert seconds(answer) >= 0.3


def test_a_price_service_that_fails_or_hangs_is_told_from_an_error_of_our_own(faulty: Backend) -> None:
    ordered = faulty.get("/items/2").json()["ordered"]
    assert faulty.order(item_id=2, x_fault="http-error=500").status_code == 502
    assert faulty.order(item_id=2, x_fault="http-delay=2").status_code == 504
    assert faulty.order(item_id=2, x_fault="error=500").status_code == 500
    assert faulty.get("/items/2").json()["ordered"] == ordered


def test_a_slow_or_failing_cache_slows_the_request_and_never_fails_it(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> None:
    with running_backend(tmp_path_factory.mktemp("cached"), FAULTS="1", REDIS_URL=redis_url) as backend:
        slow = backend.get("/items/11", x_fault="redis-delay=0.5")
        assert slow.status_code == 200
        assert seconds(slow) >= 0.5
        assert backend.get("/items/11", x_fault="redis-error").status_code == 200
        assert backend.metric('backend_cache_reads_total{result="error"}') == 1
