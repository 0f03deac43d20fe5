"""What changed since an earlier plan, and how the open actions add up, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from tracker.output.sheet_of_actions import in_words
from tracker.output.sheet_table import SheetColumn, SheetTable
from tracker.own_downloads import BALANCE_SHEET, CHANGES_SHEET
from tracker.vocabulary import FIELDS, NO_OWNER
from tracker.words import count, date_words

if TYPE_CHECKING:
    from tracker.timeline import Comparison

_Column: TypeAlias = "pd.Series[Any]"


def changes_table(comparison: Comparison, title: str) -> SheetTable:
    """A row for each action that changed, changed original timescales first."""
    from tracker.statements.on_changes import what_changed

    rows = comparison.changes[comparison.changes["kind"].ne("unchanged")]
    now, was = _rows_of(comparison.after, rows["new"]), _rows_of(comparison.before, rows["old"])
    owners = now["owners"].where(now["owners"].notna(), was["owners"])
    return SheetTable(
        sheet=CHANGES_SHEET,
        name="Changes",
        title=f"{CHANGES_SHEET}: {title}",
        context=f"Since {date_words(comparison.previous_as_at)}: "
        f"{count('action', len(rows))} changed, changed original timescales first.",
        about="Every action that changed since the earlier plan, with before and after",
        columns=[
            SheetColumn("What changed", what_changed(comparison, rows)),
            SheetColumn(FIELDS["reference"].label, rows["reference"].tolist()),
            SheetColumn(FIELDS["action"].label, rows["action"].tolist()),
            SheetColumn(FIELDS["owner"].label, ["; ".join(names) or NO_OWNER for names in owners]),
            SheetColumn("Original timescale before", _date_or_words(rows["original_before"], was)),
            SheetColumn("Original timescale now", _date_or_words(rows["original_after"], now)),
            SheetColumn("Original moved by days", in_words(rows["original_days_moved"]), "signed"),
            SheetColumn("Agreed timescale before", in_words(rows["agreed_before"])),
            SheetColumn("Agreed timescale now", in_words(rows["agreed_after"])),
            SheetColumn("Agreed moved by days", in_words(rows["days_moved"]), "signed"),
            SheetColumn("Times moved so far", in_words(rows["date_moves"]), "count"),
            SheetColumn("Moved at the deadline", in_words(rows["moved_at_deadline"])),
            SheetColumn("Status before", in_words(was["status"])),
            SheetColumn("Status now", in_words(now["status"])),
        ],
        in_view=2,
    )


def balance_table(comparison: Comparison, title: str) -> SheetTable:
    """How the open actions of the earlier plan became those of this one: the lines add up."""
    from tracker.statements.on_changes import balance_lines

    lines = balance_lines(comparison)
    return SheetTable(
        sheet=BALANCE_SHEET,
        name="Balance",
        title=f"{BALANCE_SHEET} of open actions: {title}",
        context=f"From {date_words(comparison.previous_as_at)} to "
        f"{date_words(comparison.as_at)}: the lines add up to the last.",
        about="How the open actions of the earlier plan became those of this one",
        columns=[
            SheetColumn("Open actions", [words for words, _ in lines]),
            SheetColumn("Actions", [actions for _, actions in lines], "count"),
        ],
    )


def _rows_of(measured: pd.DataFrame, places: _Column) -> pd.DataFrame:
    """The actions at these positions, a row each; unknown where there is none."""
    rows = measured.reset_index(drop=True).reindex(places.fillna(-1).astype(int))
    return rows.reset_index(drop=True)


def _date_or_words(dates: _Column, facts: pd.DataFrame) -> list[object]:
    """The original timescale as a date, else as typed."""
    typed = in_words(facts["original_due_text"])
    return [day or words for day, words in zip(in_words(dates), typed, strict=True)]
