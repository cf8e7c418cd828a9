from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.conftest import MountedFile, skip_without_redis
from tests.processes import Backend, eventually, running_backend
from tests.servers import running_redis

HITS = 'backend_cache_reads_total{result="hit"}'
MISSES = 'backend_cache_reads_total{result="miss"}'
ERRORS = 'backend_cache_reads_total{result="error"}'


@pytest.fixture(scope="module")
def cached(tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> Iterator[Backend]:
    with running_backend(tmp_path_factory.mktemp("cached"), REDIS_URL=redis_url) as running:
        yield running


@pytest.fixture
def store(redis_url: str) -> Iterator["redis.Redis"]:
    with redis.Redis.from_url(redis_url) as client:
        client.flushall()
        yield client


def test_the_first_read_misses_and_the_second_one_hits(cached: Backend, store: "redis.Redis") -> None:
    hits, misses = cached.metric(HITS), cached.metric(MISSES)
    assert cached.get("/items/5").json() == cached.get("/items/5").json()
    assert (cached.metric(HITS) - hits, cached.metric(MISSES) - misses) == (1, 1)
    assert cached.get("/health").json()["cache"] == "ready"


def test_an_entry_lives_as_long_as_the_tunables_say(cached: Backend, store: "redis.Redis") -> None:
    cached.get("/items/5")
    assert 50_000 < int(str(store.pttl("item:5"))) <= 60_000


def test_an_order_forgets_the_item_so_that_the_next_read_has_its_count(cached: Backend, store: "redis.Redis") -> None:
    before = cached.get("/items/6").json()["ordered"]
    cached.order(item_id=6, quantity=3)
    assert cached.get("/items/6").json()["ordered"] == before + 3


def test_an_unknown_item_is_not_cached(cached: Backend, store: "redis.Redis") -> None:
    cached.get("/items/101")
    assert store.exists("item:101") == 0


def test_named_keys_are_warm_before_anybody_asks_and_stay_warm(tmp_path: Path, redis_url: str, store: "redis.Redis", tunables: MountedFile) -> None:
    tunables.write('{"cacheTtlSeconds": 2, "prewarmKeys": ["item:9", "item:101"]}')
    with running_backend(tmp_path, REDIS_URL=redis_url, TUNABLES_FILE=str(tunables.path)) as backend:
        eventually(lambda: store.exists("item:9") == 1, "item:9 is warm")
        tunables.write('{"cacheTtlSeconds": 2, "prewarmKeys": ["item:10"]}')
        eventually(lambda: store.exists("item:10") == 1, "item:10 is warm")
        eventually(lambda: store.exists("item:9") == 0, "item:9 expired, as nobody renews it any more")
        assert store.exists("item:10") == 1
        assert backend.metric(MISSES) == 0


def test_the_keys_that_are_read_most_are_told_by_rank_and_what_is_not_there_is_none_of_them(tmp_path: Path, redis_url: str, store: "redis.Redis") -> None:
    with running_backend(tmp_path, REDIS_URL=redis_url) as backend:
        for item, reads in ((7, 2), (12, 9), (3, 5), (101, 20)):
            for _ in range(reads):
                backend.get(f"/items/{item}")
        keys = [backend.metric(f'backend_cache_key{{rank="{rank}",space="item"}}') for rank in (1, 2, 3)]
        reads_of = [backend.metric(f'backend_cache_key_reads_per_second{{rank="{rank}",space="item"}}') for rank in (1, 2, 3)]
        assert keys == [12, 3, 7]
        assert reads_of == pytest.approx([reads_of[0], reads_of[0] * 5 / 9, reads_of[0] * 2 / 9], rel=0.1)
        assert 'rank="4"' not in backend.get("/metrics").text


def test_however_many_keys_are_read_twenty_are_told(cached: Backend, store: "redis.Redis") -> None:
    for item in range(1, 60):
        cached.get(f"/items/{item}")
    told = [line for line in cached.get("/metrics").text.splitlines() if line.startswith("backend_cache_key{")]
    assert len(told) == 20


def test_a_cache_that_goes_away_is_a_miss_and_visible(tmp_path: Path) -> None:
    skip_without_redis()
    with running_redis(tmp_path) as (url, process), running_backend(tmp_path, REDIS_URL=url) as backend:
        backend.get("/items/5")
        process.kill()
        process.wait()
        assert backend.get("/items/5").status_code == 200
        assert backend.order(item_id=5).status_code == 201
        assert backend.metric(ERRORS) >= 1
        assert backend.get("/health").json()["cache"] == "unreachable"
        assert backend.get("/health/ready").status_code == 200
