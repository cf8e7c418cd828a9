"""Wires the application: `uvicorn app.main:create_app --factory --host 0.0.0.0 --port 8000`, one process a pod."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from app.cache import Cache
from app.catalog import Catalog
from app.database import Database
from app.draining import Draining
from app.faults import Faults
from app.health import Health
from app.metrics import Metrics
from app.orders import Orders
from app.outbox import Outbox
from app.prewarm import Prewarming
from app.prices import Prices
from app.queue import Queue
from app.requests import Requests
from app.routes import answer_failures, health_routes, metrics_route, shop_routes
from app.settings import Settings
from app.start import start
from app.tunables import Tunables, TunablesFile

log = logging.getLogger(__name__)


def create_app() -> FastAPI:
    """What uvicorn calls. Settings that are wrong end the process with status 1 and every problem on stderr."""
    return build_app(start())


def build_app(settings: Settings) -> FastAPI:
    metrics = Metrics()
    tunables = TunablesFile(settings.tunables_file, metrics)
    tunables.refresh()
    database = Database(settings.database_url, tunables.current.pool_size, metrics, faults_allowed=settings.faults)
    cache = Cache(settings.redis_url, settings.redis_timeout, metrics)
    prices = Prices(settings.prices_url, settings.prices_timeout)
    queue = None if settings.queue_url is None else Queue(settings.queue_url)
    outbox = None if queue is None else Outbox(database, queue)
    catalog = Catalog(database, cache, metrics, lambda: tunables.current)
    prewarming = Prewarming(catalog, cache)
    draining = Draining(settings.drain, metrics)

    async def apply(values: Tunables) -> None:
        prewarming.use(values)
        await database.resize(values.pool_size)

    async def prepare_and_prewarm() -> None:
        await database.prepare()
        prewarming.use(tunables.current)
        await prewarming.run()

    async def send_orders() -> None:
        if outbox is not None:
            await outbox.run()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        background = [_in_background(prepare_and_prewarm()), _in_background(tunables.watch(apply)), _in_background(send_orders())]
        try:
            with draining.on_sigterm():
                yield
        finally:
            for task in background:
                task.cancel()
            await asyncio.gather(*background, return_exceptions=True)
            await prices.close()
            await cache.close()
            if queue is not None:
                await queue.close()
            await database.close()
            log.info("stopped")

    documents: dict[str, Any] = {} if settings.documents else {"docs_url": None, "redoc_url": None, "openapi_url": None}
    app = FastAPI(title="backend", lifespan=lifespan, **documents)
    app.include_router(shop_routes(catalog, Orders(database, catalog, prices, outbox)))
    app.include_router(health_routes(Health(database, cache, tunables, draining), settings.live_route, settings.ready_route))
    app.include_router(metrics_route(metrics.registry))
    answer_failures(app)
    # the last one added is the outermost: an injected delay counts as time of the request
    app.add_middleware(Faults, allowed=settings.faults)
    app.add_middleware(Requests, metrics=metrics, about_itself=frozenset({"/metrics", settings.live_route, settings.ready_route}))
    return app


def _in_background(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work)
    task.add_done_callback(_report_failure)
    return task


def _report_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("background work ended", exc_info=error)
