import math
import random

import pytest

from app.most_read import MostRead


def zipf(count: int, keys: int, seed: int) -> list[int]:
    """Key k is read in proportion to 1/k: what caches usually see."""
    weights = [1 / key for key in range(1, keys + 1)]
    return random.Random(seed).choices(range(1, keys + 1), weights, k=count)


@pytest.mark.parametrize("seed", range(3))
def test_the_keys_that_are_read_most_are_found_among_a_hundred_times_as_many_as_are_counted(seed: int) -> None:
    sketch = MostRead(counters=200, half_life_seconds=1e9, now=0)
    for number in zipf(20_000, 20_000, seed):
        sketch.read(f"item:{number}", 0)
    found = {rate.key for rate in sketch.top(20, 0)}
    assert len(found & {f"item:{number}" for number in range(1, 21)}) >= 18


@pytest.mark.parametrize("seed", range(3))
def test_no_key_is_told_to_be_read_more_than_it_was_however_few_are_counted(seed: int) -> None:
    reads = zipf(4_000, 1_000, seed)
    sketch = MostRead(counters=50, half_life_seconds=60, now=0)
    for second, number in enumerate(reads):
        sketch.read(f"item:{number}", second / 100)
    end = len(reads) / 100
    true: dict[str, float] = {}
    for second, number in enumerate(reads):
        key = f"item:{number}"
        true[key] = true.get(key, 0) + 2 ** (-(end - second / 100) / 60) * math.log(2) / 60
    for rate in sketch.top(50, end):
        assert rate.reads_per_second <= true[rate.key] * (1 + 1e-9)


def test_no_more_keys_are_kept_than_counters() -> None:
    sketch = MostRead(counters=10, half_life_seconds=60, now=0)
    for number in range(1000):
        sketch.read(f"item:{number}", number)
    assert len(sketch.top(1000, 1000)) == 10


def test_a_steady_rate_is_told_as_it_is_and_an_old_one_fades_by_half_in_a_half_life() -> None:
    sketch = MostRead(counters=10, half_life_seconds=60, now=0)
    for tenth in range(36_000):
        sketch.read("item:1", tenth / 10)
    assert sketch.top(1, 3600)[0].reads_per_second == pytest.approx(10, rel=0.01)
    assert sketch.top(1, 3660)[0].reads_per_second == pytest.approx(5, rel=0.01)


def test_a_process_of_months_still_counts() -> None:
    sketch = MostRead(counters=10, half_life_seconds=60, now=0)
    month = 30 * 86_400
    for second in range(0, 3 * month, 86_400):
        sketch.read("item:1", second)
    for second in range(600):
        sketch.read("item:2", 3 * month + second)
    assert [rate.key for rate in sketch.top(2, 3 * month + 600)] == ["item:2", "item:1"]
    assert sketch.top(1, 3 * month + 600)[0].reads_per_second == pytest.approx(1, rel=0.01)
