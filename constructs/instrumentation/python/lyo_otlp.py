"""Spans as OTLP's protobuf (opentelemetry-proto v1, collector/trace/v1/trace_service.proto), written without the protobuf package.

The package in the process is the application's, of whatever version: the generated classes need one of a narrow range, and crash with others. The format is fixed for
all of version 1, and nine tenths of each span are pairs of a name and a value that were written before, which are kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from struct import pack
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan


def traces(spans: Sequence[ReadableSpan]) -> bytes:
    """An ExportTraceServiceRequest. All spans of a process have one resource."""
    if not spans:
        return b""
    scopes = groupby(sorted(spans, key=_scope_order), key=lambda span: span.instrumentation_scope)
    return _part(1, _part(1, _attributes(1, spans[0].resource.attributes)) + b"".join(_part(2, _scope(scope, of_it)) for scope, of_it in scopes))


def _scope_order(span: ReadableSpan) -> tuple[str, str, str]:
    scope = span.instrumentation_scope
    return ("", "", "") if scope is None else (scope.name, scope.version or "", scope.schema_url or "")


def _scope(scope: Any, spans: Iterable[ReadableSpan]) -> bytes:
    about = b"" if scope is None else _part(1, _text(1, scope.name) + _text(2, scope.version) + _attributes(3, getattr(scope, "attributes", None)))
    return about + b"".join(_part(2, _span(span)) for span in spans) + (b"" if scope is None else _text(3, scope.schema_url))


def _span(span: ReadableSpan) -> bytes:
    context, parent = span.context, span.parent
    parts = [
        b"\x0a\x10",
        context.trace_id.to_bytes(16, "big"),
        b"\x12\x08",
        context.span_id.to_bytes(8, "big"),
        _text(3, context.trace_state.to_header()) if context.trace_state else b"",
        b"" if parent is None else b"\x22\x08" + parent.span_id.to_bytes(8, "big"),
        _text(5, span.name),
        bytes((0x30, span.kind.value + 1)),
        pack("<BQBQ", 0x39, span.start_time or 0, 0x41, span.end_time or 0),
        _attributes(9, span.attributes),
        _number(10, span.dropped_attributes),
        b"".join(_part(11, _event(event)) for event in span.events),
        _number(12, span.dropped_events),
        b"".join(_part(13, _link(link)) for link in span.links),
        _number(14, span.dropped_links),
        _part(15, _text(2, span.status.description) + _number(3, span.status.status_code.value)),
        b"\x85\x01" + _FROM_ELSEWHERE if parent is not None and parent.is_remote else b"\x85\x01" + _FROM_HERE,
    ]
    return b"".join(parts)


_FROM_HERE, _FROM_ELSEWHERE = pack("<I", 0x100), pack("<I", 0x300)
"""Flags: whether the parent is in another process is known, and whether it is (SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK, …_IS_REMOTE_MASK)."""


def _event(event: Any) -> bytes:
    return b"\x09" + pack("<Q", event.timestamp) + _text(2, event.name) + _attributes(3, event.attributes) + _number(4, event.dropped_attributes)


def _link(link: Any) -> bytes:
    context = link.context
    return (
        b"\x0a\x10"
        + context.trace_id.to_bytes(16, "big")
        + b"\x12\x08"
        + context.span_id.to_bytes(8, "big")
        + _attributes(4, link.attributes)
        + _number(5, link.dropped_attributes)
        + b"\x35"
        + (_FROM_ELSEWHERE if context.is_remote else _FROM_HERE)
    )


def _attributes(field: int, attributes: Mapping[str, Any] | None) -> bytes:
    if not attributes:
        return b""
    # the type is part of the key: True, 1 and 1.0 are equal
    return b"".join(
        _remembered(field, key, value, type(value)) if type(value) is not str or len(value) <= 64 else _pair(field, key, value)
        for key, value in attributes.items()
    )


@lru_cache(maxsize=4096)
def _remembered(field: int, key: str, value: Any, _type: type) -> bytes:
    return _pair(field, key, value)


def _pair(field: int, key: str, value: Any) -> bytes:
    return _part(field, _text(1, key) + _part(2, _any(value)))


def _any(value: Any) -> bytes:
    """An AnyValue; what OTLP has no type for is its text, and nothing at all is an empty one."""
    if value is None:
        return b""
    if isinstance(value, str):
        data = value.encode("utf-8", "replace")
        return b"\x0a" + _varint(len(data)) + data
    if isinstance(value, bool):
        return b"\x10\x01" if value else b"\x10\x00"
    if isinstance(value, int):
        return b"\x18" + _varint(value & 0xFFFFFFFFFFFFFFFF)
    if isinstance(value, float):
        return b"\x21" + pack("<d", value)
    if isinstance(value, bytes):
        return b"\x3a" + _varint(len(value)) + value
    if isinstance(value, Mapping):
        return _part(6, b"".join(_pair(1, str(key), one) for key, one in value.items()))
    if isinstance(value, Sequence):
        return _part(5, b"".join(_part(1, _any(one)) for one in value))
    return _any(str(value))


def _text(field: int, text: str | None) -> bytes:
    return _part(field, text.encode("utf-8", "replace")) if text else b""


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number) if number else b""


def _part(field: int, data: bytes) -> bytes:
    """A field with a length: text, bytes, or a message."""
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _varint(number: int) -> bytes:
    if number < 0x80:
        return _SMALL[number]
    parts = bytearray()
    while number >= 0x80:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    parts.append(number)
    return bytes(parts)


_SMALL = tuple(bytes((number,)) for number in range(0x80))
