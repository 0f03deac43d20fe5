"""``compose_report``: the figures and the author's words in, a :class:`Report` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.own_downloads import ILLUSTRATIVE
from tracker.protective_marking import Audience
from tracker.report.appendix import appendix
from tracker.report.content import (
    TO_COMPLETE,
    Appendix,
    Block,
    Paragraph,
    Report,
    Section,
    to_complete,
)
from tracker.report.inputs import (
    Given,
    briefly,
    due_soon,
    lines,
    nothing,
    told_apart,
    verdict,
)
from tracker.report.own_words import LABELS, Length, ReportWords
from tracker.report.section_decision import (
    MOST_EXTENSIONS,
    decision,
    extensions,
    further_extensions,
)
from tracker.report.section_information import information
from tracker.report.tables import MOVED
from tracker.statements.on_action import which
from tracker.statements.on_overdue import overdue_words
from tracker.statements.on_plan import completed_words, none_due, withdrawn_words
from tracker.summaries import summarise
from tracker.timeline import Comparison
from tracker.words import (
    are,
    date_words,
    listed,
    sentence_case,
    shortened,
    spoken_count,
    uncapitalised,
    verb,
)

if TYPE_CHECKING:
    from tracker.forecasting.before import Before
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

REPORT_NAME = "Building the Picture"

NOT_RESTRICTED = "Not restricted."

NOTHING_TYPED = ("n/a", "na", "none", "not applicable", "not restricted", "nil", "no", "-", "–")
"""What is typed as reasons why a report is restricted where there are none."""


def compose_report(
    plan: Plan,
    measured: pd.DataFrame,
    *,
    as_at: date,
    words: ReportWords | None = None,
    comparison: Comparison | None = None,
    length: Length = Length.short,
    decide_extensions: bool = False,
    illustrative: bool = False,
    view: pd.DataFrame | None = None,
    filters: str = "",
    before: Before | None = None,
) -> Report:
    """The scrutiny report of a plan as at ``as_at``: eight sections and Appendix A.

    ``measured`` are all actions of ``plan`` as ``measure`` gives them: every figure of the text is
    of them. ``comparison`` is of the plan with that of the last report, which must be as at an
    earlier date. A next meeting that is not after ``as_at`` counts as not given. A full report has
    the lists of ``docs/measures.md``, section 6, as further appendices. ``decide_extensions`` puts
    the later dates that are asked for to the meeting. Appendix A has the actions in ``view``, by
    default all, and says the ``filters`` that left them. ``before`` is what earlier
    positions say (of :func:`forecast`), by default that of ``comparison``.

    >>> compose_report(plan, measured, as_at=date(2016, 4, 30)).sections[0].title
    'Summary'
    """
    given = _given(plan, measured, as_at, words or ReportWords(), comparison)
    said, subject = given.words, _subject(plan, given)
    audience = Audience.of(plan, measured)
    asked = extensions(given) if decide_extensions else None
    plan_itself = appendix(briefly(measured if view is None else view), len(measured), filters)
    titled = [
        (f"The action plan as at {date_words(as_at)}", plan_itself),
        *_further(asked),
        *(_lists(given, before, plan.published) if length is Length.full else ()),
    ]
    blocks: Sequence[Sequence[Block]] = (
        _summary(given, subject),
        decision(given, asked, "Appendix B"),
        information(given, in_figures=asked is None or asked.empty),
        _said(said.implications, "the implications"),
        _said(said.links, "the links to the Police and Crime Plan"),
        _restriction(said, audience, compared=comparison is not None),
        _background(said, as_at),
        _said(said.contact, "who can be asked for further information"),
    )
    return Report(
        title=said.title.strip() or _title(subject),
        author=said.author.strip(),
        facts=_facts(said, as_at),
        notices=_notices(illustrative, audience),
        sections=_sections(blocks),
        appendices=_appendices(titled),
        missing=_missing(said, audience.included, compared=comparison is not None),
        warnings=_warnings(said, audience.included),
        classification=said.classification.strip(),
    )


def _given(
    plan: Plan,
    measured: pd.DataFrame,
    as_at: date,
    words: ReportWords,
    comparison: Comparison | None,
) -> Given:
    """What every section is written from. Raises ``ValueError`` for a last report of no earlier
    date."""
    if comparison is not None and comparison.previous_as_at >= as_at:
        raise ValueError("the last report's plan is not as at an earlier date")
    if words.next_meeting and words.next_meeting <= as_at:
        words = replace(words, next_meeting=None)
    apart, measured = plan.tells_confirmed, briefly(measured)
    figures = summarise(measured, confirmed=apart)
    return told_apart(
        Given(measured, figures, as_at, words, comparison, plan.changed_originals, apart)
    )


def _sections(blocks: Sequence[Sequence[Block]]) -> tuple[Section, ...]:
    """What each section says, under its title and with its paragraphs numbered."""
    return tuple(
        Section(number, title, tuple(_numbered(number, part)))
        for number, (title, part) in enumerate(zip(TITLES, blocks, strict=True), start=1)
    )


def _appendices(titled: Sequence[tuple[str, Sequence[Block]]]) -> tuple[Appendix, ...]:
    """The appendices under their letters: "Appendix A: the action plan"."""
    return tuple(
        Appendix(f"Appendix {letter}: {uncapitalised(title)}", tuple(part))
        for letter, (title, part) in zip(ascii_uppercase, titled, strict=False)
    )


def _further(asked: pd.DataFrame | None) -> list[tuple[str, list[Block]]]:
    """The extensions put for decision beyond those in the text."""
    if asked is None or len(asked) <= MOST_EXTENSIONS:
        return []
    return [("Further extensions asked for", further_extensions(asked.iloc[MOST_EXTENSIONS:]))]


def _lists(
    given: Given, before: Before | None, published: date | None
) -> list[tuple[str, list[Block]]]:
    """The lists of a full report."""
    from tracker.forecasting import forecast
    from tracker.forecasting.before import Before
    from tracker.report.lists import lists

    comparison = given.comparison
    if before is None and comparison is not None:
        over = (comparison.previous_as_at, comparison.before), (given.as_at, comparison.after)
        before = Before.of(over, published)
    by = given.words.next_meeting
    return lists(given, forecast(given.measured, given.as_at, by=by, before=before))


def _subject(plan: Plan, given: Given) -> str:
    """The inspections that the plan answers, in a sentence: "for Building the Picture"; or ""."""
    names = [shortened(str(name)) for name in given.measured["source"].dropna().unique()]
    if not names and REPORT_NAME.casefold() in plan.source.file.replace("_", " ").casefold():
        names = [REPORT_NAME]
    return f" for {listed(names)}" if 0 < len(names) <= 3 else ""


def _title(subject: str) -> str:
    name = subject.removeprefix(" for ")
    return f"{name}: progress on the action plan" if name else "Progress on the action plan"


def _facts(words: ReportWords, as_at: date) -> tuple[tuple[str, str], ...]:
    held, item = words.meeting_date, words.item.strip()
    return (
        ("Report to", words.meeting.strip() or to_complete("the meeting")),
        ("Date of the meeting", date_words(held) if held else to_complete("its date")),
        ("Item number", item or to_complete("its number")),
        ("Report of", words.author.strip() or to_complete("who reports")),
        ("Classification", words.classification.strip() or to_complete("the classification")),
        ("Position as at", date_words(as_at)),
    )


def _notices(illustrative: bool, audience: Audience) -> tuple[str, ...]:
    said = (f"{ILLUSTRATIVE}." if illustrative else "", audience.of_figures)
    return tuple(filter(None, said))


def _summary(given: Given, subject: str) -> list[Block]:
    since, comparison = "", given.comparison
    if comparison is not None:
        since = f", and what has changed since {date_words(comparison.previous_as_at)}"
    purpose = (
        f"This report sets out how the action plan{subject} stands as at "
        f"{date_words(given.as_at)}{since}."
    )
    if given.live == 0:
        return [Paragraph(purpose), Paragraph(nothing(given))]
    rows, when = due_soon(given)
    due = f"{sentence_case(spoken_count('open action', len(rows)))}{which(rows)} "
    due += f"{verb(len(rows), 'falls', 'fall')} due {when}."
    due = none_due(given.measured, when) if rows.empty else due
    totals: Any = given.summary.totals
    done = f"{completed_words(totals)} {withdrawn_words(totals['withdrawn'])}".strip()
    met = f"{verdict(given)} {overdue_words(given.measured)}".strip()
    return [Paragraph(text) for text in (purpose, done, met, due)]


def _said(text: str, what: str) -> list[Block]:
    """What the author typed, a paragraph a line; else what is to be completed."""
    return [Paragraph(line) for line in lines(text)] or [Paragraph(to_complete(what))]


def _restriction(words: ReportWords, audience: Audience, *, compared: bool) -> list[Block]:
    """Why the report is restricted, and that it includes restricted actions, whatever is typed.

    A public version does not have the reasons: they tell of what it leaves out.
    """
    restricted = audience.included
    reasons = "" if audience.is_public else words.reasons_restricted
    typed = lines(reasons)
    if restricted:
        included = (
            f"{sentence_case(spoken_count('restricted action', restricted))} {are(restricted)} "
            "included in this report."
        )
        typed = typed or [to_complete("why the report is restricted")]
        return [Paragraph(text) for text in (*typed, included)]
    typed = typed or [NOT_RESTRICTED]
    if compared and audience.of_changes:
        typed.append(audience.of_changes)
    return [Paragraph(text) for text in typed]


def _background(words: ReportWords, as_at: date) -> list[Block]:
    own = f"Appendix A: the action plan as at {date_words(as_at)}."
    return [Paragraph(text) for text in (own, *lines(words.background))]


def _numbered(number: int, blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their paragraphs numbered: 3.1, 3.2 …; a table's notes are not."""
    numbered: list[Block] = []
    place = 0
    for block in blocks:
        if isinstance(block, Paragraph) and not block.text.startswith(MOVED):
            place += 1
            block = replace(block, number=f"{number}.{place}")
        numbered.append(block)
    return numbered


def _missing(words: ReportWords, restricted: int, *, compared: bool) -> tuple[str, ...]:
    """What the author still has to complete or confirm, as the form names it."""
    asked = [
        "meeting",
        "item",
        "meeting_date",
        *(["last_meeting", "last_told"] if compared else []),
        "next_meeting",
        "author",
        "classification",
        "decision",
        "implications",
        "links",
        *(["reasons_restricted"] if restricted else []),
        "contact",
    ]
    values: dict[str, Any] = {name: getattr(words, name) for name in LABELS}
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    empty = [name for name in asked if not (texts[name].strip() if name in texts else values[name])]
    marked = [name for name, text in texts.items() if TO_COMPLETE.search(text)]
    return tuple(
        f"{label} (to be confirmed)" if name in marked else label
        for name, label in LABELS.items()
        if name in marked or name in empty
    )


def _warnings(words: ReportWords, restricted: int) -> tuple[str, ...]:
    """Where the author says that nothing is restricted and the report has restricted rows."""
    typed = words.reasons_restricted.strip().rstrip(".").casefold()
    if not restricted or typed not in NOTHING_TYPED:
        return ()
    return (
        f"“{LABELS['reasons_restricted']}” says “{words.reasons_restricted.strip()}”, but this "
        f"report includes {spoken_count('restricted action', restricted)}.",
    )
