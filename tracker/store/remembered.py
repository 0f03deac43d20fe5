"""What users decided about layouts and doubtful matches, and wrote in reports: for next time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine, delete, insert, select

from tracker.mapping import read_mapping, write_mapping
from tracker.reading.choices import Choices
from tracker.report.own_words import ReportWords, read_words, write_words
from tracker.store import figures, queries
from tracker.store.corrections import checked_name
from tracker.store.database import reading, writing
from tracker.store.queries import Decided
from tracker.store.schema import layouts, match_decisions, plans, report_words
from tracker.timeline import Decision
from tracker.words import folded


class Remembered:
    """The part of a ``History`` that keeps what is said once, for the next file."""

    engine: Engine

    def remember_layout(self, headings: Sequence[str], mapping: Choices, *, who: str) -> None:
        """Keep how a layout is read, for the next file with these headings.

        Its columns, status words and order of dates are kept. Sheets, the header row and the
        report's date belong to one file and are not: next month's tab has another name, and another
        report may have the same headings.
        """
        lasting = replace(mapping, sheets=(), header_row=None, published=None)
        values = {
            "key": layout_key(headings),
            "mapping": write_mapping(lasting).decode(),
            "remembered_by": who,
            "remembered_at": datetime.now(UTC),
        }
        with writing(self.engine) as connection:
            connection.execute(insert(layouts), values)

    def layout_for(self, headings: Sequence[str]) -> Choices | None:
        """How files with these headings were last said to be read; ``None`` where never."""
        of_layout = select(layouts.c.mapping).where(layouts.c.key == layout_key(headings))
        with reading(self.engine) as connection:
            found = connection.scalar(of_layout.order_by(layouts.c.id.desc()).limit(1))
        return None if found is None else read_mapping(found.encode())

    def remember_match(self, name: str, decision: Decision, *, who: str) -> None:
        """Keep whether two actions of a plan's versions are one, for every later comparison."""
        with writing(self.engine) as connection:
            plan_id = queries.plan_id(connection, name)
            values = {
                "plan_id": plan_id,
                "old_key": decision.old,
                "new_key": decision.new,
                "same": decision.same,
                "decided_by": who,
                "decided_at": datetime.now(UTC),
            }
            connection.execute(insert(match_decisions), values)
            figures.store(connection, plan_id)

    def decisions(self, name: str) -> list[Decided]:
        """What was decided last about each two actions of a plan, in the order it was decided."""
        with reading(self.engine) as connection:
            return queries.decisions_about(connection, plans.c.key == folded(name))

    def remember_report_words(self, name: str, words: ReportWords, *, who: str) -> None:
        """Keep the words of a plan's report for its next one; the plan need not be recorded."""
        values = {
            "key": folded(checked_name(name)),
            "words": write_words(words).decode(errors="surrogatepass"),
            "remembered_by": who,
            "remembered_at": datetime.now(UTC),
        }
        with writing(self.engine) as connection:
            queries.held(connection, report_words, "key", values, kept=False)

    def report_words(self, name: str) -> ReportWords | None:
        """The words last remembered of a plan's report; ``None`` where none are."""
        of_plan = select(report_words.c.words).where(report_words.c.key == folded(name))
        with reading(self.engine) as connection:
            found = connection.scalar(of_plan)
        return None if found is None else read_words(found.encode(errors="surrogatepass"))

    def forget_report_words(self, name: str) -> None:
        """Drop the words remembered of a plan's report."""
        with writing(self.engine) as connection:
            connection.execute(delete(report_words).where(report_words.c.key == folded(name)))


def layout_key(headings: Iterable[str]) -> str:
    """What a layout is remembered by: its headings, whatever their case, spaces and line breaks.

    >>> layout_key(["Ref", "HMIC  timescale"]) == layout_key(["REF", "HMIC\\ntimescale"])
    True
    """
    return hashlib.sha256(json.dumps([*map(folded, headings)]).encode()).hexdigest()
