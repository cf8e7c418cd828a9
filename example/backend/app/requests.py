"""What is true of every request: it is counted while it runs, and leaves one line in the log."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.metrics import Metrics

log = logging.getLogger(__name__)


class Requests:
    def __init__(self, app: ASGIApp, metrics: Metrics, about_itself: frozenset[str]) -> None:
        """`about_itself`: routes of probes and scrapes, which are neither load nor news."""
        self._app = app
        self._metrics = metrics
        self._about_itself = about_itself

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self._about_itself:
            await self._app(scope, receive, send)
            return

        status = 500  # what the server sends when the application raises
        started = time.perf_counter()

        async def remember_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self._metrics.in_flight.track_inprogress():
            try:
                await self._app(scope, receive, remember_status)
            finally:
                line = {
                    "method": scope["method"],
                    "path": scope["path"],
                    "route": getattr(scope.get("route"), "path", None),
                    "status": status,
                    "duration_ms": round((time.perf_counter() - started) * 1000, 1),
                }
                log.log(logging.ERROR if status >= 500 else logging.INFO, "request", extra=line)
