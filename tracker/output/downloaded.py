"""A hidden sheet with what was downloaded, by which an edited download is read as it was edited.

Its first row holds facts as JSON, its second headings: those of the sheet of actions, then the
names of fields that cannot be read from the cells alone, and which of its cells were blank and
filled from the row above. A row an action follows.
:mod:`tracker.reading.download` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.output.as_read import own_places
from tracker.output.cells import write_column
from tracker.output.sheet_of_actions import in_words
from tracker.output.sheet_table import SheetBook, SheetColumn
from tracker.own_downloads import CARRIED_FIELDS, DOWNLOADED_SHEET, RECOMMENDATION_NAMES
from tracker.vocabulary import FIELDS

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

_PIECE = 30_000  # characters of the facts in a cell, which holds 32,767
FIRST_ROW = 2  # of the actions, from 0


def write_downloaded(
    book: SheetBook, plan: Plan, view: pd.DataFrame, columns: Sequence[SheetColumn]
) -> None:
    """Write the sheet; ``columns`` are those of the sheet of actions."""
    sheet, formats = book.workbook.add_worksheet(DOWNLOADED_SHEET), book.formats
    sheet.very_hidden()
    fields = _fields(plan, view)
    if any(carried := _carried(plan, view)):
        fields[CARRIED_FIELDS] = carried
    facts = json.dumps(_facts(plan, view, columns))
    for place, start in enumerate(range(0, len(facts), _PIECE)):
        sheet.write_string(0, place, facts[start : start + _PIECE])
    for place, heading in enumerate([*(column.heading for column in columns), *fields]):
        sheet.write_string(1, place, heading)
    cells = [*(column.cells for column in columns), *fields.values()]
    for place, column in enumerate(cells):
        write_column(sheet, FIRST_ROW, place, column, formats, formats.number, book.not_held)


def _facts(plan: Plan, view: pd.DataFrame, columns: Sequence[SheetColumn]) -> dict[str, Any]:
    """How the plan is read; of status words those alone that stand in the actions."""
    words = {str(text).casefold() for text in view["status_text"].dropna()}
    said = plan.choices.statuses.items()
    return {
        "own": len(plan.original.columns),
        "columns": len(columns),
        "key": columns[-1].heading,
        "fields": {field: columns[at].heading for field, at in own_places(plan).items()},
        "statuses": {word: group for word, group in said if word.strip().casefold() in words},
        "day_first": plan.choices.day_first,
        "published": plan.published.isoformat() if plan.published else None,
        "confirmed": plan.tells_confirmed,
    }


def _carried(plan: Plan, view: pd.DataFrame) -> list[str | None]:
    """For each action the fields whose cells were left blank below a row that says them."""
    blank = [plan.carried_down(name).loc[view.index] for name in RECOMMENDATION_NAMES]
    rows = zip(*blank, strict=True)
    return [" ".join(compress(RECOMMENDATION_NAMES, row)) or None for row in rows]


def _fields(plan: Plan, view: pd.DataFrame) -> dict[str, list[Any]]:
    """The fields of each action that its cells alone do not tell as they were read."""
    places, typed = own_places(plan), plan.original.loc[view.index]
    found = {}
    for name in FIELDS:
        codes = name in ("status", "scope")
        values = view[name].astype("object").tolist() if codes else in_words(view[name])
        values = [json.dumps(v) if isinstance(v, tuple) else v for v in values]
        own = typed.iloc[:, places[name]].tolist() if name in places else [None] * len(values)
        if values != own:
            found[name] = values
    return found
