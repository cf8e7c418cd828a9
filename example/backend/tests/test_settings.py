import re
import subprocess
from pathlib import Path

import pytest

from app.main import build_app
from app.settings import InvalidSettings, read_settings
from tests.processes import PATIENCE, ROOT, command, environment, free_port


def test_every_variable_has_a_default() -> None:
    settings = read_settings({})
    assert str(settings.database_url) == "sqlite+aiosqlite:////tmp/backend.db"
    assert (settings.redis_url, settings.tunables_file, settings.faults, settings.documents) == (None, None, False, False)


@pytest.mark.parametrize(("value", "there"), [("0", False), ("1", True)])
def test_documents_are_there_only_where_they_are_asked_for(value: str, there: bool) -> None:
    app = build_app(read_settings({"DOCUMENTS": value}))
    paths = {getattr(route, "path", "") for route in app.routes}
    assert {path in paths for path in ("/docs", "/redoc", "/openapi.json")} == {there}


def test_an_empty_variable_counts_as_unset() -> None:
    assert read_settings({"REDIS_URL": "", "DRAIN_SECONDS": ""}) == read_settings({})


def test_a_postgresql_url_gets_the_asynchronous_driver() -> None:
    url = read_settings({"DATABASE_URL": "postgresql://shop:secret@db.example/shop"}).database_url
    assert url.render_as_string(hide_password=False) == "postgresql+asyncpg://shop:secret@db.example/shop"


@pytest.mark.parametrize(
    ("variable", "value", "rule"),
    [
        ("DATABASE_URL", "mysql://db/shop", "must be sqlite:////absolute/file or postgresql://user@host/database"),
        ("DATABASE_URL", "sqlite:///relative.db", "must be sqlite:////absolute/file or postgresql://user@host/database"),
        ("DATABASE_URL", "sqlite://", "must be sqlite:////absolute/file or postgresql://user@host/database"),
        ("DATABASE_URL", "shop.db", "must be sqlite:////absolute/file or postgresql://user@host/database"),
        ("REDIS_URL", "localhost:6379", "must be a URL that starts with redis:// or rediss://"),
        ("REDIS_URL", "redis://cache:port", "must be a URL that starts with redis:// or rediss://"),
        ("REDIS_TIMEOUT_SECONDS", "0", "must be a number of seconds from 0.01 to 60"),
        ("PRICES_URL", "ftp://prices", "must be a URL that starts with http:// or https://"),
        ("PRICES_TIMEOUT_SECONDS", "5s", "must be a number of seconds from 0.01 to 60"),
        ("QUEUE_URL", "amqp://queue", "must be a URL that starts with redis:// or rediss://"),
        ("QUEUE_CLAIM_SECONDS", "0", "must be a number of seconds from 0.1 to 3600"),
        ("PACKING_SECONDS", "31", "must be a number of seconds from 0 to 30"),
        ("METRICS_PORT", "65536", "must be a port from 1 to 65535"),
        ("METRICS_PORT", "http", "must be a port from 1 to 65535"),
        ("ALIVE_FILE", "alive", "must be an absolute path"),
        ("LIVE_ROUTE", "healthz", "must be a path such as /healthz"),
        ("READY_ROUTE", "/ready?full", "must be a path such as /healthz"),
        ("TUNABLES_FILE", "tunables.json", "must be an absolute path"),
        ("DRAIN_SECONDS", "nan", "must be a number of seconds from 0 to 60"),
        ("LOG_LEVEL", "loud", "must be one of debug, info, warning, error"),
        ("FAULTS", "true", "must be one of 0, 1"),
    ],
)
def test_a_wrong_value_is_told_with_variable_rule_and_value(variable: str, value: str, rule: str) -> None:
    with pytest.raises(InvalidSettings, match=f"^{re.escape(f'{variable}: {rule}, received {value!r}')}$"):
        read_settings({variable: value})


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    file = tmp_path / "DATABASE_URL"
    file.write_text("postgresql://shop:secret@db.example/shop\n")
    url = read_settings({"DATABASE_URL_FILE": str(file)}).database_url
    assert url.render_as_string(hide_password=False) == "postgresql+asyncpg://shop:secret@db.example/shop"


def test_a_file_that_is_wrong_is_told_without_its_content(tmp_path: Path) -> None:
    file = tmp_path / "DATABASE_URL"
    file.write_text("mysql://shop:secret@db.example/shop")
    with pytest.raises(InvalidSettings) as invalid:
        read_settings({"DATABASE_URL_FILE": str(file), "QUEUE_URL_FILE": str(tmp_path / "absent")})
    assert invalid.value.problems == (
        f"DATABASE_URL: must be sqlite:////absolute/file or postgresql://user@host/database, received the content of {file}",
        f"QUEUE_URL_FILE: must name a file that can be read (No such file or directory), received '{tmp_path}/absent'",
    )


def test_a_problem_does_not_tell_the_password() -> None:
    with pytest.raises(InvalidSettings) as invalid:
        read_settings({"DATABASE_URL": "mysql://shop:se@cret@db/shop", "REDIS_URL": "http://:secret@cache"})
    assert "cret" not in str(invalid.value)
    assert "mysql://shop:***@db/shop" in str(invalid.value)


def test_the_process_tells_every_problem_at_once_and_exits_with_1(tmp_path: Path) -> None:
    env = environment(LOG_LEVEL="loud", DRAIN_SECONDS="-1", FAULTS="yes")
    ended = subprocess.run(command(free_port()), cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "DRAIN_SECONDS: must be a number of seconds from 0 to 60, received '-1'",
        "LOG_LEVEL: must be one of debug, info, warning, error, received 'loud'",
        "FAULTS: must be one of 0, 1, received 'yes'",
    ]
