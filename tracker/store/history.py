"""``History``: plans recorded in SQL, one transaction each, never edited."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self

import pandas as pd
from sqlalchemy import ColumnElement, insert, select

from tracker.mapping import read_mapping, write_mapping
from tracker.reading.choices import Choices
from tracker.reading.plan import Plan
from tracker.store import corrections, figures, plan_rows, queries
from tracker.store.corrections import Corrections, check_superseding, checked_name, supersede
from tracker.store.database import database_url, open_engine, reading, writing
from tracker.store.migrate import prepare
from tracker.store.remembered import Remembered
from tracker.store.schema import deletions, files, plans, readings, recorded
from tracker.timeline import Effect, Recorded, Superseded, Timeline, corrected, effect
from tracker.words import folded


@dataclass(frozen=True)
class Deleted:
    """That a recorded plan was deleted; nothing of what was in it is kept."""

    recorded_id: int
    name: str
    as_at: date
    sha256: str
    who: str
    when: datetime


class History(Corrections, Remembered):
    """The recorded plans of one database.

    ``url`` is a database's address (``sqlite:////folder/history.sqlite3``,
    ``postgresql://user@server/database``); without it that in ``TRACKER_DATABASE_URL``, else a
    SQLite file in the user's own data folder. Tables are made, and brought up to date, here.
    Every method raises :class:`HistoryError` with one plain sentence; threads may share a history.

    >>> with History() as history:
    ...     history.record(plan, name="Building the Picture", as_at=plan.as_at,
    ...                    data=data, who="Information Manager", mapping=None)
    """

    def __init__(self, url: str | None = None) -> None:
        self.engine = open_engine(database_url(url))
        try:
            prepare(self.engine)
            figures.bring_up_to_date(self.engine)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database's connections."""
        self.engine.dispose()

    @property
    def place(self) -> str:
        """Where the history is, for people: its file, or its address without the password."""
        url = self.engine.url
        if url.get_backend_name() == "sqlite":
            return url.database or ""
        return url.render_as_string(hide_password=True)

    def record(
        self,
        plan: Plan,
        *,
        name: str,
        as_at: date,
        data: bytes,
        who: str,
        mapping: Choices | None = None,
        when: datetime | None = None,
        corrects: int | None = None,
        reason: str = "",
    ) -> Recorded:
        """Keep a plan, its position as at ``as_at`` and the file it was read from.

        One transaction: the plan is in the history whole, or not at all. ``data`` are the file's
        bytes and ``mapping`` what the user chose in reading them, so that every figure can be
        worked out again. The same sheets of the same file are recorded once as at a date:
        :class:`AlreadyRecorded` says when and by whom. A position that ``corrects`` another of its
        date, with a ``reason``, takes its place: that one is superseded. The plan's figures are
        stored in the same transaction.
        """
        kept_name, plan = checked_name(name), plan.seen_at(as_at)
        about = _described(plan, as_at, data, mapping)
        about |= {"recorded_by": who, "recorded_at": when or datetime.now(UTC)}
        file = _file(data, about["sha256"])
        beside = plan_rows.packed_reading(plan)
        with writing(self.engine) as connection:
            known_as = {"key": folded(name), "name": kept_name}
            about["plan_id"] = queries.held(connection, plans, "key", known_as)
            about["edition"] = queries.edition(connection, about, corrects)
            queries.held(connection, files, "sha256", file)
            added = connection.execute(insert(recorded).returning(recorded.c.id), about)
            recorded_id = added.scalar_one()
            connection.execute(insert(readings), {"recorded_id": recorded_id, "body": beside})
            queries.put_actions(connection, plan.actions, recorded_id)
            known = queries.one_recorded(connection, recorded_id)
            if corrects is None:
                figures.store_added(connection, about["plan_id"], known, plan.actions)
            else:
                supersede(connection, corrects, recorded_id, reason, who)
            return known

    def plans(self) -> list[str]:
        """The names of the plans that have something recorded, in alphabetical order."""
        with reading(self.engine) as connection:
            found = connection.execute(select(plans.c.key, plans.c.name)).all()
        return [name for _, name in sorted(map(tuple, found))]

    def recorded(self, name: str) -> list[Recorded]:
        """What is recorded of a plan, the superseded too, by as-at date; empty where nothing is."""
        with reading(self.engine) as connection:
            return queries.all_recorded(connection, _is_called(name))

    def latest(self, number: int) -> list[Recorded]:
        """The latest positions of any plan that are not superseded, at most ``number``."""
        with reading(self.engine) as connection:
            return queries.latest(connection, number)

    def find(self, recorded_id: int) -> Recorded:
        """What is said of one recorded plan."""
        with reading(self.engine) as connection:
            return queries.one_recorded(connection, recorded_id)

    def load(self, recorded_id: int) -> Plan:
        """A recorded plan, exactly as it was read."""
        with reading(self.engine) as connection:
            queries.one_recorded(connection, recorded_id)
            frame = queries.frames(connection, [recorded_id])[recorded_id]
            beside = connection.scalars(
                select(readings.c.body).where(readings.c.recorded_id == recorded_id)
            ).one()
        return plan_rows.plan_from(beside, frame)

    def timeline(self, name: str) -> Timeline:
        """A plan over time: every recorded position, those that were superseded apart.

        Without any position where nothing is recorded under this name.
        """
        with reading(self.engine) as connection:
            timeline = queries.timeline(
                connection, _is_called(name), read=lambda about: self.load(about.id)
            )
        return timeline if timeline.name else replace(timeline, name=name)

    def last_actions(self) -> dict[str, pd.DataFrame]:
        """The actions of each plan's last position, by its name, to know a version of it by."""
        latest = queries.latest_of_each(None)
        with reading(self.engine) as connection:
            found = connection.execute(select(latest.c.id, latest.c.name)).all()
            frames = queries.frames(connection, [row.id for row in found], queries.MEASURED)
        return {row.name: frames[row.id] for row in found}

    def file(self, recorded_id: int) -> bytes:
        """The bytes of the file that a recorded plan was read from, checked by their SHA-256."""
        with reading(self.engine) as connection:
            about = queries.one_recorded(connection, recorded_id)
            compressed, body = connection.execute(
                select(files.c.compressed, files.c.body).where(files.c.sha256 == about.sha256)
            ).one()
        return plan_rows.unpacked_file(about.sha256, compressed, body)

    def mapping(self, recorded_id: int) -> Choices | None:
        """What the user chose in reading a recorded plan; ``None`` where nothing."""
        with reading(self.engine) as connection:
            queries.one_recorded(connection, recorded_id)
            text = connection.scalar(select(recorded.c.mapping).where(recorded.c.id == recorded_id))
        return None if text is None else read_mapping(text.encode())

    def effect(self, recorded_id: int, *, by: int) -> Effect | None:
        """What superseding one position by another would change; nothing is changed."""
        old, new = self.find(recorded_id), self.find(by)
        check_superseding(old, new)
        gone = replace(old, superseded=Superseded(by, "", "", new.when))
        return self._effect(old, lambda each: gone if each.id == recorded_id else each)

    def effect_of_correcting(self, recorded_id: int) -> Effect | None:
        """What it changed that another position took the place of one."""
        old = self.find(recorded_id)
        timeline = self.timeline(old.name)
        was = replace(old, superseded=None)
        before = corrected(timeline, lambda each: was if each.id == recorded_id else each)
        return effect([before], timeline)

    def effect_of_undoing(self, recorded_id: int) -> Effect | None:
        """What would change were a superseded position to count again."""
        with reading(self.engine) as connection:
            again = replace(corrections.to_undo(connection, recorded_id), superseded=None)
        return self._effect(again, lambda each: again if each.id == recorded_id else each)

    def effect_of_redating(self, recorded_id: int, as_at: date) -> Effect | None:
        """What another date of a position would change."""
        with reading(self.engine) as connection:
            other = replace(corrections.to_redate(connection, recorded_id), as_at=as_at)
        return self._effect(other, lambda each: other if each.id == recorded_id else each)

    def effect_of_deleting(self, recorded_id: int) -> Effect | None:
        """What would change without a position: what it superseded counts again."""

        def without(each: Recorded) -> Recorded | None:
            again = each.superseded is not None and each.superseded.by == recorded_id
            kept = replace(each, superseded=None) if again else each
            return None if each.id == recorded_id else kept

        return self._effect(self.find(recorded_id), without)

    def effect_of_merging(self, name: str, *, into: str) -> Effect | None:
        """What making one plan of two would change."""
        with reading(self.engine) as connection:
            corrections.to_merge(connection, name, into)
        gone, kept = (self.timeline(each) for each in (name, into))
        every = [*gone.positions, *gone.corrected, *kept.positions, *kept.corrected]
        return effect([gone, kept], Timeline.of(every, [*kept.decided, *gone.decided], into))

    def _effect(self, of: Recorded, change: Callable[[Recorded], Recorded | None]) -> Effect | None:
        timeline = self.timeline(of.name)
        return effect([timeline], corrected(timeline, change))

    def deleted(self) -> list[Deleted]:
        """What was deleted, the latest last."""
        with reading(self.engine) as connection:
            found = connection.execute(
                select(deletions).order_by(deletions.c.deleted_at, deletions.c.recorded_id)
            )
            return [Deleted(*row) for row in found]

    def portfolio(self, as_at: date | None = None, *, public: bool = False) -> pd.DataFrame:
        """Every plan's figures in its latest position that counts: a row a plan, by name.

        Where ``as_at`` is given the latest is that on or before it. The figures are those stored
        with each position, as at its own date. ``plan``, ``recorded_id``, ``as_at``,
        ``restricted`` (how many of its rows may not be published, which are left out where it is
        ``public``) and the ``FIGURES`` of ``tracker.summaries``.
        """
        with reading(self.engine) as connection:
            return figures.portfolio(connection, as_at, public=public)

    def revision(self, name: str | None = None) -> tuple[object, ...]:
        """Changes whenever what is recorded or decided does: of one plan, or of all.

        A view that was worked out from the history holds as long as this stays the same.
        """
        with reading(self.engine) as connection:
            return queries.revision(connection, None if name is None else folded(name))


def _is_called(name: str) -> ColumnElement[bool]:
    return plans.c.key == folded(name)


def _described(plan: Plan, as_at: date, data: bytes, mapping: Choices | None) -> dict[str, Any]:
    sheets = json.dumps(plan.source.sheets)
    found = Counter(finding.severity for finding in plan.findings_as_at(as_at))
    return {
        "as_at": as_at,
        "file_name": plan.source.file,
        "sha256": hashlib.sha256(data).hexdigest(),
        "sheets": sheets,
        "sheets_sha256": hashlib.sha256(sheets.encode()).hexdigest(),
        "mapping": None if mapping is None else write_mapping(mapping).decode(),
        "actions": len(plan.actions),
        "errors": found["error"],
        "warnings": found["warning"],
        "notes": found["note"],
        "stated": plan.as_at,
        "published": plan.published,
        "tells_confirmed": plan.tells_confirmed,
        "revised_only": plan.revised_only,
    }


def _file(data: bytes, sha256: str) -> dict[str, Any]:
    compressed, body = plan_rows.packed_file(data)
    return {"sha256": sha256, "compressed": compressed, "body": body}
