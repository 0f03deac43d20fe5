"""Column types that give back exactly what was put in, in SQLite and in PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

ESCAPE = "\x1b"
_UNWRITABLE = re.compile(f"[\0{ESCAPE}\ud800-\udfff]")
_ESCAPED = re.compile(f"{ESCAPE}([0-9a-f]{{4}})")


class Words(TypeDecorator[str]):
    """Text that may hold anything.

    PostgreSQL stores no NUL, and neither database half a surrogate pair, yet a cell can hold
    both. Each is written as an escape character and its code, as is the escape character itself.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is stored for a text."""
        return writable(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """The text that was stored."""
        return as_written(value)


def writable(text: str | None) -> str | None:
    """A text without the characters that a database refuses."""
    if not text or _is_writable(text):
        return text
    return _UNWRITABLE.sub(lambda found: f"{ESCAPE}{ord(found[0]):04x}", text)


def as_written(text: str | None) -> str | None:
    """The text that :func:`writable` made storable."""
    if not text or ESCAPE not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def all_writable(texts: Sequence[str | None]) -> Sequence[str | None]:
    """:func:`writable` of each, at the cost of looking once where there is nothing to do."""
    if _is_writable("".join(filter(None, texts))):
        return texts
    return [writable(text) for text in texts]


def all_as_written(texts: Sequence[str | None]) -> Sequence[str | None]:
    """:func:`as_written` of each, likewise."""
    if ESCAPE not in "".join(filter(None, texts)):
        return texts
    return [as_written(text) for text in texts]


def _is_writable(text: str) -> bool:
    if text.isascii():  # known without looking at the characters
        return "\0" not in text and ESCAPE not in text
    return _UNWRITABLE.search(text) is None


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, to the microsecond; SQLite itself knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment, its zone said."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
