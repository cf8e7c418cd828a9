"""Delays and errors on request, for scenarios: `x-fault: sql-delay=2.5, redis-error`. With `FAULTS=0` such a request is refused."""

import asyncio
import time
from collections.abc import Mapping
from contextvars import ContextVar

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

HEADER = "x-fault"
LONGEST_DELAY = 60.0

_current: ContextVar[dict[str, float] | None] = ContextVar("faults", default=None)

_DELAYS = {"delay", "sql-delay", "redis-delay", "http-delay"}
_STATUSES = {"error", "http-error"}
_SWITCHES = {"sql-error", "redis-error", "free"}
_AMOUNTS = {"burn": 1.0, "leak": 16.0}
"""The largest of each: seconds of CPU, and MiB that are kept."""

_leaked: list[bytes] = []
"""What `leak` holds until `free`."""


def take(name: str) -> float | None:
    """The value of a fault that the current request asked for, once: the first call that can show it does, the next one works."""
    faults = _current.get()
    return faults.pop(name, None) if faults else None


def parse_faults(header: str) -> dict[str, float]:
    """Raises ValueError with the rule that the header breaks."""
    return dict(_parse_fault(part.strip()) for part in header.split(","))


def _parse_fault(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    if name in _SWITCHES and not value:
        return name, 1
    try:
        number = float(value)
    except ValueError:
        number = -1
    if name in _DELAYS and 0 < number <= LONGEST_DELAY:
        return name, number
    if 0 < number <= _AMOUNTS.get(name, 0):
        return name, number
    if name in _STATUSES and number in range(400, 600):
        return name, number
    raise ValueError(
        f"must be a list of {', '.join(sorted(_DELAYS))} (seconds up to {LONGEST_DELAY:g}), burn (seconds up to 1), leak (MiB up to 16), "
        f"{', '.join(sorted(_STATUSES))} (status 400 to 599), {', '.join(sorted(_SWITCHES))} (no value)"
    )


def header_of_next_call() -> Mapping[str, str]:
    """What the called service has to be asked for so that the call is slow or fails."""
    wanted = [f"{theirs}={value:g}" for ours, theirs in (("http-delay", "delay"), ("http-error", "error")) if (value := take(ours))]
    return {HEADER: ", ".join(wanted)} if wanted else {}


class Faults:
    """Knows what the current request asked for; `delay` and `error` it fulfils itself, the rest is for who calls SQL, Redis or HTTP."""

    def __init__(self, app: ASGIApp, allowed: bool) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope).getlist(HEADER) if scope["type"] == "http" else []
        if not headers:
            await self._app(scope, receive, send)
            return
        header = ", ".join(headers)
        if not self._allowed:
            await _refuse(f"{HEADER}: must not be sent while FAULTS is off, received {header!r}")(scope, receive, send)
            return
        try:
            faults = parse_faults(header)
        except ValueError as rule:
            await _refuse(f"{HEADER}: {rule}, received {header!r}")(scope, receive, send)
            return

        token = _current.set(faults)
        try:
            _use_up()
            if delay := take("delay"):
                await asyncio.sleep(delay)
            if status := take("error"):
                await JSONResponse({"detail": "injected fault"}, status_code=int(status))(scope, receive, send)
            else:
                await self._app(scope, receive, send)
        finally:
            _current.reset(token)


def _use_up() -> None:
    """CPU and memory of the process itself: nothing else is answered while it burns."""
    if burn := take("burn"):
        until = time.monotonic() + burn
        while time.monotonic() < until:
            pass
    if leak := take("leak"):
        _leaked.append(b"\x01" * int(leak * 2**20))
    if take("free"):
        _leaked.clear()


def _refuse(problem: str) -> JSONResponse:
    return JSONResponse({"detail": problem}, status_code=400)
