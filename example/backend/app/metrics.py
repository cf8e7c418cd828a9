"""What Prometheus reads from `/metrics`. Names are API: dashboards and the optimizer type them."""

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # a `_created` series beside every counter would double what Prometheus keeps


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
        self.cache_ttl = Gauge("backend_tunable_cache_ttl_seconds", "Time to live in force for cache entries.", registry=registry)
        self.prewarm_keys = Gauge("backend_tunable_prewarm_keys", "Cache keys that are kept warm.", registry=registry)
        self.tunables_valid = Gauge("backend_tunables_valid", "0 while the tunables file is missing or refused; older values are in force.", registry=registry)
        self.draining = Gauge("backend_draining", "1 between SIGTERM and the end.", registry=registry)
