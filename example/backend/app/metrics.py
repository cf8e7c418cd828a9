"""What Prometheus reads from `/metrics`. Names are API: dashboards and the optimizer type them."""

import time
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Metric, ProcessCollector, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from app.most_read import KeyRate, MostRead

disable_created_metrics()  # type: ignore[no-untyped-call]  # a `_created` series beside every counter would double what Prometheus keeps


KEY_RANKS = 20
"""Keys that are told, of 200 that are counted: two series each, whatever is read."""


class Metrics:
    """One registry an application, so that a test can hold two of them."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.in_flight = Gauge("backend_requests_in_flight", "Requests being answered; health and metrics routes excluded.", registry=registry)
        self.pool_size = Gauge("backend_sql_pool_size", "SQL connections that the pool may open.", registry=registry)
        self.pool_in_use = Gauge("backend_sql_pool_in_use", "SQL connections in the hands of a request.", registry=registry)
        self.pool_waiting = Gauge("backend_sql_pool_waiting", "Requests that wait for an SQL connection.", registry=registry)
        self.cache_reads = Counter("backend_cache_reads", "Reads from the cache by result.", ["result"], registry=registry)
        for result in ("hit", "miss", "error"):
            self.cache_reads.labels(result)  # a rate misses the first value of a series that was not there before
        self.key_reads = MostRead(counters=200, half_life_seconds=300, now=time.monotonic())
        registry.register(_MostReadKeys(lambda: self.key_reads.top(KEY_RANKS, time.monotonic())))
        self.cache_ttl = Gauge("backend_tunable_cache_ttl_seconds", "Time to live in force for cache entries.", registry=registry)
        self.prewarm_keys = Gauge("backend_tunable_prewarm_keys", "Cache keys that are kept warm.", registry=registry)
        self.tunables_valid = Gauge("backend_tunables_valid", "0 while the tunables file is missing or refused; older values are in force.", registry=registry)
        self.draining = Gauge("backend_draining", "1 between SIGTERM and the end.", registry=registry)


class _MostReadKeys(Collector):
    """A key as a label would leave a series behind for each key that was ever among the first. The label is the rank, and the value the number that the key ends with."""

    def __init__(self, top: Callable[[], list[KeyRate]]) -> None:
        self._top = top

    def collect(self) -> Iterator[Metric]:
        keys = GaugeMetricFamily(
            "backend_cache_key", "Number of a key that is read much, the one with rank 1 most: 7 of item:7 in the space item.", labels=["space", "rank"]
        )
        reads = GaugeMetricFamily("backend_cache_key_reads_per_second", "Reads of the key of the same space and rank.", labels=["space", "rank"])
        for rank, rate in enumerate(self._top(), start=1):
            space, _, number = rate.key.rpartition(":")
            keys.add_metric([space, str(rank)], float(number))
            reads.add_metric([space, str(rank)], rate.reads_per_second)
        yield keys
        yield reads
