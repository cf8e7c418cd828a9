"""The route of a request in full, whatever is mounted where: `/v1` and `/users/{id}` are `/v1/users/{id}`.

Starlette and FastAPI hand a request from route to route by `handle`; each route on the way leaves its template. Nothing is matched a second time, unless
somebody answered before the last route was reached: a middleware for sign-in, for limits, for faults. Then the route that would have come is searched for.
"""

import functools
import sys
from typing import Any

KEY = "lyo.request"
"""Where in the ASGI scope the request's route is. The object is one for the whole way, so a middleware that copies the scope loses nothing."""


class Route:
    __slots__ = ("_application", "_arrived", "leaf", "mounts")

    def __init__(self, application: Any, scope: Any) -> None:
        """The scope is kept as it arrives, because mounts change it."""
        self._application = application
        self._arrived = dict(scope)
        self.mounts = ""
        self.leaf: str | None = None

    def full(self) -> str | None:
        """`None` where no route took the request; what a mounted application does not route (files, other frameworks) is `/mount/{path}`."""
        if self.leaf is None:
            try:
                self._search()
            except Exception:  # of a route that is not like others: its name is not worth a request
                pass
        if self.leaf is not None:
            return (self.mounts + self.leaf) or "/"
        return f"{self.mounts}/{{path}}" if self.mounts else None

    def _search(self) -> None:
        routes, scope, mounts = getattr(self._application, "routes", None), self._arrived, ""
        while routes:
            found, partial, routes = None, None, list(_flat(routes))
            for route in routes:
                match, below = route.matches(scope)
                if match.name == "FULL":
                    found = (route, below)
                    break
                partial = partial or ((route, below) if match.name == "PARTIAL" else None)
            if found is None and partial is None:
                return
            route, below = found or partial  # type: ignore[misc]
            inner = getattr(route, "routes", None)
            path = getattr(route, "path", None) or ""
            if inner is None:
                self.mounts, self.leaf = mounts, path
                return
            mounts, scope, routes = mounts + path, {**scope, **below}, inner
            self.mounts = mounts


def _flat(routes: Any) -> Any:
    """FastAPI from 0.137 on keeps an included router as one route that has no path."""
    fastapi = sys.modules.get("fastapi.routing")
    return routes if fastapi is None or not hasattr(fastapi, "iter_route_contexts") else fastapi.iter_route_contexts(routes)


def remember_routes() -> None:
    """Once, after the frameworks are imported; a class that a later version adds is found by what it can do."""
    from starlette import routing

    modules = [module for module in (routing, sys.modules.get("fastapi.routing")) if module is not None]
    found = {one for module in modules for one in vars(module).values() if isinstance(one, type) and issubclass(one, routing.BaseRoute)}
    for route in found:
        if "handle" in vars(route):
            route.handle = _remembering(vars(route)["handle"], issubclass(route, routing.Mount))  # type: ignore[attr-defined]


def _remembering(handle: Any, mount: bool) -> Any:
    @functools.wraps(handle)
    async def remembered(self: Any, scope: Any, receive: Any, send: Any) -> None:
        route = scope.get(KEY)
        path = getattr(self, "path", None)
        if route is not None and isinstance(path, str):
            if mount:
                route.mounts += path
                route.leaf = None
            else:
                route.leaf = _included(self, scope) or path
        await handle(self, scope, receive, send)

    return remembered


def _included(route: Any, scope: Any) -> str | None:
    """FastAPI from 0.137 on keeps the prefix of an included router beside the route and not in it."""
    inner = scope.get("fastapi")
    context = inner.get("effective_route_context") if isinstance(inner, dict) else None
    return getattr(context, "path", None) if getattr(context, "original_route", None) is route else None
