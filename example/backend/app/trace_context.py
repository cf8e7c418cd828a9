"""Whose trace a piece of work belongs to, where no request says so."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import context, propagate


@contextmanager
def untraced() -> Iterator[None]:
    """For what goes on all day while there is nothing to do. The key is the one by which every instrumentation of OpenTelemetry lets itself be switched off."""
    with _within(context.set_value("suppress_instrumentation", True)):
        yield


@contextmanager
def continued(carrier: Mapping[str, str]) -> Iterator[None]:
    """As part of the trace that the carrier names, and of nothing that surrounds this block; without one, the first span begins a trace."""
    with _within(propagate.extract(carrier, context=context.Context())):
        yield


def injected() -> dict[str, str]:
    """The present trace, for whoever goes on with it: `traceparent`, `tracestate` and what else is configured. Empty without an SDK."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier


@contextmanager
def _within(chosen: context.Context) -> Iterator[None]:
    token = context.attach(chosen)
    try:
        yield
    finally:
        context.detach(token)
