"""What users decided about layouts and doubtful matches, and wrote in reports: for next time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from tracker.mapping import read_mapping, write_mapping
from tracker.reading.choices import Choices
from tracker.report.own_words import ReportWords, read_words, write_words
from tracker.store.queries import held
from tracker.store.schema import layouts, match_decisions, plans, report_words
from tracker.timeline.matching import Decision
from tracker.words import folded


@dataclass(frozen=True)
class Decided(Decision):
    """A decision of the comparison, with who made it and when (in UTC)."""

    who: str
    when: datetime


@dataclass(frozen=True)
class Deleted:
    """That a recorded plan was deleted; nothing of what was in it is kept."""

    recorded_id: int
    name: str
    as_at: date
    sha256: str
    who: str
    when: datetime


def layout_key(headings: Iterable[str]) -> str:
    """What a layout is remembered by: its headings, whatever their case, spaces and line breaks.

    >>> layout_key(["Ref", "HMIC  timescale"]) == layout_key(["REF", "HMIC\\ntimescale"])
    True
    """
    return hashlib.sha256(json.dumps([*map(folded, headings)]).encode()).hexdigest()


def remember_layout(
    connection: Connection, headings: Sequence[str], mapping: Choices, who: str
) -> None:
    """Keep what holds for every file of a layout: columns, status words, the order of dates.

    Sheets, the header row and the report's date belong to one file: next month's tab has another
    name, and another report may have the same headings.
    """
    lasting = replace(mapping, sheets=(), header_row=None, published=None)
    connection.execute(
        insert(layouts).values(
            key=layout_key(headings),
            mapping=write_mapping(lasting).decode(),
            remembered_by=who,
            remembered_at=datetime.now(UTC),
        )
    )


def layout_for(connection: Connection, headings: Sequence[str]) -> Choices | None:
    """The mapping last remembered for these headings."""
    found = connection.scalar(
        select(layouts.c.mapping)
        .where(layouts.c.key == layout_key(headings))
        .order_by(layouts.c.id.desc())
        .limit(1)
    )
    return None if found is None else read_mapping(found.encode())


def remember_match(connection: Connection, plan_id: int, decision: Decision, who: str) -> None:
    """Keep whether two actions are one."""
    connection.execute(
        insert(match_decisions).values(
            plan_id=plan_id,
            old_key=decision.old,
            new_key=decision.new,
            same=decision.same,
            decided_by=who,
            decided_at=datetime.now(UTC),
        )
    )


def decisions_about(connection: Connection, of_plan: ColumnElement[bool]) -> list[Decided]:
    """What was decided last about each two actions of a plan, in the order it was decided."""
    table = match_decisions.c
    rows = connection.execute(
        select(table.old_key, table.new_key, table.same, table.decided_by, table.decided_at)
        .join(plans, plans.c.id == table.plan_id)
        .where(of_plan)
        .order_by(table.id)
    )
    last: dict[tuple[str, str], Decided] = {}
    for old_key, new_key, same, who, when in rows:
        last.pop((old_key, new_key), None)
        last[old_key, new_key] = Decided(old_key, new_key, same, who, when)
    return list(last.values())


def remember_report_words(connection: Connection, name: str, words: ReportWords, who: str) -> None:
    """Keep the words of a plan's report in place of those kept before."""
    values = {
        "key": folded(name),
        "words": write_words(words).decode(errors="surrogatepass"),
        "remembered_by": who,
        "remembered_at": datetime.now(UTC),
    }
    held(connection, report_words, "key", values, kept=False)


def report_words_of(connection: Connection, name: str) -> ReportWords | None:
    """The words last remembered of a plan's report; ``None`` where none are."""
    found = connection.scalar(
        select(report_words.c.words).where(report_words.c.key == folded(name))
    )
    return None if found is None else read_words(found.encode(errors="surrogatepass"))


def forget_report_words(connection: Connection, name: str) -> None:
    """Drop the words of a plan's report."""
    connection.execute(delete(report_words).where(report_words.c.key == folded(name)))
