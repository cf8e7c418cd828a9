"""Prints the server spans that the FastAPI instrumentation makes of a stream, a WebSocket, an upload and a plain request, one name a line."""

from collections.abc import AsyncIterator

from fastapi import FastAPI, WebSocket
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from opentelemetry import trace
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

app = FastAPI()


@app.websocket("/ws/{room}")
async def chat(socket: WebSocket, room: str) -> None:
    await socket.accept()
    await socket.send_text(room + await socket.receive_text())
    await socket.close()


@app.get("/rooms/{room_id}/events")
async def events(room_id: str) -> StreamingResponse:
    async def messages() -> AsyncIterator[str]:
        for number in range(3):
            yield f"{room_id} {number}\n"

    return StreamingResponse(messages())


@app.post("/uploads/large")
async def upload() -> str:
    return "kept"


@app.get("/items")
async def items() -> str:
    return "fast"


exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
FastAPIInstrumentor.instrument_app(app)
client = TestClient(app)
with client.websocket_connect("/ws/7") as socket:
    socket.send_text("hello")
    socket.receive_text()
client.get("/rooms/5/events")
client.post("/uploads/large")
client.get("/items")
for span in exporter.get_finished_spans():
    print(span.kind.name, span.name)
