"""What an application does: imports its packages, answers one request, and says where each package came from."""

import asyncio
import importlib
import json
import sys

from fastapi import FastAPI


def main(names: list[str]) -> None:
    modules = {name: importlib.import_module(name) for name in names}
    inner, app, answers = FastAPI(), FastAPI(), []

    @inner.get("/items/{item}")
    async def item(item: int) -> dict[str, int]:
        return {"item": item}

    app.mount("/v1", inner)

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        answers.append(message)

    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/v1/items/3", "raw_path": b"/v1/items/3"}
    asyncio.run(app({**scope, "query_string": b"", "root_path": "", "headers": [], "client": ("10.0.0.9", 1), "server": ("10.0.0.1", 80)}, receive, send))
    places = {name: str(module.__file__ or module.__path__[0]).startswith(sys.prefix) for name, module in modules.items()}
    print(json.dumps({"own": all(places.values()), "foreign": [name for name, own in places.items() if not own], "status": answers[0]["status"]}))


main(sys.argv[1:])
