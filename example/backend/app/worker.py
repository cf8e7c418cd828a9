"""`python -m app.worker`: takes orders from the queue and fulfils them, until SIGTERM. More of them share the work."""

import asyncio
import logging
import signal
from pathlib import Path

from opentelemetry import trace
from prometheus_client import Counter, Gauge, start_http_server
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from app.database import Database
from app.fulfilment import Fulfilment, Outcome
from app.metrics import Metrics
from app.queue import STREAM, Message, Queue
from app.settings import InvalidSettings, Settings
from app.start import refused, start
from app.trace_context import continued, untraced

log = logging.getLogger("app.worker")
tracer = trace.get_tracer("app.worker")

_AT_ONCE = 10
_PAUSE = 1.0


class WorkerMetrics(Metrics):
    def __init__(self) -> None:
        super().__init__()
        self.waiting = Gauge("orders_waiting", "Orders in the queue that are not done; every worker tells the same number.", registry=self.registry)
        self.done = Counter("backend_worker_messages", "Messages by what became of them.", ["outcome"], registry=self.registry)
        for outcome in ("fulfilled", "repeated", "unknown", "unreadable"):
            self.done.labels(outcome)


class Worker:
    def __init__(self, queue: Queue, fulfilment: Fulfilment, metrics: WorkerMetrics, alive: Path) -> None:
        self._queue = queue
        self._fulfilment = fulfilment
        self._metrics = metrics
        self._alive = alive
        self._works = True

    async def run(self, database: Database, stopping: asyncio.Event) -> None:
        """Ends after the messages that it has taken; what it cannot finish in its grace period another one takes over."""
        await self._wait_for(database, stopping)
        joined = False
        while not stopping.is_set():
            self._alive.touch()
            try:
                if not joined:
                    await self._queue.join()
                    joined = True
                await self._work()
                self._works = True
            except (SQLAlchemyError, RedisError, OSError) as error:
                # what was taken stays pending, and comes again after the claim time; a Redis that lost its memory has no group either
                joined = False
                if self._works:
                    log.warning("orders are not fulfilled", extra={"error": str(error)})
                self._works = False
                await asyncio.sleep(_PAUSE)
        if joined:
            await self._queue.leave()

    async def _wait_for(self, database: Database, stopping: asyncio.Event) -> None:
        """Alive without a database, like a web pod: a restart would not bring it."""
        preparing = asyncio.create_task(database.prepare())
        while not preparing.done() and not stopping.is_set():
            self._alive.touch()
            await asyncio.wait({preparing}, timeout=_PAUSE)
        preparing.cancel()

    async def _work(self) -> None:
        with untraced():
            messages = await self._queue.take(_AT_ONCE)
            self._metrics.waiting.set(await self._queue.waiting())
        for message in messages:
            self._alive.touch()
            await self._handle(message)

    async def _handle(self, message: Message) -> None:
        attributes = {
            "messaging.system": "redis",
            "messaging.destination.name": STREAM,
            "messaging.operation.name": "process",
            "messaging.operation.type": "process",
            "messaging.message.id": message.id,
        }
        # the sender's span is the parent: request, queue and work are one trace
        with continued(message.fields), tracer.start_as_current_span(f"process {STREAM}", kind=trace.SpanKind.CONSUMER, attributes=attributes) as span:
            text = message.fields.get("order_id", "")
            if not (text.isascii() and text.isdigit() and int(text) < 2**31):
                log.error("message cannot be read", extra={"message_id": message.id})
                await self._queue.refuse(message)
                self._metrics.done.labels("unreadable").inc()
                return
            outcome: Outcome = await self._fulfilment.fulfil(int(text))
            span.set_attribute("order.outcome", outcome)
            # after the commit: a worker that dies in between leaves a message that comes again and changes nothing
            await self._queue.done(message)
            self._metrics.done.labels(outcome).inc()
            log.info("order", extra={"order_id": int(text), "outcome": outcome})


async def work(settings: Settings, queue_url: str) -> None:
    metrics = WorkerMetrics()
    database = Database(settings.database_url, 1, metrics)
    queue = Queue(queue_url, settings.queue_claim)
    worker = Worker(queue, Fulfilment(database, settings.packing), metrics, settings.alive_file)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    server, _ = start_http_server(settings.metrics_port, registry=metrics.registry)
    try:
        await worker.run(database, stopping)
    finally:
        await queue.close()
        await database.close()
        server.shutdown()
        log.info("stopped")


def main() -> None:
    settings = start()
    if settings.queue_url is None:
        raise refused(InvalidSettings(["QUEUE_URL: must be set for a worker, received ''"]))
    asyncio.run(work(settings, settings.queue_url))


if __name__ == "__main__":
    main()
