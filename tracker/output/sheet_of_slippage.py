"""The actions that slipped most, as a table that its chart can show."""

from __future__ import annotations

import pandas as pd

from tracker.output.sheet_of_actions import finishes, in_words
from tracker.output.sheet_table import SheetColumn, SheetTable
from tracker.own_downloads import SLIPPAGE_SHEET
from tracker.statements.on_action import slippage
from tracker.vocabulary import FIELDS, MEASURES
from tracker.words import UNKNOWN, count, number, shortened

MOST_DRAWN = 40
"""Actions that the chart shows: as many as can be read."""

ACTION, DAYS, IN_WORDS = FIELDS["action"].label, MEASURES["slippage_days"].label, "In words"
_LONGEST_NAME = 55  # characters of an action's name beside its bar


def slippage_table(view: pd.DataFrame, title: str, context: str) -> SheetTable | None:
    """The actions whose slippage is known, most slipped first; None where it is of none.

    Only the first ``MOST_DRAWN``, which is said: the sheet of actions has them all.
    """
    known = view[view["slippage_days"].notna()]
    if known.empty:
        return None
    rows = known.sort_values("slippage_days", ascending=False, kind="stable").head(MOST_DRAWN)
    shown = ""
    if len(rows) < len(known):
        shown = f"the {number(len(rows))} of {count('action', len(known))} most slipped"
    return SheetTable(
        sheet=SLIPPAGE_SHEET,
        name="Slippage",
        title=f"{SLIPPAGE_SHEET}: {title}",
        context=f"Most slipped first{f': {shown}' if shown else ''}"
        f"{_left_out(view, len(known))}. {context}",
        about="The actions that slipped most, with a chart of their slippage beside the table",
        columns=[
            SheetColumn(ACTION, _names(rows), widest=60),
            SheetColumn(FIELDS["original_due"].label, in_words(rows["original_due"])),
            SheetColumn(
                MEASURES["expected_finish"].label,
                finishes(rows["expected_finish"], rows["slippage_is_minimum"]),
            ),
            SheetColumn(DAYS, in_words(rows["slippage_days"]), "count"),
            SheetColumn(IN_WORDS, [slippage(row, overdue=True) for row in rows.itertuples()]),
        ],
        shown=shown,
        on_one_page=True,
    )


def _left_out(view: pd.DataFrame, known: int) -> str:
    withdrawn = int(view["is_withdrawn"].sum())
    undated = len(view) - withdrawn - known
    parts = [f"{number(undated)} without the dates"] if undated else []
    parts += [f"{number(withdrawn)} withdrawn"] if withdrawn else []
    return f"; left out: {' and '.join(parts)}" if parts else ""


def _names(rows: pd.DataFrame) -> list[str]:
    """Each action's reference and wording, short enough to stand beside a bar."""
    return [
        ". ".join(filter(None, (reference, shortened(action or "", _LONGEST_NAME)))) or UNKNOWN
        for reference, action in zip(rows["reference"], rows["action"], strict=True)
    ]
