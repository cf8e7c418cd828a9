"""SIGTERM in two steps: readiness says no while requests are still accepted, then the server finishes what it has and stops."""

import asyncio
import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from app.metrics import Metrics

log = logging.getLogger(__name__)


class Draining:
    def __init__(self, seconds: float, metrics: Metrics) -> None:
        self.started = False
        self._seconds = seconds
        self._metrics = metrics

    @contextmanager
    def on_sigterm(self) -> Iterator[None]:
        """Stands before the server's own handler, which closes the listener at once. A second SIGTERM and Ctrl-C do not wait."""
        server = signal.getsignal(signal.SIGTERM)
        if not callable(server) or threading.current_thread() is not threading.main_thread():
            yield  # no server, as in a test: nothing to delay
            return
        loop = asyncio.get_running_loop()

        def receive(number: int, frame: FrameType | None) -> None:
            if self.started:
                server(number, frame)
            else:
                loop.call_soon_threadsafe(begin)

        def begin() -> None:
            self.started = True
            self._metrics.draining.set(1)
            log.info("draining", extra={"seconds": self._seconds})
            loop.call_later(self._seconds, server, signal.SIGTERM, None)

        signal.signal(signal.SIGTERM, receive)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, server)
