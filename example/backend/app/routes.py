"""The HTTP surface: which route calls what, and which outcome is which status."""

import logging
from typing import Annotated

from fastapi import APIRouter, FastAPI, HTTPException, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from app.catalog import Catalog, Item
from app.health import Health, Live, Ready
from app.orders import NewOrder, Order, Orders, PlacedOrder
from app.prices import Price, PricesUnavailable

log = logging.getLogger(__name__)

Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


def shop_routes(catalog: Catalog, orders: Orders) -> APIRouter:
    router = APIRouter()

    @router.get("/items")
    async def list_items(offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Item]:
        return await catalog.list(offset, limit)

    @router.get("/items/{item_id}")
    async def find_item(item_id: Id) -> Item:
        return _found(await catalog.find(item_id))

    @router.get("/prices/{item_id}")
    async def price_item(item_id: Id) -> Price:
        item = _found(await catalog.find(item_id))
        return Price(item_id=item.id, unit_cents=item.unit_cents)

    @router.post("/orders", status_code=201)
    async def place_order(order: NewOrder) -> Order:
        placed = await orders.place(order)
        if placed is None:
            raise _no_such_item()
        return placed

    @router.get("/orders/{order_id}")
    async def find_order(order_id: Id) -> PlacedOrder:
        order = await orders.find(order_id)
        if order is None:
            raise HTTPException(404, "no such order")
        return order

    return router


def health_routes(health: Health, live_route: str, ready_route: str) -> APIRouter:
    """The platform probes them, and traces readiness as its heartbeat."""
    router = APIRouter()

    @router.get(live_route)
    async def live() -> Live:
        return health.live()

    @router.get(ready_route)
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
