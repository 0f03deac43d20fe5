"""What is said of a column of dates: findings of its cells, and questions about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from tracker.book import Flags
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.date_columns import DateColumn, out_of_line
from tracker.reading.date_forms import DateReading
from tracker.reading.fills import tells_in_words
from tracker.reading.findings import FindingKind, Said, sayings
from tracker.reading.sheet_plan import SheetPlan
from tracker.words import count

CAUTIONS = sayings("cautions")
"""What a date that is used rests on, by its code in :attr:`DateReading.cautions`."""

_NOT_USED = "It is not used: type the date in the spreadsheet, or leave the cell blank."
UNCLEAR = sayings("unclear")
"""Why no date of a cell is used, by the same codes."""

_OTHERS = sayings("dates")
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
    whether a column says in words how far the action is.
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
            if complete:  # as the tick beside its date says too
                told = [replace(r, severity="note") if r == CAUTIONS["ticked"] else r for r in told]
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
            told.append((remark, [plan.table.sheet.letters(index)], plan.table.names[index]))
        plan.findings += [said.of(plan.name, cells, name, value) for said, cells, value in told]
    plan.questions += _month_first(columns, plan) + _month_or_day(columns, plan)
    plan.questions += _date_words(columns, plan)
    plan.questions += _published(columns, plan, known, published)


def _remarks(
    plan: SheetPlan, place: _Place, known: bool, complete: Flags
) -> dict[tuple[str, Said], list[int]]:
    name, column, index = place
    typed = plan.table.columns[index][plan.rows.kept].texts
    carried = plan.texts(name)
    resolved, has_status = ~np.isnat(column.days), tells_in_words(plan.column("status"))
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
                    has_status=has_status,
                )
            ]
        stands = _beside(plan, column, row) if name == "revised_due" else ""
        for remark in said[about]:
            if stands and (remark.severity, remark.kind) == ("error", FindingKind.NO_DATE_GIVEN):
                problem = (
                    f"This is not a date, so the revised timescale beside it, {stands}, stands."
                )
                remark = replace(remark, severity="warning", problem=problem)
            rows_of.setdefault((typed[row] or carried[row] or "", remark), []).append(row)
    return rows_of


def _beside(plan: SheetPlan, column: DateColumn, row: int) -> str:
    """The last revised date of a row in another column, in words; "" where there is none."""
    days = [each.days[row] for each in plan.later if each is not column]
    known = [day.astype(object) for day in days if not np.isnat(day)]
    return f"{known[-1].day} {known[-1]:%B %Y}" if known else ""


def _month_first(columns: list[_Place], plan: SheetPlan) -> list[Question]:
    questions = []
    swapped = []
    for _, column, index in columns:
        rows = [row for row, r in column.remarks.items() if "perhaps_swapped" in r.cautions]
        swapped += plan.addresses(index, rows)
    open_ = ("either", "mixed")
    either = [plan.table.sheet.letters(i) for _, column, i in columns if column.order in open_]
    settled = {column.order for _, column, _ in columns} - {*open_, ""}
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


def _month_or_day(columns: list[_Place], plan: SheetPlan) -> list[Question]:
    """Whether numbers behind months are years or days, where nothing settles it."""
    told = [(column, index) for _, column, index in columns if column.month_numbers]
    cells = []
    for column, index in told:
        doubtful = (
            row
            for row, reading in column.remarks.items()
            if not {"month_or_day", "no_year"}.isdisjoint(reading.cautions)
        )
        cells += plan.addresses(index, [*doubtful])
    if not cells:
        return []
    years = Choice("Years: Nov 15 is November 2015", {"month_numbers": "years"})
    days = Choice("Days: which year is not known", {"month_numbers": "days"})
    now, other = (years, days) if told[0][0].month_numbers == "years" else (days, years)
    asks = "Are the numbers behind these months years, or days of the month?"
    choices = (replace(now, stands=True), other)
    return [Question(QuestionKind.MONTH_OR_DAY, asks, plan.name, tuple(cells), choices)]


def _date_words(columns: list[_Place], plan: SheetPlan) -> list[Question]:
    """Of each column, which date counts in cells of which not every word is understood."""
    questions = []
    for _, column, index in columns:
        heading = plan.headings[index]
        rows = {row: each.written for row, each in column.remarks.items() if each.written}
        if not rows or heading in plan.choices.date_words:
            continue
        several = any(len(days) > 1 for days in rows.values())
        whose = {"first": "The first date written", "last": "The last date written"}
        says = whose if several else {"first": "The date as it is written"}
        choices = [Choice(text, {"date_words": {heading: w}}) for w, text in says.items()]
        none = "No date, until the cell is put right"
        choices.insert(0, Choice(none, {"date_words": {heading: "none"}}, stands=True))
        hold = "holds" if len(rows) == 1 else "hold"
        asks = (
            f"{count('cell', len(rows))} under “{heading}” {hold} a date with words that are not "
            "understood or may mean something else. Which date counts?"
        )
        cells = tuple(plan.addresses(index, [*rows]))
        questions.append(Question(QuestionKind.DATE_WORDS, asks, plan.name, cells, tuple(choices)))
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
