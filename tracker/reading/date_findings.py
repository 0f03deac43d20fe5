"""What is said of a column of dates: findings of its cells, and questions about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from tracker.book import Flags, column_letters
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.date_columns import DateColumn, out_of_line
from tracker.reading.date_forms import DateReading
from tracker.reading.findings import FindingKind, Said, sayings
from tracker.reading.sheet_plan import SheetPlan

CAUTIONS = sayings("""
note MONTH_PRECISION month: Only a month is given; read as its last day, {day}.
note YEAR_PRECISION year_end: Only a year's end is given; read as {day}.
note YEAR_PRECISION financial_year_end: The end of a financial year (April to March), so {day}.
note FINANCIAL_QUARTER financial_quarter: Read as a quarter of the financial year (April to March),
    so {day}.
warning FINANCIAL_QUARTER financial_half: Read as a half of the financial year (April to March), so
    {day}.
warning MONTH_PRECISION month_format: The cell shows only a month and a year, which a spreadsheet
    keeps as the first of the month; read as the month's last day, {day}. If a day is meant, give
    the cell a format that shows it.
warning MONTH_PRECISION month_or_day: Read as a month and year, so its last day, {day}. If it is a
    day of a month, add the year.
warning YEAR_PRECISION year_alone: Only a year is given; read as its last day, {day}. Give the day
    if another is meant.
warning YEAR_PRECISION hidden_day: The cell shows only the year of the date that it holds, {day}.
    Give it a format that shows the day.
warning YEAR_PRECISION financial_year: Only a financial year is given; read as its end, {day}.
warning QUARTER_OF_WHICH_YEAR calendar_quarter: Read as a part of the calendar year, so {day}. If
    the financial year is meant, write it as Q4 2015/16.
warning QUARTER_OF_WHICH_YEAR financial_year_name: Read as the financial year that ends in that
    year (FY23 is 2022/23), so {day}. Write it as Q4 2022/23 to be sure.
warning DATE_WITHOUT_ITS_FORMAT serial: A number where a date belongs; read as Excel's number for
    {day}. Give the cell a date format to be sure.
warning COUNTED_FROM_A_DATE counted: A length of time from a date: it ends on {day}. Type that day
    to be sure.
warning WEEKDAY_DOES_NOT_FIT weekday: {day} is another day of the week than the cell says. The date
    is used: check which of the two is right.
warning PROVISIONAL_DATE provisional: The cell says that the date is not firm. {day} is used until
    another is given.
warning PROVISIONAL_DATE internal: The cell says that this is the force's own date. {day} is used,
    as the cell gives no date of the inspectorate's.
note DATE_IN_MORE_WORDS by_whom: The cell also says who agreed or decided it. {day} is used.
note DATE_IN_MORE_WORDS missed: The cell also says that the date was missed. {day} is used.
warning SEVERAL_DATES_IN_A_CELL internal_beside: The force's own date stands beside another, {day},
    which is used.
warning DATE_NOT_AGREED not_agreed_beside: Another date stands beside {day}, but not as agreed: it
    is not used.
warning STATUS_IN_DATE_COLUMN done_beside: The cell also says when it was completed, which is not
    used here: put that in a column of its own.
warning SEVERAL_DATES_IN_A_CELL listed: Several dates in one cell: {day} was taken as the first and
    the last as what it was revised to. Check that.
warning SEVERAL_DATES_IN_A_CELL struck: A part of the cell is struck out: it was taken as what the
    cell said before. Check that.
warning MONTH_FIRST_DATE mixed_mdy: The column is written day first, but this can only be month
    first; read as {day}.
warning DAY_FIRST_OR_MONTH_FIRST mixed_either: The column holds day-first and month-first dates.
    This one could be either; read day first, as {day}. Check it.
warning DATES_PERHAPS_SWAPPED perhaps_swapped: The column's texts are month first, so a spreadsheet
    that reads day first may have exchanged the day and the month of this date. It is used as it
    stands, {day}: check it.
warning DATES_PERHAPS_SWAPPED swapped_back: You said that the dates are month first, so the day and
    the month of this date, which a spreadsheet had read day first, were exchanged: {day}.
""")
"""What a date that is used rests on, by its code in :attr:`DateReading.cautions`."""

_NOT_USED = "It is not used: type the date in the spreadsheet, or leave the cell blank."
UNCLEAR = sayings("""
error DATE_NOT_UNDERSTOOD: This is not a date that the tracker understands.
error DATE_NOT_UNDERSTOOD placeholder: This date stands for an empty one: it is not a real one.
error DATE_NOT_UNDERSTOOD year: The year is not one of ours: another calendar or a slip.
error DATE_NOT_UNDERSTOOD no_year: This may be a day of a month without its year.
error DATE_NOT_UNDERSTOOD impossible: There is no such day.
error DATE_NOT_UNDERSTOOD words: There is a date in the cell, but not all the words with it are
    understood.
error DATE_NOT_UNDERSTOOD before: Before a month or a year may mean the one that comes before it.
error DATE_NOT_UNDERSTOOD several: The cell holds several dates and does not say which counts.
error DATE_OF_A_START start: By its words (“from”, “start”) this may be when something begins, and
    not when the action is due.
error STATUS_IN_DATE_COLUMN done: The cell says that it is complete, and not when it was due.
error DATE_NOT_AGREED not_agreed: The cell names a date, but not one that is agreed.
error PLANNED_DATE_AS_COMPLETION not_completed: The cell says what is planned or due, and not that
    it was completed then.
""")
"""Why no date of a cell is used, by the same codes."""

_OTHERS = sayings("""
error ORIGINAL_DATE_NOT_GIVEN only_revised: The cell gives only the date that the timescale was
    revised to. It is used as the revised timescale; the original one is unknown: type it before
    the words.
error PUBLICATION_DATE_NEEDED unpublished: This counts from the day the report was published, which
    is not known here, and the plan's other dates are too far from July 2015 to assume Building the
    Picture. Give the publication date.
warning PUBLICATION_DATE_ASSUMED assumed: Counted from 2 July 2015, when Building the Picture was
    published, so {day}. The plan does not name its report: give the publication date if it is
    another's.
note NO_DATE_GIVEN none: No date is given here, so none is used.
error STATUS_IN_DATE_COLUMN status: A status stands where a date belongs. It is not used: the
    status column decides.
warning STATUS_IN_DATE_COLUMN as_status: A status stands where a date belongs. As no column is
    headed as the status, the action counts as complete; when it was due is not known.
warning COMPLETED_WITHOUT_A_DATE undated: Says that it is complete but not when: the completion
    date is unknown. Where the status is blank the action counts as complete.
warning YEAR_OUT_OF_LINE out_of_line: The year {year} is far from the others in this column. Check
    whether it is a slip.
note MONTH_FIRST_DATES month_first: The dates in this column are written month first (American
    order), as some of them can only be; the whole column is read that way.
warning MONTH_FIRST_DATES month_first_too: Nothing in this column settles whether the day or the
    month comes first; another column of the sheet is month first (American order), so this one is
    read that way too. Check it.
warning COMPLETE_BUT_NOT_BY_ITS_DATE disagrees: The status says complete and this cell does not.
    The status decides, and no completion date is known: correct the one that is wrong.
""")
_TIMESCALES = {
    "original_due": "original timescale to be measured against",
    "revised_due": "revised timescale",
    "recommendation_due": "timescale of its recommendation's own",
}


def remarks_of(
    reading: DateReading,
    field: str,
    *,
    known: bool,
    resolved: bool,
    complete: bool,
    has_status: bool = True,
) -> list[Said]:
    """What to say of a reading in a column of ``field``; nothing where nothing is assumed.

    ``known``: whether the plan names its report or its publication date; ``resolved``: whether
    the row has a day; ``complete``: whether its status counts as completed; ``has_status``:
    whether a column is headed as the status.
    """
    told = []
    done = reading.outcome == "done" or reading.cautions == ("done",)
    if field == "original_due" and done and complete and not has_status:
        return [_OTHERS["as_status"]]
    match reading.outcome:
        case "unclear":
            remark = UNCLEAR[(reading.cautions or ("DATE_NOT_UNDERSTOOD",))[0]]
            return [replace(remark, problem=f"{remark.problem} {_NOT_USED}")]
        case "date":
            told = [CAUTIONS[code] for code in reading.cautions]
            if field == "completed_on":
                return [replace(remark, severity="warning") for remark in told]
            if reading.day is None and field == "original_due":
                told.append(_OTHERS["only_revised"])
        case "from_publication" if not (resolved and known):
            told = [_OTHERS["assumed" if resolved else "unpublished"]]
        case "not_applicable":
            told = [_OTHERS["none"]]
        case "no_date" if field in _TIMESCALES:
            problem = f"This is not a date, so the action has no {_TIMESCALES[field]}. {_NOT_USED}"
            told = [Said("error", FindingKind.NO_DATE_GIVEN, problem)]
        case "done" | "not_done" if field in _TIMESCALES:
            told = [_OTHERS["status"]]
        case "done":
            told = [_OTHERS["undated"]]
        case "no_date" | "not_done":
            told = [_OTHERS["disagrees" if complete else "none"]]
    return told


_Place = tuple[str, DateColumn, int]
"""A column of dates: its field, what was read, and its place in the table."""


def say_dates(plan: SheetPlan, known: bool, published: date | None, complete: Flags) -> None:
    """The findings of every date column, those that rest on one assumption once a value.

    ``known`` and ``published`` are of the report; ``complete`` are the rows whose status counts
    as completed. Questions about the columns are added to the plan's.
    """
    columns: list[_Place] = [(n, c, plan.columns.fields[n]) for n, c in plan.dates.items()]
    later = zip(plan.later, plan.columns.revised, strict=True)
    columns += [("revised_due", column, index) for column, index in later]
    for name, column, index in columns:
        told = [
            (remark, plan.addresses(index, rows), value)
            for (value, remark), rows in _remarks(
                plan, (name, column, index), known, complete
            ).items()
        ]
        for row in out_of_line(column.days):
            day, slip = str(column.days[row])[:10], _OTHERS["out_of_line"]
            slip = replace(slip, problem=slip.problem.format(year=day[:4]))
            told.append((slip, plan.addresses(index, [row]), day))
        if column.month_first and not column.chosen:
            remark = _OTHERS["month_first_too" if column.assumed else "month_first"]
            told.append((remark, [_letters(plan, index)], plan.table.names[index]))
        plan.findings += [said.of(plan.name, cells, name, value) for said, cells, value in told]
    plan.questions += _month_first(columns, plan) + _published(columns, plan, known, published)


def _letters(plan: SheetPlan, index: int) -> str:
    return column_letters(index + plan.table.sheet.start[1])


def _remarks(
    plan: SheetPlan, place: _Place, known: bool, complete: Flags
) -> dict[tuple[str, Said], list[int]]:
    """The rows of which each remark is made, by the value that it is made of."""
    name, column, index = place
    typed = plan.table.columns[index][plan.rows.kept].texts
    carried = plan.texts(name)
    resolved = ~np.isnat(column.days)
    said: dict[tuple[int, bool, bool], list[Said]] = {}
    rows_of: dict[tuple[str, Said], list[int]] = {}
    for row in sorted(column.remarks):
        reading = column.remarks[row]
        about = (id(reading), bool(resolved[row]), bool(complete[row]))
        if about not in said:
            day = column.days[row].astype(object) or next(iter(reading.later), None)
            shown = f"{day.day} {day:%B %Y}" if day else ""
            said[about] = [
                replace(remark, problem=remark.problem.replace("{day}", shown))
                for remark in remarks_of(
                    reading,
                    name,
                    known=known,
                    resolved=about[1],
                    complete=about[2],
                    has_status="status" in plan.columns.fields,
                )
            ]
        for remark in said[about]:
            rows_of.setdefault((typed[row] or carried[row] or "", remark), []).append(row)
    return rows_of


def _month_first(columns: list[_Place], plan: SheetPlan) -> list[Question]:
    """Whether dates are month first, where no column says; whether real ones were exchanged."""
    questions = []
    swapped = [
        plan.address(index, row)
        for _, column, index in columns
        for row, reading in column.remarks.items()
        if "perhaps_swapped" in reading.cautions
    ]
    either = [_letters(plan, index) for _, column, index in columns if column.order == "either"]
    settled = {column.order for _, column, _ in columns} - {"either", ""}
    for asks, cells, day, month in (
        (
            "Did a spreadsheet exchange the day and the month of these dates, as those beside "
            "them are written month first?",
            swapped,
            Choice("No, they are right as they stand", {}, stands=True),
            Choice("Yes: exchange them", {"day_first": False}),
        ),
        (
            "Which comes first in these dates, the day or the month?",
            [] if settled else either,
            Choice("The day: 1/2/2016 is 1 February", {"day_first": True}, stands=True),
            Choice("The month: 1/2/2016 is 2 January", {"day_first": False}),
        ),
    ):
        if cells:
            kind = QuestionKind.MONTH_FIRST
            questions.append(Question(kind, asks, plan.name, tuple(cells), (day, month)))
    return questions


def _published(
    columns: list[_Place], plan: SheetPlan, known: bool, published: date | None
) -> list[Question]:
    """When the report was published, where timescales count from that day and it is not known."""
    cells: list[str] = []
    dated = [np.array([], "datetime64[s]")]
    for _, column, index in columns:
        days = column.days.copy()
        rows = [row for row, r in column.remarks.items() if r.outcome == "from_publication"]
        days[rows] = np.datetime64("NaT")
        dated.append(days[~np.isnat(days)])
        cells += plan.addresses(index, rows)
    if known or not cells:
        return []
    says = f"On {published.day} {published:%B %Y}" if published else "Not known: they have no date"
    choices = [Choice(says, {"published": published} if published else {}, stands=True)]
    every = np.concatenate(dated)
    first = every.min().astype("datetime64[D]").astype(date) if every.size else None
    if first and first != published:
        likely = "On the day of the plan's earliest date, or another that you type"
        choices.append(Choice(likely, {"published": first}))
    asks = "When was the report published? These timescales count from that day."
    return [Question(QuestionKind.PUBLISHED, asks, plan.name, tuple(cells), tuple(choices))]
