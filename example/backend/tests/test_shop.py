from pathlib import Path

import pytest

from app.orders import total_cents
from tests.processes import Backend, running_backend


@pytest.mark.parametrize(("quantity", "total"), [(1, 125), (9, 1125), (10, 1187), (1000, 118750)])
def test_from_ten_pieces_on_an_order_is_five_per_cent_cheaper(quantity: int, total: int) -> None:
    assert total_cents(125, quantity) == total


def test_items_are_listed_in_pages(backend: Backend) -> None:
    assert [item["id"] for item in backend.get("/items").json()] == list(range(1, 21))
    assert [item["id"] for item in backend.get("/items?offset=98&limit=5").json()] == [99, 100]


def test_an_item_and_its_price_are_found_by_id(backend: Backend) -> None:
    assert backend.get("/items/7").json() == {"id": 7, "name": "Item 7", "unit_cents": 275, "ordered": 0}
    assert backend.get("/prices/7").json() == {"item_id": 7, "unit_cents": 275}


def test_an_order_asks_the_price_service_and_counts_on_the_item(backend: Backend) -> None:
    answer = backend.order(item_id=8, quantity=10)
    # 10 of 300 cents, less five per cent
    assert (answer.status_code, answer.json()["total_cents"]) == (201, 2850)
    assert backend.get("/items/8").json()["ordered"] == 10
    requests = [(line["method"], line["path"]) for line in backend.requests_once_logged("/prices/8")]
    assert ("GET", "/prices/8") in requests


@pytest.mark.parametrize("path", ["/items/101", "/prices/101"])
def test_an_unknown_item_is_not_found(backend: Backend, path: str) -> None:
    assert backend.get(path).status_code == 404
    assert backend.order(item_id=101).status_code == 404


@pytest.mark.parametrize("path", ["/items/0", "/items/one", "/items/2147483648", "/items?limit=101", "/items?offset=-1"])
def test_a_number_out_of_range_is_refused_before_the_database_sees_it(backend: Backend, path: str) -> None:
    assert backend.get(path).status_code == 422


def test_an_order_of_nothing_is_refused(backend: Backend) -> None:
    assert backend.order(item_id=1, quantity=0).status_code == 422


def test_requests_in_flight_do_not_count_the_scrape(backend: Backend) -> None:
    assert backend.metric("backend_requests_in_flight") == 0


def test_without_a_cache_the_health_says_so_and_the_pod_is_ready(backend: Backend) -> None:
    assert backend.get("/health").json()["cache"] == "off"
    ready = backend.get("/health/ready")
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "draining": False, "database": "ready", "cache": "off"})


def test_health_routes_have_the_names_that_the_settings_give_them(tmp_path: Path) -> None:
    with running_backend(tmp_path, until="/readyz", LIVE_ROUTE="/healthz", READY_ROUTE="/readyz") as backend:
        assert [backend.get(path).status_code for path in ("/healthz", "/health", "/health/ready")] == [200, 404, 404]
        logged = [line["path"] for line in backend.requests_once_logged("/health/ready")]
        assert logged == ["/health", "/health/ready"]
