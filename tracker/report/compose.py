"""``compose_report``: the figures and the author's words in, a :class:`Report` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.forecasting import forecast
from tracker.forecasting.accuracy import agreed_before as dates_before
from tracker.report.appendix import appendix
from tracker.report.content import Block, Bullets, Heading, Paragraph, Report, Section, to_complete
from tracker.report.information import information
from tracker.report.position import (
    Position,
    due_soon,
    lines,
    nothing,
    overdue,
    standing,
    verdict,
    waiting,
)
from tracker.report.progress import in_short, last_report
from tracker.report.words import LABELS, ReportWords
from tracker.summaries import summarise
from tracker.timeline import Comparison
from tracker.words import (
    GONE_IS_NOT_NAMED,
    OF_THOSE_SHOWN,
    count,
    date_words,
    have,
    listed,
    shortened,
    verb,
)

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

TITLES = (
    "Summary",
    "Decision required",
    "Information",
    "Implications",
    "Links to the Police and Crime Plan",
    "Reasons why restricted",
    "Background documents",
    "Contact for further information",
)
"""The report's sections, in their order and numbering."""

ILLUSTRATIVE = "Illustrative: made up to show how the tracker works, not a real plan."
"""Said of a report of the sample plan."""

REPORT_NAME = "Building the Picture"
POLICE_INFORMATION = rf"{REPORT_NAME}|\bmopi\b|information management|police information"
"""What the name of an inspection of police information says."""

NOT_RESTRICTED = "Not restricted."


def compose_report(
    plan: Plan,
    measured: pd.DataFrame,
    *,
    as_at: date,
    words: ReportWords | None = None,
    comparison: Comparison | None = None,
    illustrative: bool = False,
    left_out: int | None = None,
    view: pd.DataFrame | None = None,
    filters: str = "",
    agreed_before: pd.DataFrame | None = None,
) -> Report:
    """The scrutiny report of a plan as at ``as_at``: eight sections and Appendix A.

    ``measured`` are all actions of ``plan`` as ``measure`` gives them: every figure of the text is
    of them. ``comparison`` is of the plan with that of the last report, which must be as at an
    earlier date. A next meeting that is not after ``as_at`` counts as not given. ``left_out`` is
    how many restricted rows a public version leaves out, None where ``plan`` is not a public
    version. Appendix A has the actions in ``view``, by default all, and says the ``filters`` that
    left them. ``agreed_before`` is what earlier reports gave as agreed dates (``date_chances``), by
    default what that of ``comparison`` gave.

    >>> compose_report(plan, measured, as_at=date(2016, 4, 30)).sections[0].title
    'Summary'
    """
    if comparison is not None and comparison.previous_as_at >= as_at:
        raise ValueError("the last report's plan is not as at an earlier date")
    said = words or default_words(plan)
    if said.next_meeting and said.next_meeting <= as_at:
        said = replace(said, next_meeting=None)
    apart = plan.tells_confirmed
    figures = summarise(measured, confirmed=apart)
    before = agreed_before
    if before is None and comparison is not None:
        over = (comparison.previous_as_at, comparison.before), (as_at, comparison.after)
        before = dates_before(over).reindex(measured.index)
    expected = forecast(measured, as_at, by=said.next_meeting, agreed_before=before)
    position = Position(
        measured, figures, as_at, said, comparison, expected, plan.changed_originals, apart
    )
    restricted = int(measured["restricted"].sum())
    blocks: Sequence[Sequence[Block]] = (
        _summary(position, _subject(plan)),
        _said(said.decision, "the decision required"),
        _numbered(3, information(position)),
        _said(said.implications, "the implications"),
        _said(said.links, "the links to the Police and Crime Plan"),
        _restriction(said, restricted, left_out, compared=comparison is not None),
        _background(said, as_at),
        _said(said.contact, "who can be asked for further information"),
    )
    sections = tuple(
        Section(number, title, tuple(part))
        for number, (title, part) in enumerate(zip(TITLES, blocks, strict=True), start=1)
    )
    return Report(
        title=said.title.strip() or _title(plan),
        author=said.author.strip(),
        facts=_facts(said, as_at),
        notices=_notices(illustrative, restricted, left_out),
        sections=sections,
        appendix_title=f"Appendix A: the action plan as at {date_words(as_at)}",
        appendix=tuple(appendix(measured if view is None else view, len(measured), filters)),
        missing=_missing(said, restricted),
    )


def default_words(plan: Plan) -> ReportWords:
    """The words that a report of the plan begins with.

    Those on implications are of police information: a plan that answers other inspections only
    begins without them.
    """
    inspections = plan.actions["source"].dropna().astype(str)
    if len(inspections) and not inspections.str.contains(POLICE_INFORMATION, case=False).any():
        return ReportWords(implications="")
    return ReportWords()


def _subject(plan: Plan) -> str:
    """The inspections that the plan answers, in a sentence: "for Building the Picture"; or ""."""
    names = [shortened(str(name)) for name in plan.actions["source"].dropna().unique()]
    if not names and REPORT_NAME.casefold() in plan.source.file.replace("_", " ").casefold():
        names = [REPORT_NAME]
    return f" for {listed(names)}" if 0 < len(names) <= 3 else ""


def _title(plan: Plan) -> str:
    name = _subject(plan).removeprefix(" for ")
    return f"{name}: progress on the action plan" if name else "Progress on the action plan"


def _facts(words: ReportWords, as_at: date) -> tuple[tuple[str, str], ...]:
    held = words.meeting_date
    return (
        ("Report to", words.meeting.strip() or to_complete("the meeting")),
        ("Date of the meeting", date_words(held) if held else to_complete("its date")),
        ("Report of", words.author.strip() or to_complete("who reports")),
        ("Position as at", date_words(as_at)),
    )


def _notices(illustrative: bool, restricted: int, left_out: int | None) -> tuple[str, ...]:
    notices = [ILLUSTRATIVE] if illustrative else []
    if restricted:
        notices.append(
            f"Not for publication: this report includes {count('restricted action', restricted)}."
        )
    if left_out is not None:
        notices.append(f"Public version: {_left_out(left_out)}.")
    return tuple(notices)


def _left_out(left_out: int) -> str:
    if not left_out:
        return "the plan has no restricted action to leave out"
    return (
        f"{count('restricted action', left_out)} {have(left_out)} been left out of its rows, "
        f"figures and charts. {OF_THOSE_SHOWN}"
    )


def _summary(position: Position, subject: str) -> list[Block]:
    since = ""
    if position.comparison is not None:
        since = f", and what has changed since {last_report(position.comparison)}"
    purpose = (
        f"This report sets out how the action plan{subject} stands as at "
        f"{date_words(position.as_at)}{since}."
    )
    if position.live == 0:
        return [Paragraph(purpose), Paragraph(nothing(position))]
    rows, when = due_soon(position)
    due = (
        f"{count('open action', len(rows))} {verb(len(rows), 'falls', 'fall')} due {when}."
        if len(rows)
        else ""
    )
    points = [
        standing(position),
        f"{verdict(position, 'The original timescales')} {overdue(position.measured)}",
        in_short(position.comparison),
        waiting(position.measured),
        due,
    ]
    return [Paragraph(purpose), Bullets(tuple(filter(None, points)))]


def _said(text: str, what: str) -> list[Block]:
    """What the author typed, a paragraph a line; else what is to be completed."""
    return [Paragraph(line) for line in lines(text)] or [Paragraph(to_complete(what))]


def _restriction(
    words: ReportWords, restricted: int, left_out: int | None, *, compared: bool
) -> list[Block]:
    """Why the report is restricted, and what it includes or leaves out, whatever is typed.

    A public version does not have the reasons: they tell of what it leaves out.
    """
    reasons = words.reasons_restricted if left_out is None else ""
    blocks: list[Block] = [Paragraph(line) for line in lines(reasons)]
    if restricted:
        blocks = blocks or [Paragraph(to_complete("why the report is restricted"))]
        included = (
            f"{count('action', restricted)} of the plan {verb(restricted, 'is', 'are')} marked as "
            f"restricted and {verb(restricted, 'is', 'are')} included in this report."
        )
        return [*blocks, Paragraph(included)]
    blocks = blocks or [Paragraph(NOT_RESTRICTED)]
    if left_out:
        public = f"This is the public version: {_left_out(left_out)}."
        gone = f" {GONE_IS_NOT_NAMED}" if compared else ""
        return [*blocks, Paragraph(public + gone)]
    return blocks


def _background(words: ReportWords, as_at: date) -> list[Block]:
    own = f"Appendix A: the action plan as at {date_words(as_at)}"
    return [Bullets((own, *lines(words.background)))]


def _numbered(number: int, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their headings numbered: "3.1 Progress since …"."""
    numbered: list[Block] = []
    place = 0
    for block in blocks:
        if isinstance(block, Heading):
            place += 1
            numbered.append(Heading(f"{number}.{place} {block.text}"))
        else:
            numbered.append(block)
    return numbered


def _missing(words: ReportWords, restricted: int) -> tuple[str, ...]:
    """What the author still has to complete, as the form names it."""
    asked = [
        "meeting",
        "meeting_date",
        "author",
        "decision",
        "next_meeting",
        "implications",
        "links",
        *(["reasons_restricted"] if restricted else []),
        "contact",
    ]
    values: dict[str, Any] = {name: getattr(words, name) for name in asked}
    return tuple(
        LABELS[name]
        for name, value in values.items()
        if value is None or (isinstance(value, str) and not value.strip())
    )
