"""A file's bytes to a :class:`Book`, once, in limited processes: cells of sheets, nothing of plans.

Each name is imported when it is first used: the processes that parse files load no pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.book.limited import MAX_FILE_BYTES as MAX_FILE_BYTES
    from tracker.book.limited import PlanError as PlanError
    from tracker.book.limited import prepare as prepare
    from tracker.book.marking import can_be_marked as can_be_marked
    from tracker.book.marking import mark_workbook as mark_workbook
    from tracker.book.opening import open_book as open_book
    from tracker.book.patching import Edit as Edit
    from tracker.book.patching import patch_workbook as patch_workbook
    from tracker.book.sheet import Book as Book
    from tracker.book.sheet import Cell as Cell
    from tracker.book.sheet import CellRows as CellRows
    from tracker.book.sheet import Codes as Codes
    from tracker.book.sheet import Column as Column
    from tracker.book.sheet import Flags as Flags
    from tracker.book.sheet import Objects as Objects
    from tracker.book.sheet import RowNumbers as RowNumbers
    from tracker.book.sheet import Sheet as Sheet
    from tracker.book.sheet import YesNo as YesNo
    from tracker.book.sheet import as_text as as_text
    from tracker.book.sheet import blank_column as blank_column
    from tracker.book.sheet import bytes_held as bytes_held
    from tracker.book.sheet import column_of as column_of
    from tracker.book.sheet import is_blank as is_blank
    from tracker.book.sheet import objects as objects
    from tracker.book.sheet_xml import column_letters as column_letters

_HOMES = {
    "limited": "MAX_FILE_BYTES PlanError prepare",
    "marking": "can_be_marked mark_workbook",
    "opening": "open_book",
    "patching": "Edit patch_workbook",
    "sheet": "Book Cell CellRows Codes Column Flags Objects RowNumbers Sheet YesNo as_text "
    "blank_column bytes_held column_of is_blank objects",
    "sheet_xml": "column_letters",
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"tracker.book.{module}"), name)
    raise AttributeError(f"module 'tracker.book' has no attribute {name!r}")
