"""What each column of a download says, and where its definition comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tracker.fields import (
    ACTIONS_SHEET,
    CALCULATED_HEADINGS,
    CHANGES_SHEET,
    DEFINITIONS_SHEET,
    FIELDS,
    MEASURE_LABELS,
    ORIGINAL_NOW_HEADING,
    OWNERS_SHEET,
    READ_FROM_HEADING,
    RECOMMENDATIONS_SHEET,
    STATUS_LABELS,
)
from tracker.output import groups
from tracker.output.table import Column, Table

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

THE_PLAN = "The plan"
OWN = "The tracker's own definition"
FINISH_VARIANCE = "Microsoft Project: finish variance, against a date that does not move"
HOLIDAYS = "numpy.busday_count, with the bank holidays of England and Wales"
HIT_TASK = "Defense Contract Management Agency, 14-Point Assessment: Hit Task %"
BEI = "Defense Acquisition University: Baseline Execution Index"

_OF_AN_ACTION: Mapping[str, tuple[str, str]] = {
    "state": (
        "Complete, awaiting sign-off, overdue, not started, open or withdrawn, at the as-at date.",
        OWN,
    ),
    "slippage_days": (
        "Calendar days from the original timescale to the expected or actual finish; negative is "
        "early. Empty where either is unknown, for withdrawn actions, and where what is open is "
        "not late yet.",
        FINISH_VARIANCE,
    ),
    "slippage_working_days": (
        "The same in working days: Monday to Friday less the bank holidays of England and Wales.",
        HOLIDAYS,
    ),
    "slippage_is_minimum": (
        "Yes where the action is open and its agreed date is not after the as-at date: it has "
        "slipped at least that far, and is still slipping.",
        OWN,
    ),
    "is_overdue": (
        "Yes where the action is open and its original timescale is before the as-at date.",
        OWN,
    ),
    "days_overdue": (
        "Calendar days from the original timescale to the as-at date, where overdue.",
        OWN,
    ),
    "expected_finish": (
        "For a complete action the day it was completed; for an open one the later of the as-at "
        "date and its revised, else original, timescale.",
        OWN,
    ),
    "is_overdue_revised": (
        "Yes where the action is open and its revised, else original, timescale is before the "
        "as-at date.",
        OWN,
    ),
    "is_late": ("Yes where the action was completed after its original timescale.", OWN),
    "is_rebaselined": (
        "Yes where a revised timescale is given that differs from the original.",
        OWN,
    ),
    "extension_days": ("Calendar days from the original to the revised timescale.", OWN),
    "slippage_against_revised_days": (
        "Calendar days from the revised, else original, timescale to the expected or actual "
        "finish: the second slip, after a new date was agreed.",
        FINISH_VARIANCE,
    ),
    "age_days": (
        "Calendar days from the report's publication to completion, or to the as-at date while "
        "the action is open.",
        OWN,
    ),
}

_OF_A_GROUP: Mapping[str, tuple[str, str]] = {
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
        FINISH_VARIANCE,
    ),
    "is_complete": (
        "Yes where it has an action that is not withdrawn and all of those are complete.",
        OWN,
    ),
    "actions": ("All its actions: withdrawn, complete, overdue and open, not overdue.", OWN),
    "withdrawn": ("Actions withdrawn or superseded. They are in no rate.", OWN),
    "completed": (
        "Actions whose status says so and that were not completed after the as-at date. Those "
        "awaiting sign-off are open.",
        OWN,
    ),
    "overdue": ("Open actions whose original timescale is before the as-at date.", OWN),
    "not_overdue": ("The other open actions, those without an original timescale included.", OWN),
    "open": ("Actions that are neither complete nor withdrawn: overdue or not.", OWN),
    "completion_rate": ("Complete, of all that are not withdrawn.", OWN),
    "confirmed": ("Complete and accepted by who set the recommendation.", OWN),
    "confirmed_rate": ("Confirmed, of all that are not withdrawn.", OWN),
    "due": ("Actions not withdrawn whose original timescale is not after the as-at date.", OWN),
    "on_time_rate": (
        "Of the completed whose dates are known, those completed by their original timescale.",
        OWN,
    ),
    "hit_task_rate": (
        "Of the actions due by the as-at date, those completed by their original timescale.",
        HIT_TASK,
    ),
    "bei": (
        "Complete, over those due by the as-at date and those without an original timescale.",
        BEI,
    ),
    "median_slippage_days": ("The median of its actions' known slippage, in calendar days.", OWN),
    "mean_slippage_days": ("The mean of its actions' known slippage, in calendar days.", OWN),
    "max_slippage_days": ("The most that one of its actions has slipped, in calendar days.", OWN),
    "rebaselined": (
        "Actions not withdrawn whose revised timescale differs from the original.",
        OWN,
    ),
    "next_due": ("The earliest agreed date, not before the as-at date, of its open actions.", OWN),
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
    actions: Table,
    calculated: Mapping[str, str],
    others: Iterable[Table],
    title: str,
    context: str,
) -> Table:
    """A row for each column of the file that needs saying.

    ``calculated`` gives the calculated headings of ``actions`` as the file shows them;
    ``others`` are the other tables.
    """
    shown = set(calculated.values())
    own = [column.heading for column in actions.columns if column.heading not in shown]
    rows = [*_own(plan, own), *_calculated(calculated)]
    for table in others:
        rows += _of_table(table)
    return Table(
        sheet=DEFINITIONS_SHEET,
        name="Definitions",
        title=f"{DEFINITIONS_SHEET}: {title}",
        context=context,
        about="What each column says, and where its definition comes from",
        columns=[
            Column(heading, [row[at] for row in rows], widest=70)
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
    for name, said in _OF_AN_ACTION.items():
        if MEASURE_LABELS[name] == heading:
            return said
    if heading == ORIGINAL_NOW_HEADING:
        return _ORIGINAL_NOW, OWN
    if heading == READ_FROM_HEADING:
        return _READ_FROM, THE_PLAN
    if CALCULATED_HEADINGS[heading] == "status":
        return _STATUS_GROUP, OWN
    return _AS_READ.format(label=FIELDS[CALCULATED_HEADINGS[heading]].label), THE_PLAN


def _of_table(table: Table) -> list[_Row]:
    headings = [column.heading for column in table.columns]
    if table.sheet in (RECOMMENDATIONS_SHEET, OWNERS_SHEET):
        said = {groups.HEADINGS[name]: meaning for name, meaning in _OF_A_GROUP.items()}
    elif table.sheet == CHANGES_SHEET:
        said = {heading: (meaning, OWN) for heading, meaning in _OF_A_CHANGE.items()}
    else:
        return []
    return [(heading, table.sheet, *said[heading]) for heading in headings if heading in said]
