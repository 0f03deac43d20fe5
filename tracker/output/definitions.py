"""What each column of a download says, and where its definition comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.output import sheets_of_groups
from tracker.output.sheet_table import SheetColumn, SheetTable
from tracker.own_downloads import (
    ACTIONS_SHEET,
    AS_AT_HEADING,
    CALCULATED_HEADINGS,
    CHANGES_SHEET,
    DEFINITIONS_SHEET,
    ORIGINAL_NOW_HEADING,
    OWNERS_SHEET,
    READ_FROM_HEADING,
    RECOMMENDATIONS_SHEET,
)
from tracker.vocabulary import FIELDS, FIGURES, MEASURES, OWN, STATUS_LABELS

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

THE_PLAN = "The plan"
_OF_A_RECOMMENDATION: Mapping[str, tuple[str, str]] = {
    "recommendation_text": ("What the recommendation says.", THE_PLAN),
    "original_due": (
        "The recommendation's own timescale where the plan gives one, else the latest original "
        "timescale of its actions.",
        OWN,
    ),
    "expected_finish": (
        "The latest expected or actual finish of its actions that are not withdrawn; empty where "
        "one is unknown.",
        OWN,
    ),
    "slippage_days": (
        "Calendar days from its original timescale to its finish; negative is early.",
        MEASURES["slippage_days"].source,
    ),
    "is_complete": (
        "Yes where it has an action that is not withdrawn and all of those are complete.",
        OWN,
    ),
}

_OF_A_CHANGE: Mapping[str, str] = {
    "What changed": "All that changed of the action; what a meeting must not miss comes first.",
    "Agreed timescale now": "The revised timescale, else the original. “Before” is the same in the "
    "earlier plan.",
    "Times moved so far": "How often the agreed date has moved, as the two plans show: at least.",
    "Moved at the deadline": "Yes where the date was moved later within 14 days of the one it "
    "replaced.",
}

_AS_READ = "What was read as “{label}”, so that this file can be read back to the same figures."
_ORIGINAL_NOW = (
    "What the plan now gives as the original timescale, where another was first recorded: slippage "
    "is measured from the first recorded."
)
_READ_FROM = "The sheet and row of the plan from which the action was read."
_STATUS_GROUP = f"What the status was understood as: {', '.join(STATUS_LABELS.values())}."

_Row = tuple[str, str, str, str]


def definitions_table(
    plan: Plan,
    actions: SheetTable,
    calculated: Mapping[str, str],
    others: Iterable[SheetTable],
    title: str,
    context: str,
) -> SheetTable:
    """A row for each column of the file that needs saying.

    ``calculated`` gives the calculated headings of ``actions`` as the file shows them;
    ``others`` are the other tables.
    """
    shown = set(calculated.values())
    own = [column.heading for column in actions.columns if column.heading not in shown]
    rows = [*_own(plan, own), *_calculated(calculated)]
    for table in others:
        rows += _of_table(table)
    return SheetTable(
        sheet=DEFINITIONS_SHEET,
        name="Definitions",
        title=f"{DEFINITIONS_SHEET}: {title}",
        context=context,
        about="What each column says, and where its definition comes from",
        columns=[
            SheetColumn(heading, [row[at] for row in rows], widest=70)
            for at, heading in enumerate(("Column", "Sheet", "What it says", "Source"))
        ],
    )


def _own(plan: Plan, own: Sequence[str]) -> list[_Row]:
    """The user's columns that were understood: which of them was read as which field."""
    read_as = {" ".join(name.split()): field for field, name in plan.columns.items()}
    return [
        (
            heading,
            ACTIONS_SHEET,
            f"The plan's own column, read as “{FIELDS[read_as[heading]].label}”.",
            THE_PLAN,
        )
        for heading in own
        if heading in read_as
    ]


def _calculated(headings: Mapping[str, str]) -> list[_Row]:
    return [(shown, ACTIONS_SHEET, *meaning(plain)) for plain, shown in headings.items()]


def meaning(heading: str) -> tuple[str, str]:
    """What a calculated column says, and where its definition comes from."""
    for measure in MEASURES.values():
        if measure.label == heading:
            return measure.definition, measure.source
    if heading == ORIGINAL_NOW_HEADING:
        return _ORIGINAL_NOW, OWN
    if heading == READ_FROM_HEADING:
        return _READ_FROM, THE_PLAN
    if heading == AS_AT_HEADING:
        return "The day as at which the figures stand, the same in each row.", OWN
    if CALCULATED_HEADINGS[heading] == "status":
        return _STATUS_GROUP, OWN
    return _AS_READ.format(label=FIELDS[CALCULATED_HEADINGS[heading]].label), THE_PLAN


def _of_table(table: SheetTable) -> list[_Row]:
    headings = [column.heading for column in table.columns]
    if table.sheet in (RECOMMENDATIONS_SHEET, OWNERS_SHEET):
        said = {sheets_of_groups.label(name): told for name, told in _OF_A_RECOMMENDATION.items()}
        said |= {each.label: (each.definition, each.source) for each in FIGURES.values()}
    elif table.sheet == CHANGES_SHEET:
        said = {heading: (meaning, OWN) for heading, meaning in _OF_A_CHANGE.items()}
    else:
        return []
    return [(heading, table.sheet, *said[heading]) for heading in headings if heading in said]
