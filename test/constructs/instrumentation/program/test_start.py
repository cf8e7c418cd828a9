"""The program at the start of a real interpreter: the log of the application is unchanged, it keeps its packages, and it starts whatever fails."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import conftest
import pytest

SETTINGS = {
    "LYO_INSTRUMENTATION": conftest.FOLDER,
    "LYO_HEARTBEAT_PATH": "/health/ready",
    "LYO_UNTRACED_PATHS": "/health,/metrics",
    "OTEL_SERVICE_NAME": "shop",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
}


def run(code: str, *options: str, folders: tuple[str, ...] = (), **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LYO_", "OTEL_", "PYTHON"))}
    environment |= {"PYTHONPATH": os.pathsep.join((conftest.PROGRAM, *folders)), "PYTHONDONTWRITEBYTECODE": "1", **SETTINGS, **settings}
    return subprocess.run([sys.executable, *options, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False)


def plainly(code: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LYO_", "OTEL_", "PYTHON"))}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True).stdout


SAYS = """
import logging
log = logging.getLogger("shop")
log.debug("fine")
log.info("so so")
log.warning("bad %s", 3)
"""

LOGGING = {
    "basicConfig with a level and a format": 'import logging, sys\nlogging.basicConfig(level="DEBUG", format="%(levelname)s|%(message)s", stream=sys.stdout)',
    "basicConfig by default, to stdout": "import logging, sys\nlogging.basicConfig(stream=sys.stdout)",
    "dictConfig": (
        "import logging.config\nlogging.config.dictConfig({'version': 1, 'formatters': {'f': {'format': '{levelname} {message}', 'style': '{'}},"
        " 'handlers': {'h': {'class': 'logging.StreamHandler', 'formatter': 'f', 'stream': 'ext://sys.stdout'}}, 'root': {'level': 'DEBUG', 'handlers': ['h']}})"
    ),
    "fileConfig": (
        "import io, logging.config\nlogging.config.fileConfig(io.StringIO('[loggers]\\nkeys=root\\n[handlers]\\nkeys=h\\n[formatters]\\nkeys=f\\n[logger_root]\\nlevel=DEBUG\\n"
        "handlers=h\\n[handler_h]\\nclass=StreamHandler\\nargs=(sys.stdout,)\\nformatter=f\\n[formatter_f]\\nformat=%(name)s:%(message)s\\n'))"
    ),
    "a formatter that writes JSON": (
        "import json, logging, sys\nclass J(logging.Formatter):\n  def format(self, r): return json.dumps({'level': r.levelname, 'message': r.getMessage()})\n"
        "h = logging.StreamHandler(sys.stdout); h.setFormatter(J()); logging.root.addHandler(h); logging.root.setLevel('DEBUG')"
    ),
    "a record class of its own": (
        "import logging, sys\nclass R(logging.LogRecord):\n  def getMessage(self): return super().getMessage().upper()\n"
        "logging.setLogRecordFactory(R)\nlogging.basicConfig(level=10, stream=sys.stdout)"
    ),
    "nothing at all": "import logging",
}


@pytest.mark.parametrize("how", LOGGING)
def test_the_log_of_an_application_is_unchanged(how: str) -> None:
    result = run(LOGGING[how] + SAYS)
    assert result.returncode == 0 and result.stdout == plainly(LOGGING[how] + SAYS)
    assert "lyo-platform: traced:" in result.stderr


def test_no_log_handler_or_level_is_set() -> None:
    assert run("import logging; print(logging.root.handlers, logging.root.level)").stdout == "[] 30\n"


def test_the_trace_id_is_available_for_log_lines() -> None:
    code = """
import logging, sys
from opentelemetry import trace
logging.basicConfig(level="DEBUG", format="%(otelTraceID)s %(otelSpanID)s %(otelServiceName)s %(message)s", stream=sys.stdout)
logging.info("outside")
with trace.get_tracer("t").start_as_current_span("s") as span:
    logging.debug("inside")
    print(f"{span.get_span_context().trace_id:032x} {span.get_span_context().span_id:016x} shop inside")
"""
    outside, inside, expected = run(code).stdout.splitlines()[:3]  # at its end it logs that the collector is missing
    assert outside == "0 0 shop outside" and inside == expected


def test_only_packages_of_the_instrumentation_are_added_and_after_the_applications_own() -> None:
    code = """
import importlib.util, sys
print(*[name for name in ("requests", "urllib3", "google.protobuf", "charset_normalizer") if importlib.util.find_spec(name.split(".")[0])])
import typing_extensions, opentelemetry.sdk
print(sys.path[0] == "", typing_extensions.__file__.startswith(sys.prefix), sum("otel" in place or "instrumentation-" in place for place in sys.path))
"""
    visible, order = run(code).stdout.splitlines()
    assert visible == "" and order == "True True 0"


BAD: dict[str, tuple[dict[str, str], str]] = {
    "the folder is missing": ({"LYO_INSTRUMENTATION": "/nowhere"}, "must be the folder of the injected packages, received '/nowhere'"),
    "the folder is empty": ({"LYO_INSTRUMENTATION": "/proc/self/fdinfo"}, "ModuleNotFoundError"),
    "the address is none": ({"OTEL_EXPORTER_OTLP_ENDPOINT": "collector"}, "must be http://host:port"),
    "the batch is larger than the queue": ({"OTEL_BSP_MAX_QUEUE_SIZE": "10", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "20"}, "ValueError"),
    "the timeout is no number": ({"OTEL_EXPORTER_OTLP_TIMEOUT": "soon"}, "ValueError"),
}


@pytest.mark.parametrize("what", BAD)
def test_any_fault_means_no_instrumentation_and_one_log_line(what: str) -> None:
    settings, reason = BAD[what]
    result = run("print('started')", **settings)
    assert result.returncode == 0 and result.stdout == "started\n"
    lines = [line for line in result.stderr.splitlines() if line]
    assert len(lines) == 1 and lines[0].startswith("lyo-platform: not instrumented: ") and reason in lines[0]


def test_a_package_of_the_application_that_fails_at_import_does_not_fail_the_start(tmp_path: Path) -> None:
    (tmp_path / "redis").mkdir()
    (tmp_path / "redis" / "__init__.py").write_text("raise SystemError('of an other age')")
    result = run("print('started')", folders=(str(tmp_path),))
    assert result.stdout == "started\n" and "redis (SystemError: of an other age)" in result.stderr


def test_an_instrumentation_without_support_for_the_applications_version_is_left_out_and_both_are_named(tmp_path: Path) -> None:
    about = tmp_path / "sqlalchemy-2.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: sqlalchemy\nVersion: 2.1.0\n")
    result = run("", folders=(str(tmp_path),))
    assert "left out: sqlalchemy (the application has sqlalchemy 2.1.0, it knows <2.1.0,>=1.0.0)" in result.stderr


def test_an_instrumentation_that_needs_another_version_of_a_package_is_left_out_too(tmp_path: Path) -> None:
    about = tmp_path / "wrapt-0.9.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: wrapt\nVersion: 0.9\n")
    line = run("", folders=(str(tmp_path),)).stderr
    assert "traced: starlette, fastapi;" in line and "redis (opentelemetry-instrumentation needs wrapt<3.0.0,>=1.0.0, there is 0.9)" in line


def test_a_disabled_instrumentation_is_left_out() -> None:
    assert "redis (disabled)" in run("", OTEL_PYTHON_DISABLED_INSTRUMENTATIONS="redis, sqlalchemy").stderr


def test_the_sitecustomize_of_the_image_still_runs_and_its_failure_is_reported_as_its_own(tmp_path: Path) -> None:
    own = tmp_path / "sitecustomize.py"
    own.write_text("import builtins; builtins.own = 'ran'")
    assert run("print(own)", folders=(str(tmp_path),)).stdout == "ran\n"
    own.write_text("raise RuntimeError('of the image')")
    result = run("print('started')", folders=(str(tmp_path),))
    assert result.stdout == "started\n" and "of the image" in result.stderr and "lyo-platform: traced:" in result.stderr


def test_a_child_process_is_traced_too_and_logs_nothing_again() -> None:
    child = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import logging; print(logging.makeLogRecord({}).otelServiceName)'])"
    result = run(child)
    assert result.stdout == "shop\n" and result.stderr.count("lyo-platform:") == 1


def test_an_interpreter_with_another_libc_is_reported() -> None:
    import sysconfig

    other = "glibc" if "musl" in str(sysconfig.get_config_var("SOABI")) else "musl"
    assert f"the workload says {other}" in run("", LYO_LIBC=other).stderr
    assert "the workload says" not in run("", LYO_LIBC="musl" if other == "glibc" else "glibc").stderr


@pytest.mark.parametrize("version", ["3.6", "3.8", "3.9"])
def test_an_old_python_can_parse_the_modules_that_it_reads(version: str) -> None:
    import ast

    for name in ("sitecustomize.py", "lyo_start.py"):
        ast.parse(Path(conftest.PROGRAM, name).read_text(), feature_version=(3, int(version.split(".")[1])))


def test_an_old_python_is_reported(monkeypatch: Any) -> None:
    import lyo_start

    monkeypatch.setattr(lyo_start.sys, "version_info", (3, 8, 18))
    with pytest.raises(RuntimeError, match=r"Python 3\.8 is older than 3\.10"):
        lyo_start.start()
