"""Reports of small plans and of the sample, and what is said in them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date
from typing import Any

from sample_data import make
from tests.comparing import APRIL, JANUARY, plan
from tests.test_public import public_version
from tracker import Plan, measure, read_plan
from tracker.report.compose import compose_report
from tracker.report.content import Block, Heading, Paragraph, Report, ReportTable
from tracker.report.own_words import ReportWords
from tracker.timeline import compare

MEETING = date(2016, 7, 14)
WORDS = ReportWords(
    meeting="Strategic Scrutiny Meeting",
    item="7",
    meeting_date=date(2016, 5, 17),
    last_meeting=date(2016, 1, 26),
    last_told="8 of 32 actions were complete.",
    next_meeting=MEETING,
    author="Information Assurance Manager",
    classification="Official",
    implications="Compliance with the Code",
    links="Protecting vulnerable people",
    reasons_restricted="Action 7.2 is about covert systems",
    contact="Information Assurance Manager",
)


def report(
    *rows: Mapping[str, object],
    as_at: date = APRIL,
    old: Plan | None = None,
    previous: date = JANUARY,
    **more: Any,
) -> Report:
    """The report of a plan of these actions, compared with an earlier plan where there is one."""
    return report_of(plan(*rows), as_at, old=old, previous=previous, **more)


def report_of(
    new: Plan,
    as_at: date,
    *,
    old: Plan | None = None,
    previous: date | None = None,
    public: bool = False,
    **more: Any,
) -> Report:
    """The report of a plan as at a date."""
    if public:
        new = public_version(new)[0]
        old = public_version(old)[0] if old else None
    comparison = old and compare(old, new, as_at=as_at, previous_as_at=previous or old.as_at)
    measured = measure(new.actions, as_at, published=new.published)
    options = {"words": WORDS, "comparison": comparison} | more
    return compose_report(new, measured, as_at=as_at, **options)


def sample(as_at: date, previous: date | None = None, **more: Any) -> Report:
    """The report of a version of the sample, compared with an earlier one."""
    old = version(previous) if previous else None
    return report_of(version(as_at), as_at, old=old, illustrative=True, **more)


@functools.cache
def version(as_at: date) -> Plan:
    """A version of the sample."""
    return read_plan(make.path(as_at))


def section(made: Report, number: int) -> str:
    """The text of a section, a line a block, without its tables."""
    return said(made.sections[number - 1].blocks)


def said(blocks: tuple[Block, ...]) -> str:
    """The text of blocks, a line each, without tables."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            lines.append(block.text)
    return "\n".join(lines)


def numbered(made: Report, number: str) -> str:
    """The text of the paragraph of that number: "3.2"."""
    blocks = made.sections[int(number[0]) - 1].blocks
    (found,) = [b for b in blocks if isinstance(b, Paragraph) and b.number == number]
    return found.text


def words_before_appendix(made: Report) -> int:
    """How many words a reader meets before Appendix A, tables and all."""
    return sum(len(text.split()) for text in made.body())


def appendix(made: Report, letter: str = "A") -> tuple[Block, ...]:
    """The blocks of an appendix."""
    (found,) = [each for each in made.appendices if each.title.startswith(f"Appendix {letter}:")]
    return found.blocks


def tables(blocks: tuple[Block, ...]) -> list[ReportTable]:
    """The tables among blocks."""
    return [block for block in blocks if isinstance(block, ReportTable)]


def column(table: ReportTable, heading: str) -> list[str]:
    """The cells of a table under a heading, without the headings over rows."""
    place = table.headings.index(heading)
    return [row[place] for row in table.rows if len(row) > 1]
