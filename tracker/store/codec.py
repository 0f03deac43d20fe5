"""What a plan consists of beside its tables, as JSON and back: field by field, as its classes say.

Nothing is listed here that a class names itself, so that a field added to one is kept too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from tracker.reading.choices import Choice, Choices, Question, QuestionKind
from tracker.reading.findings import Finding, FindingKind
from tracker.reading.sheets import Version
from tracker.reading.source import Source

KIND = "$"
"""The key of a JSON object that says what the object stands for."""

_CLASSES: Mapping[str, Any] = MappingProxyType(
    {
        each.__name__: each
        for each in (
            *(Choice, Choices, Finding, FindingKind, Question, QuestionKind, Source, Version),
        )
    }
)

_FINDING_KINDS = frozenset(kind.value for kind in FindingKind)

_PLAIN = frozenset((str, int, float, bool))


def encoded(value: object) -> Any:
    """A value of texts, numbers, dates, tuples, mappings, enumerations and dataclasses."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, StrEnum):
        return {KIND: type(value).__name__, "value": value.value}
    if isinstance(value, date):
        return {KIND: "date", "value": value.isoformat()}
    if isinstance(value, tuple):
        return {KIND: "tuple", "value": [encoded(each) for each in value]}
    if isinstance(value, Mapping):
        pairs = [[encoded(key), encoded(each)] for key, each in value.items()]
        return {KIND: "mapping", "value": pairs}
    if is_dataclass(value) and not isinstance(value, type):
        given = {field.name: encoded(getattr(value, field.name)) for field in fields(value)}
        return {KIND: type(value).__name__, **given}
    return value


def decoded(given: dict[str, Any]) -> Any:
    """What a JSON object stands for: the hook of ``json.loads``.

    A field that another version of the tracker had and this one has not is passed over; a kind of
    finding that only another one tells apart is called so.
    """
    kind = given.get(KIND)
    if kind is None:
        return given
    if kind == "date":
        return date.fromisoformat(given["value"])
    if kind == "tuple":
        return tuple(given["value"])
    if kind == "mapping":
        return {key: value for key, value in given["value"]}  # noqa: C416 - pairs are lists
    known = _CLASSES[kind]
    if known is FindingKind and given["value"] not in _FINDING_KINDS:
        return FindingKind.OF_ANOTHER_VERSION
    if issubclass(known, StrEnum):
        return known(given["value"])
    names = {field.name for field in fields(known)}
    return known(**{name: value for name, value in given.items() if name in names})
