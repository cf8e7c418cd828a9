"""Each request is named for its full route, however deep it is, and whatever answers the request."""

from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Host, Mount, Route, Router, WebSocketRoute
from starlette.staticfiles import StaticFiles


async def answer(*_: Any) -> PlainTextResponse:
    return PlainTextResponse("yes")


async def talk(socket: Any) -> None:
    await socket.accept()
    await socket.close()


def application(*paths: str, prefix: str = "") -> FastAPI:
    app, router = FastAPI(), APIRouter(prefix=prefix)
    for path in paths:

        async def found(item: str = "") -> dict[str, str]:
            return {"item": item}

        router.add_api_route(path, found)
    app.include_router(router)
    return app


def nested() -> FastAPI:
    """Three applications deep, each with a router that has a prefix."""
    inner = application("/items/{item}", prefix="/shelf")
    middle = application("/orders/{item}", prefix="/desk")
    middle.mount("/depot/{depot}", inner)
    outer = application("/users/{item}", prefix="/hall")
    outer.mount("/v1", middle)
    return outer


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/hall/users/5", "GET /hall/users/{item}"),
        ("/v1/desk/orders/6", "GET /v1/desk/orders/{item}"),
        ("/v1/depot/berlin/shelf/items/7", "GET /v1/depot/{depot}/shelf/items/{item}"),
        # without a matching route in the mounted application, the span is named for the mount
        ("/v1/nothing/here", "GET /v1/{path}"),
        ("/nothing/here", "GET"),
    ],
)
def test_a_route_of_an_application_in_an_application_keeps_its_prefixes(door: Any, path: str, name: str) -> None:
    assert door.name(nested(), path) == name


def test_an_application_mounted_at_the_root_keeps_its_routes_and_its_probe(door: Any) -> None:
    app = FastAPI()
    app.mount("/", application("/users/{item}", "/health/ready"))
    assert door.name(app, "/users/5") == "GET /users/{item}"
    assert door.name(app, "/health/ready") == "GET /health/ready"


def test_applications_mounted_twice_at_the_root_keep_their_routes(door: Any) -> None:
    app = FastAPI()
    app.mount("/", Starlette(routes=[Mount("/", app=application("/users/{item}"))]))
    assert door.name(app, "/users/5") == "GET /users/{item}"


def test_the_probe_is_named_for_its_path_whatever_route_answers_it(door: Any) -> None:
    for app in (application("/health/{item}"), application("/{item:path}"), Starlette(routes=[Mount("/health", app=answer_all)])):
        assert door.name(app, "/health/ready") == "GET /health/ready"
    assert door.name(application("/health/{item}"), "/health/other") == "GET /health/{item}"


async def answer_all(scope: Any, receive: Any, send: Any) -> None:
    await PlainTextResponse("yes")(scope, receive, send)


def test_routes_of_starlette_keep_their_mount_host_and_router(door: Any, tmp_path: Any) -> None:
    (tmp_path / "logo.txt").write_text("lyo")
    app = Starlette(
        routes=[
            Host("{tenant}.example", app=Router([Route("/tenants/{id}", answer)])),
            Mount("/api", routes=[Mount("/v2", routes=[Route("/things/{id:int}", answer)])]),
            Mount("/static", app=StaticFiles(directory=tmp_path)),
            Mount("/other", app=answer_all),
        ]
    )
    assert door.name(app, "/tenants/3", headers={"host": "shop.example"}) == "GET /tenants/{id}"
    assert door.name(app, "/api/v2/things/3", headers={"host": "x"}) == "GET /api/v2/things/{id:int}"
    assert door.name(app, "/static/logo.txt", headers={"host": "x"}) == "GET /static/{path}"
    assert door.name(app, "/other/9/9", headers={"host": "x"}) == "GET /other/{path}"


def test_a_prefix_of_a_proxy_is_no_part_of_a_route(door: Any) -> None:
    app = FastAPI()
    app.mount("/v1", application("/users/{item}"))
    # since Starlette 0.33 the path of a server includes the prefix
    names = [door.name(app, path, root_path="/shop") for path in ("/shop/v1/users/5", "/v1/users/5")]
    assert [name for name, status in zip(names, door.statuses, strict=True) if status == 200] and "GET /v1/users/{item}" in names
    for prefix in ("", "/shop"):
        assert door.name(application("/health/ready"), f"{prefix}/health/ready", root_path="/shop") == "GET /health/ready"
        assert door.name(application("/health"), f"{prefix}/health", root_path="/shop/") == ""


def test_a_middleware_that_copies_the_scope_keeps_the_route(door: Any) -> None:
    class Copying:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            await self.app(dict(scope), receive, send)

    app = nested()
    app.add_middleware(Copying)
    assert door.name(app, "/v1/desk/orders/6") == "GET /v1/desk/orders/{item}"


@pytest.mark.parametrize("where", ["outside", "in the middle", "inside"])
def test_an_answer_of_a_middleware_is_named_for_the_route_behind_it(door: Any, where: str) -> None:
    class Refusing:
        def __init__(self, app: Any) -> None:
            self.app = app

        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            else:
                await PlainTextResponse("no", 429)(scope, receive, send)

    inner = application("/items/{item}", prefix="/shelf")
    middle, outer = FastAPI(), application("/users/{item}", prefix="/hall")
    middle.mount("/depot/{depot}", inner)
    outer.mount("/v1", middle)
    {"outside": outer, "in the middle": middle, "inside": inner}[where].add_middleware(Refusing)
    assert door.name(outer, "/v1/depot/berlin/shelf/items/7") == "GET /v1/depot/{depot}/shelf/items/{item}"
    assert door.name(outer, "/v1/depot/berlin/shelf/items/7", "DELETE") == "DELETE /v1/depot/{depot}/shelf/items/{item}"
    assert door.statuses == [429, 429]
    assert door.name(outer, "/v1/depot/berlin/nothing") == "GET /v1/depot/{depot}/{path}"
    if where == "outside":
        assert door.name(outer, "/hall/users/5") == "GET /hall/users/{item}"
        assert door.name(outer, "/nothing/at/all") == "GET"


def test_only_known_methods_are_named_and_a_refused_one_keeps_its_route(door: Any) -> None:
    assert door.name(application("/users/{item}"), "/users/5", "DELETE") == "DELETE /users/{item}"
    assert door.name(application("/users/{item}"), "/users/5", "BREW") == "HTTP /users/{item}"
    assert door.statuses == [405, 405]


def test_a_websocket_is_named_for_its_route(door: Any) -> None:
    inner = Starlette(routes=[WebSocketRoute("/rooms/{room}", talk)])
    app = FastAPI()
    app.mount("/chat", inner)
    assert door.name(app, "/chat/rooms/1", type="websocket", scheme="ws", subprotocols=[]) == "/chat/rooms/{room}"
