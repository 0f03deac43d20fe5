"""A file's bytes to a :class:`Book`, once, in limited processes: cells of sheets, nothing of plans.

Each name is imported when it is first used: the processes that parse files load no pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.book.limited import MAX_FILE_BYTES, PlanError, prepare
    from tracker.book.marking import LIST_SHEET, can_be_marked, mark_workbook
    from tracker.book.opening import open_book
    from tracker.book.patching import Edit, patch_workbook
    from tracker.book.sheet import (
        Book,
        Cell,
        CellRows,
        Codes,
        Column,
        Flags,
        Objects,
        RowNumbers,
        Sheet,
        YesNo,
        as_text,
        column_of,
        is_blank,
        objects,
    )
    from tracker.book.sheet_xml import column_letters

__all__ = [
    "LIST_SHEET",
    "MAX_FILE_BYTES",
    "Book",
    "Cell",
    "CellRows",
    "Codes",
    "Column",
    "Edit",
    "Flags",
    "Objects",
    "PlanError",
    "RowNumbers",
    "Sheet",
    "YesNo",
    "as_text",
    "can_be_marked",
    "column_letters",
    "column_of",
    "is_blank",
    "mark_workbook",
    "objects",
    "open_book",
    "patch_workbook",
    "prepare",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        for module in ("limited", "marking", "opening", "patching", "sheet"):
            home = import_module(f"tracker.book.{module}")
            if hasattr(home, name):
                return getattr(home, name)
    raise AttributeError(f"module 'tracker.book' has no attribute {name!r}")
