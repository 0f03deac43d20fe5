"""What a user says of a plan's layout, and what the tracker asks: choices and questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum, auto
from typing import Any, Literal

Tabs = Literal["parts", "versions"]
SecondTable = Literal["use", "leave"]
Struck = Literal["keep", "withdraw"]
RowsCount = Literal["count", "leave"]
MonthNumbers = Literal["years", "days"]
DateWords = Literal["first", "last", "none"]


NO_FIELD = ""
"""What a column that is read as no field is said to be, and what a field without a column has."""


@dataclass(frozen=True)
class Choices:
    """What the user says of one layout; what is not said the reader decides, and may ask.

    ``sheets``: the sheets to read together. ``header_row``: from 1. ``columns``: field to
    heading, an empty heading where there is no such column. ``statuses``: status words to status
    group. ``day_first``: whether 1/2/2016 is 1 February. ``published``: the day that
    "Immediately" and "Within …" count from. ``tabs``: whether tabs of one shape are parts of one
    plan or versions of it. ``second_table``: whether a table beside the first is part of the
    plan. ``percent``: heading to whether the column is the percentage complete. ``struck``:
    whether struck-out rows are kept or withdrawn. ``rows``: whether rows count as actions
    that may be none: ``parents``, of which others are parts, ``words``, which have nothing but
    words, and ``repeated``, which stand on another sheet too. ``month_numbers``: whether "Nov 15"
    is a month of 2015 or the fifteenth of a November. ``date_words``: heading to which date counts
    in its cells of which not every word is understood.
    """

    sheets: tuple[str, ...] = ()
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    published: date | None = None
    tabs: Tabs | None = None
    second_table: SecondTable | None = None
    percent: Mapping[str, bool] = field(default_factory=dict)
    struck: Struck | None = None
    rows: Mapping[str, RowsCount] = field(default_factory=dict)
    month_numbers: MonthNumbers | None = None
    date_words: Mapping[str, DateWords] = field(default_factory=dict)

    def with_change(self, change: Mapping[str, Any]) -> Choices:
        """These choices with others set: values replace, mappings are added to."""
        values: dict[str, Any] = {
            name: {**getattr(self, name), **value} if isinstance(value, Mapping) else value
            for name, value in change.items()
        }
        return replace(self, **values)

    def with_field(self, heading: str, fields: Mapping[str, str], name: str) -> Choices:
        """These with a column read as a field, or as none; a heading is one field's only.

        ``fields`` says of each heading the field that it is read as now.
        """
        columns = {field: said for field, said in self.columns.items() if said != heading}
        before = fields.get(heading)
        if name != NO_FIELD:
            columns[name] = heading
        elif before is not None:  # another column of the same field stays it
            left = [each for each, field in fields.items() if field == before and each != heading]
            columns[before] = left[0] if left else NO_FIELD
        return replace(self, columns=columns)

    def with_meaning(self, word: str, group: str | None) -> Choices:
        """These with a status word of this group; ``None`` leaves it as it is read by itself."""
        others = {other: means for other, means in self.statuses.items() if other != word}
        return replace(self, statuses=others | ({word: group} if group else {}))


class QuestionKind(StrEnum):
    """What a question is about."""

    ORIGINAL_COLUMN = auto()
    COLUMN = auto()
    PUBLISHED = auto()
    STATUS_WORD = auto()
    PERCENT_COLUMN = auto()
    TABS = auto()
    SECOND_TABLE = auto()
    MONTH_FIRST = auto()
    MONTH_OR_DAY = auto()
    DATE_WORDS = auto()
    STRUCK_OUT = auto()
    DOUBTFUL_ROWS = auto()
    VERSION_OF = auto()


@dataclass(frozen=True)
class Choice:
    """One answer to a question: its words, what it sets, and whether it is what stands now.

    ``change`` is what :meth:`Choices.with_change` takes; empty where the answer is to leave the
    reading as it is. Where the words alone cannot be the answer (a date is to be typed),
    ``change`` holds the likeliest.
    """

    says: str
    change: Mapping[str, Any]
    stands: bool = False

    @property
    def options(self) -> list[str]:
        """The command line's options that say the same: ``["--tabs", "parts"]``."""
        return options_of(self.change)


@dataclass(frozen=True)
class Question:
    """What is not certain and may change a headline figure.

    ``cells`` are the addresses that it stands on, column letters for whole columns, on
    ``sheet``. ``choices``: the first is what stands now.
    """

    kind: QuestionKind
    asks: str
    sheet: str
    cells: tuple[str, ...]
    choices: tuple[Choice, ...]


def options_of(change: Mapping[str, Any]) -> list[str]:
    """The command line's options for a change of choices.

    >>> options_of({"columns": {"original_due": "HMIC timescale"}})
    ['--map', 'original_due=HMIC timescale']
    """
    said: list[str] = []
    for name, value in change.items():
        if name == "day_first":
            said.append("--day-first" if value else "--month-first")
        elif name == "percent":
            said += _each("--percent", {k: "yes" if v else "no" for k, v in value.items()})
        elif name in _OF_EACH:
            said += _each(_OF_EACH[name], value)
        elif name == "sheets":
            said += [part for sheet in value for part in ("--sheet", sheet)]
        else:
            said += [f"--{name.replace('_', '-')}", str(value)]
    return said


_OF_EACH = {
    "columns": "--map",
    "statuses": "--status",
    "date_words": "--date-words",
    "rows": "--rows",
}


def _each(option: str, values: Mapping[str, str]) -> list[str]:
    return [part for key, value in values.items() for part in (option, f"{key}={value}")]
