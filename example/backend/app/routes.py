"""The HTTP surface: which route calls what, and which outcome is which status."""

import logging
from typing import Annotated

from fastapi import APIRouter, FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from app.catalog import Catalog, Item
from app.health import Health, Live, Ready
from app.orders import NewOrder, Order, Orders
from app.prices import Price, PricesUnavailable

log = logging.getLogger(__name__)

ItemId = Annotated[int, Path(ge=1, le=2**31 - 1)]


def shop_routes(catalog: Catalog, orders: Orders) -> APIRouter:
    router = APIRouter()

    @router.get("/items")
    async def list_items(offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Item]:
        return await catalog.list(offset, limit)

    @router.get("/items/{item_id}")
    async def find_item(item_id: ItemId) -> Item:
        return _found(await catalog.find(item_id))

    @router.get("/prices/{item_id}")
    async def price_item(item_id: ItemId) -> Price:
        item = _found(await catalog.find(item_id))
        return Price(item_id=item.id, unit_cents=item.unit_cents)

    @router.post("/orders", status_code=201)
    async def place_order(order: NewOrder) -> Order:
        placed = await orders.place(order)
        if placed is None:
            raise _no_such_item()
        return placed

    return router


def health_routes(health: Health) -> APIRouter:
    """The paths are the platform's: it probes them, and traces readiness as its heartbeat."""
    router = APIRouter()

    @router.get("/health")
    async def live() -> Live:
        return health.live()

    @router.get("/health/ready")
    async def ready(response: Response) -> Ready:
        answer = await health.ready()
        if not answer.ready:
            response.status_code = 503
        return answer

    return router


def metrics_route(registry: CollectorRegistry) -> APIRouter:
    router = APIRouter()

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router


def answer_failures(app: FastAPI) -> None:
    """A dependency that fails is a 5xx that says which; anything else that is raised is a mistake of ours and stays a 500."""

    @app.exception_handler(SQLAlchemyError)
    async def database_failed(_request: Request, error: SQLAlchemyError) -> JSONResponse:
        log.error("database failed", extra={"error": str(error)})
        return JSONResponse({"detail": "database unavailable"}, status_code=503)

    @app.exception_handler(PricesUnavailable)
    async def prices_failed(_request: Request, error: PricesUnavailable) -> JSONResponse:
        log.error("prices failed", extra={"error": str(error)})
        return JSONResponse({"detail": str(error)}, status_code=error.status)


def _found(item: Item | None) -> Item:
    if item is None:
        raise _no_such_item()
    return item


def _no_such_item() -> HTTPException:
    return HTTPException(404, "no such item")
