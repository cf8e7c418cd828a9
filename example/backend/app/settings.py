"""What the environment decides. Everything wrong is told at once: variable, rule and value received."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

T = TypeVar("T")

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True)
class Settings:
    """Read once at start. What may change while the process runs is in `tunables.py`."""

    database_url: URL = field(repr=False)
    """SQLite file or PostgreSQL, with the asynchronous driver filled in."""
    redis_url: str | None = field(repr=False)
    """None: no cache, and `/health` says so."""
    redis_timeout: float
    """Seconds for one call; what takes longer counts as a cache error, and the request goes on without it."""
    queue_url: str | None
    """Redis that must not forget: a cache may be emptied, orders not. None: orders are placed, and nobody fulfils them."""
    queue_claim: float
    """Seconds after which another worker takes over what one has taken and not finished."""
    packing: float
    """Seconds that fulfilling an order takes besides the database: a stand-in for the work."""
    metrics_port: int
    """Where a worker answers `/metrics`; a web process has its own route."""
    alive_file: Path
    """A worker touches it whenever it goes round (`lives.py`)."""
    prices_url: str
    """The service that answers `GET /prices/{item_id}`; by default this process itself."""
    prices_timeout: float
    """Seconds for one call, connecting included."""
    tunables_file: Path | None
    """None: the defaults of `Tunables`."""
    live_route: str
    ready_route: str
    """Where probes ask."""
    drain: float
    """Seconds after SIGTERM in which readiness says no and requests are still accepted."""
    log_level: str
    faults: bool
    """Whether requests may ask for delays and errors (`faults.py`). Never on where users are."""
    documents: bool
    """Whether `/docs`, `/redoc` and `/openapi.json` are there. They tell strangers every route."""


class InvalidSettings(Exception):
    """Holds every problem, one a line: `VARIABLE: rule, received 'value'`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def read_settings(env: Mapping[str, str]) -> Settings:
    """An empty variable counts as unset, as shells often cannot leave one out. `NAME_FILE` names a file with the value, as secrets are mounted."""
    problems: list[str] = []

    def read(name: str, default: str, parse: Callable[[str], T]) -> T | None:
        value = env.get(name) or default
        path = env.get(f"{name}_FILE")
        try:
            return parse(_content(path) if path else value)
        except OSError as error:
            problems.append(f"{name}_FILE: must name a file that can be read ({error.strerror}), received {path!r}")
            return None
        except ValueError as rule:
            received = f"the content of {path}" if path else repr(_without_password(value))
            problems.append(f"{name}: {rule}, received {received}")
            return None

    values = {
        "database_url": read("DATABASE_URL", "sqlite:////tmp/backend.db", _database_url),
        "redis_url": read("REDIS_URL", "", _optional(_url("redis", "rediss"))),
        "redis_timeout": read("REDIS_TIMEOUT_SECONDS", "1", _seconds(0.01, 60)),
        "queue_url": read("QUEUE_URL", "", _optional(_url("redis", "rediss"))),
        "queue_claim": read("QUEUE_CLAIM_SECONDS", "30", _seconds(0.1, 3600)),
        "packing": read("PACKING_SECONDS", "0", _seconds(0, 30)),
        "metrics_port": read("METRICS_PORT", "9000", _port),
        "alive_file": read("ALIVE_FILE", "/tmp/worker-alive", _absolute_path),
        "prices_url": read("PRICES_URL", "http://127.0.0.1:8000", _url("http", "https")),
        "prices_timeout": read("PRICES_TIMEOUT_SECONDS", "5", _seconds(0.01, 60)),
        "tunables_file": read("TUNABLES_FILE", "", _optional(_absolute_path)),
        "live_route": read("LIVE_ROUTE", "/health", _route),
        "ready_route": read("READY_ROUTE", "/health/ready", _route),
        "drain": read("DRAIN_SECONDS", "1", _seconds(0, 60)),
        "log_level": read("LOG_LEVEL", "info", _one_of(*_LOG_LEVELS)),
        "faults": read("FAULTS", "0", lambda value: _one_of("0", "1")(value) == "1"),
        "documents": read("DOCUMENTS", "0", lambda value: _one_of("0", "1")(value) == "1"),
    }
    if problems:
        raise InvalidSettings(problems)
    return Settings(**values)  # type: ignore[arg-type]  # None stands for a problem, and there is none


def _content(path: str) -> str:
    """Without the line end that an editor leaves."""
    return Path(path).read_text().strip()


def _database_url(value: str) -> URL:
    rule = ValueError("must be sqlite:////absolute/file or postgresql://user@host/database")
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise rule from None
    if url.drivername not in _DRIVERS or not url.database or (url.drivername == "sqlite") != (url.host is None):
        raise rule
    if url.drivername == "sqlite" and not Path(url.database).is_absolute():
        raise rule
    return url.set(drivername=_DRIVERS[url.drivername])


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        rule = ValueError(f"must be a URL that starts with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        try:
            parts = urlsplit(value)
            _ = parts.port  # raises when it is no port
        except ValueError:
            raise rule from None
        if parts.scheme not in schemes or not parts.hostname:
            raise rule
        return value.rstrip("/")

    return parse


def _seconds(least: float, most: float) -> Callable[[str], float]:
    def parse(value: str) -> float:
        rule = ValueError(f"must be a number of seconds from {least:g} to {most:g}")
        if not re.fullmatch(r"\d+(\.\d+)?", value, re.ASCII) or not least <= float(value) <= most:
            raise rule
        return float(value)

    return parse


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return value

    return parse


def _port(value: str) -> int:
    if not re.fullmatch(r"\d{1,5}", value, re.ASCII) or not 1 <= int(value) <= 65535:
        raise ValueError("must be a port from 1 to 65535")
    return int(value)


def _route(value: str) -> str:
    if not re.fullmatch(r"(/[A-Za-z0-9._~-]+)+", value):
        raise ValueError("must be a path such as /healthz")
    return value


def _absolute_path(value: str) -> Path:
    if not Path(value).is_absolute():
        raise ValueError("must be an absolute path")
    return Path(value)


def _optional(parse: Callable[[str], T]) -> Callable[[str], T | None]:
    return lambda value: parse(value) if value else None


def _without_password(value: str) -> str:
    """`scheme://user:secret@host` without the secret, also where the rest is wrong; a log keeps what it is given."""
    return re.sub(r"(://[^:/@\s]*):.*@", r"\1:***@", value)
