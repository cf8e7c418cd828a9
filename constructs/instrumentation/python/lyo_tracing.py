"""Tracer, exporter and instrumentations, from the variables that the manifest sets."""

import atexit
import os
import sysconfig
from collections.abc import Iterator
from importlib import metadata

import lyo_packages
from lyo_connects import only_waits
from lyo_exporter import Exporter
from lyo_logs import mark_records
from lyo_requests import Requests
from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

REPLACED = frozenset({"asgi", "fastapi", "starlette", "logging", "asyncio", "system_metrics"})
"""Instrumentations whose work is done here, or by nobody: metrics are made of spans by the collectors, and asyncio carries the context by itself."""


def begin(folder: str) -> str:
    """Returns what is traced and what is not, in one line."""
    resource = Resource.create()
    # every span, whatever a caller's flags say: what others keep must not decide what is counted here
    provider = TracerProvider(ALWAYS_ON, resource)
    exporter = Exporter(os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"], float(os.environ.get("OTEL_EXPORTER_OTLP_TIMEOUT", "2")))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    atexit.register(exporter.hasten)  # before the provider's own, which sends what is left
    mark_records(str(resource.attributes.get("service.name", "")))
    traced, left_out = [], []
    try:
        traced += _requests(provider).watch()
    except ImportError as error:
        left_out.append(f"requests ({_words(error)})")
    for name, problem in _instrumented(folder):
        if problem is None:
            traced.append(name)
        else:
            left_out.append(f"{name} ({problem})")
    libc = _other_libc()
    return "; ".join(
        [f"traced: {', '.join(traced) or 'nothing'}", f"left out: {', '.join(left_out) or 'nothing'}", *([libc] if libc is not None else [])],
    )


def _requests(provider: TracerProvider) -> Requests:
    untraced = frozenset(path for path in os.environ.get("LYO_UNTRACED_PATHS", "").split(",") if path)
    return Requests(provider.get_tracer("lyo"), os.environ.get("LYO_HEARTBEAT_PATH", ""), untraced)


def _instrumented(folder: str) -> Iterator[tuple[str, str | None]]:
    """Each instrumentation whose library the application has, with what keeps it out."""
    disabled = {name.strip() for name in os.environ.get("OTEL_PYTHON_DISABLED_INSTRUMENTATIONS", "").split(",")}
    for distribution in metadata.distributions(path=[folder]):
        for entry in distribution.entry_points:
            if entry.group != "opentelemetry_instrumentor" or entry.name in REPLACED:
                continue
            wanted = _library(distribution)
            if wanted is None:
                continue
            problem = "disabled" if entry.name in disabled else _conflict(wanted) or lyo_packages.unmet(distribution.metadata["Name"])
            try:
                if problem is None:
                    entry.load()().instrument(skip_dep_check=True, raise_exception_on_conflict=False)
                    if entry.name == "sqlalchemy":
                        only_waits()
            except Exception as error:  # of a library that fails at import as of an instrumentation that does not fit
                problem = _words(error)
            yield entry.name, problem


def _library(distribution: metadata.Distribution) -> list[tuple[str, str]] | None:
    """The libraries that it instruments and that are there, with the versions that it knows; `None` where none is there."""
    from packaging.requirements import Requirement

    wanted = [Requirement(text) for text in distribution.requires or () if 'extra == "instruments' in text.replace("'", '"')]
    there = [(one.name, str(one.specifier)) for one in wanted if lyo_packages.version(one.name) is not None]
    return there or (None if wanted else [])


def _conflict(libraries: list[tuple[str, str]]) -> str | None:
    from packaging.specifiers import SpecifierSet

    met = [SpecifierSet(wanted).contains(lyo_packages.version(name) or "0", prereleases=True) for name, wanted in libraries]
    if not libraries or any(met):
        return None
    return ", ".join(f"the application has {name} {lyo_packages.version(name)}, it knows {wanted}" for name, wanted in libraries)


def _other_libc() -> str | None:
    """The half of the image that was copied is for one C library. Compiled parts of the other are not loaded, and Python stands in for them: slower, and no error."""
    copied = os.environ.get("LYO_LIBC", "glibc")
    own = "musl" if "musl" in f"{sysconfig.get_config_var('SOABI')} {sysconfig.get_config_var('HOST_GNU_TYPE')}" else "glibc"
    return None if own == copied else f"this Python is built for {own}, the workload says {copied}: compiled parts are replaced by slower ones"


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
