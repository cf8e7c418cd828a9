"""Sends batches of spans to the collector over HTTP, with nothing but Python itself: the application's HTTP client is its own, and may be instrumented."""

import logging
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event
from urllib.parse import urlsplit

import lyo_otlp
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

_log = logging.getLogger("lyo.spans")

PATIENCE = 10.0
"""Seconds for which a collector that does not answer, or says "later", is asked again. The queue holds what comes meanwhile."""
_LATER = frozenset({429, 502, 503, 504})


class Exporter(SpanExporter):
    """What may have been taken is not sent again: a request counted twice is worse than one that is missing and told."""

    def __init__(self, endpoint: str, timeout: float, patience: float = PATIENCE) -> None:
        """The endpoint is the collector's address without a path; the timeout of one attempt is in seconds."""
        url = urlsplit(endpoint)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError(f"the collector's address must be http://host:port, received {endpoint!r}")
        kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
        self._connection = kind(url.hostname, url.port, timeout=timeout)
        self._path = f"{url.path.rstrip('/')}/v1/traces"
        self._patience = patience
        self._stopped = Event()

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        body = lyo_otlp.traces(spans)
        deadline, wait = time.monotonic() + self._patience, 0.1
        while (problem := self._send(body)) is not None:
            again, reason = problem
            if not again or time.monotonic() + wait > deadline or self._stopped.wait(wait):
                _log.warning("%d spans are lost: %s", len(spans), reason)
                return SpanExportResult.FAILURE
            wait = min(2 * wait, 2.0)
        return SpanExportResult.SUCCESS

    def _send(self, body: bytes) -> tuple[bool, str] | None:
        """Whether it may be tried again, and why it failed; or `None`."""
        connection = self._connection
        kept = connection.sock is not None
        try:
            if not kept:
                connection.connect()
        except OSError as error:
            connection.close()
            return True, f"no connection to {connection.host}:{connection.port} ({error})"
        try:
            connection.request("POST", self._path, body, {"content-type": "application/x-protobuf"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as error:
            connection.close()
            # the other side closes a connection that it has not heard of for a while, and never saw what was sent into it
            return kept and isinstance(error, ConnectionError), f"{type(error).__name__}: {error}"
        return None if answer.status < 300 else (answer.status in _LATER, f"the collector answered {answer.status}")

    def hasten(self) -> None:
        """The process ends: it waits for a collector that is not there no longer than a second."""
        self._patience = min(self._patience, 1.0)

    def shutdown(self) -> None:
        self._stopped.set()
        self._connection.close()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return True
