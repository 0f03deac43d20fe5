"""How one layout is to be read: columns, status words, sheets. Saved as a small JSON file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, get_args

from tracker.book import PlanError
from tracker.reading.choices import (
    Choices,
    DateWords,
    MonthNumbers,
    RowsCount,
    SecondTable,
    Struck,
    Tabs,
)
from tracker.vocabulary import FIELDS, STATUS_GROUPS, STATUS_LABELS
from tracker.words import date_words, listed

KIND = "action-plan-tracker mapping"


def write_mapping(choices: Choices) -> bytes:
    """The JSON of the choices for a layout, for :func:`read_mapping`."""
    published = choices.published.isoformat() if choices.published else None
    values = asdict(choices) | {"published": published}
    return json.dumps({"kind": KIND, **values}, ensure_ascii=False, indent=2).encode()


def read_mapping(file: bytes | str | PathLike[str]) -> Choices:
    """Read a mapping's JSON. Raises :class:`PlanError` where it is not one.

    >>> read_mapping(write_mapping(Choices(columns={"action": "azione"}))).columns
    {'action': 'azione'}
    """
    try:
        data = file if isinstance(file, bytes) else Path(file).read_bytes()
    except OSError as error:
        raise PlanError(f"The mapping “{Path(str(file)).name}” could not be opened.") from error
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PlanError("This is not a mapping: it is not a JSON file.") from error
    if not isinstance(values, dict) or not isinstance(values.get("columns", {}), dict):
        raise PlanError("This is not a mapping that the tracker wrote.")
    try:
        return _mapping(values)
    except (TypeError, ValueError, AttributeError) as error:
        raise PlanError(
            "This mapping holds a value that the tracker does not understand."
        ) from error


def _mapping(values: Mapping[str, Any]) -> Choices:
    columns = {str(name): str(heading) for name, heading in values.get("columns", {}).items()}
    statuses = {str(word): str(group) for word, group in values.get("statuses", {}).items()}
    for name in columns:
        if name not in FIELDS or not FIELDS[name].mapped:
            raise PlanError(f"This mapping names a field that there is not: “{name}”.")
    for group in statuses.values():
        if group not in STATUS_GROUPS:
            raise PlanError(f"This mapping names a status group that there is not: “{group}”.")
    percent, date_words = values.get("percent") or {}, values.get("date_words") or {}
    rows = values.get("rows") or {}
    header_row, day_first = values.get("header_row"), values.get("day_first")
    published = values.get("published")
    return Choices(
        columns=columns,
        statuses=statuses,
        sheets=tuple(str(sheet) for sheet in values.get("sheets") or ()),
        header_row=None if header_row is None else int(header_row),
        day_first=None if day_first is None else bool(day_first),
        published=None if published is None else date.fromisoformat(published),
        tabs=_one_of(values, "tabs", get_args(Tabs)),
        second_table=_one_of(values, "second_table", get_args(SecondTable)),
        percent={str(heading): bool(is_it) for heading, is_it in percent.items()},
        struck=_one_of(values, "struck", get_args(Struck)),
        rows={str(which): _one_of(rows, which, get_args(RowsCount)) for which in rows},
        month_numbers=_one_of(values, "month_numbers", get_args(MonthNumbers)),
        date_words={
            str(heading): _one_of(date_words, heading, get_args(DateWords))
            for heading in date_words
        },
    )


def _one_of(values: Mapping[str, Any], name: str, known: tuple[str, ...]) -> Any:
    value = values.get(name)
    if value is not None and value not in known:
        raise ValueError(name)
    return value


def told(choices: Choices) -> list[tuple[str, Choices]]:
    """Each thing that is said of a layout, in words, and the choices without it.

    >>> told(Choices(columns={"owner": "Lead"}))
    [('Owner: “Lead”', Choices(...))]
    """
    said: list[tuple[str, dict[str, Any]]] = []
    for name, words_of_each in _OF_EACH.items():
        values: Mapping[str, Any] = getattr(choices, name)
        for key, value in values.items():
            others = {other: each for other, each in values.items() if other != key}
            said.append((words_of_each(key, value), {name: others}))
    for name, words_of in _OF_ALL.items():
        value, nothing = getattr(choices, name), getattr(Choices(), name)
        if value != nothing:
            said.append((words_of(value), {name: nothing}))
    return [(words, replace(choices, **left)) for words, left in said]


def _column_words(name: str, heading: str) -> str:
    label = FIELDS[name].label
    return f"{label}: “{heading}”" if heading else f"{label}: no column"


_OF_EACH: Mapping[str, Callable[[str, Any], str]] = {
    "statuses": lambda word, group: (
        f"“{word}”: {'as it was read' if group == 'unknown' else STATUS_LABELS[group].lower()}"
    ),
    "columns": _column_words,
    "percent": lambda heading, is_it: (
        f"“{heading}” is {'' if is_it else 'not '}the percentage complete"
    ),
    "date_words": lambda heading, which: (
        f"“{heading}”: {'no' if which == 'none' else f'the {which}'} date of a cell in other words"
    ),
    "rows": lambda which, do: (
        f"Rows {'with parts below' if which == 'parents' else 'of words alone'} "
        f"{'counted' if do == 'count' else 'left out'}"
    ),
}
_OF_ALL: Mapping[str, Callable[[Any], str]] = {
    "sheets": lambda sheets: f"Read: {listed([f'“{sheet}”' for sheet in sheets])}",
    "header_row": lambda row: f"Headings in row {row}",
    "day_first": lambda first: f"{'Day' if first else 'Month'} first",
    "published": lambda day: f"Report published on {date_words(day)}",
    "tabs": lambda tabs: f"Tabs are {'parts of one plan' if tabs == 'parts' else 'versions'}",
    "second_table": lambda use: f"Second table {'used' if use == 'use' else 'left out'}",
    "struck": lambda struck: (
        f"What is struck out or called withdrawn {'counts' if struck == 'keep' else 'is withdrawn'}"
    ),
    "month_numbers": lambda are: (
        f"“Nov 15” is {'November 2015' if are == 'years' else 'a day without its year'}"
    ),
}
