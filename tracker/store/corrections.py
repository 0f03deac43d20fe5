"""What is corrected of recorded positions, each said and undone: none of them is ever edited."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, delete, exists, func, insert, or_, select, update

from tracker.store import figures, queries
from tracker.store.database import writing
from tracker.store.errors import HistoryError
from tracker.store.schema import (
    deletions,
    files,
    match_decisions,
    plans,
    recorded,
    report_words,
    supersessions,
)
from tracker.timeline import Recorded
from tracker.words import date_words, folded

LONGEST_NAME = 120
"""Characters of a plan's name: it is shown in lists, and PostgreSQL's indexes have a limit."""

NOT_A_NAME = "own"
"""Stands in an address for the browser's own upload."""


class Corrections:
    """The part of a ``History`` that corrects what is recorded."""

    engine: Engine

    def supersede(self, recorded_id: int, *, by: int, reason: str, who: str) -> Recorded:
        """Say that a position no longer counts, ``by`` another of the same date, and why."""
        with writing(self.engine) as connection:
            supersede(connection, recorded_id, by, reason, who)
            return queries.one_recorded(connection, recorded_id)

    def undo(self, recorded_id: int, *, who: str) -> Recorded:
        """Let a superseded position count again."""
        with writing(self.engine) as connection:
            plan_id = _held(connection, to_undo(connection, recorded_id))
            this = supersessions.c.recorded_id == recorded_id
            connection.execute(delete(supersessions).where(this))
            figures.store(connection, plan_id)
            return queries.one_recorded(connection, recorded_id)

    def redate(self, recorded_id: int, as_at: date, *, who: str) -> Recorded:
        """Put right the date that a position was recorded for."""
        with writing(self.engine) as connection:
            plan_id = _held(connection, to_redate(connection, recorded_id))
            this = recorded.c.id == recorded_id
            connection.execute(update(recorded).where(this).values(as_at=as_at))
            figures.store(connection, plan_id)
            return queries.one_recorded(connection, recorded_id)

    def rename(self, name: str, new_name: str, *, who: str) -> None:
        """Give a plan another name; its report's words keep to it."""
        new_name = checked_name(new_name)
        with writing(self.engine) as connection:
            plan_id = queries.plan_id(connection, name)
            key = folded(new_name)
            if key != folded(name):
                if connection.scalar(select(plans.c.id).where(plans.c.key == key)) is not None:
                    raise HistoryError(
                        f"There is a plan “{new_name}” already: merge the two if they are one."
                    )
                _move_words(connection, folded(name), key)
            values = {"key": key, "name": new_name, "revision": plans.c.revision + 1}
            connection.execute(update(plans).where(plans.c.id == plan_id).values(values))

    def merge(self, name: str, *, into: str, who: str) -> None:
        """Make one plan of two that were recorded under two names."""
        with writing(self.engine) as connection:
            ids = to_merge(connection, name, into)
            connection.execute(
                select(plans.c.id).where(plans.c.id.in_(ids)).with_for_update()
            ).all()
            gone, kept = ids
            # The same sheets of one file may be recorded under both names.
            most = connection.scalar(
                select(func.max(recorded.c.edition)).where(recorded.c.plan_id == kept)
            )
            connection.execute(
                update(recorded)
                .where(recorded.c.plan_id == gone)
                .values(plan_id=kept, edition=recorded.c.edition + (most or 0))
            )
            of_gone = match_decisions.c.plan_id == gone
            connection.execute(update(match_decisions).where(of_gone).values(plan_id=kept))
            _move_words(connection, folded(name), folded(into))
            connection.execute(delete(plans).where(plans.c.id == gone))
            figures.store(connection, kept)

    def delete(self, recorded_id: int, *, who: str) -> None:
        """Remove a recorded plan, and its file where no other was read from it, for ever.

        What it superseded counts again. The plan's name, what was decided about its actions and
        the words of its report go with its last version. That it was deleted, and by whom, stays:
        :meth:`History.deleted`.
        """
        with writing(self.engine) as connection:
            about = queries.one_recorded(connection, recorded_id)
            of_plan = plans.c.key == folded(about.name)
            of_file = files.c.sha256 == about.sha256
            # In the order in which recording takes them, so that neither waits for ever.
            plan_id = _held(connection, about)
            connection.execute(select(files.c.sha256).where(of_file).with_for_update()).all()
            if not connection.execute(
                delete(recorded).where(recorded.c.id == recorded_id)
            ).rowcount:
                raise HistoryError(f"The recorded plan {recorded_id} was deleted by somebody else.")
            connection.execute(
                delete(files).where(of_file, ~exists().where(recorded.c.sha256 == files.c.sha256))
            )
            connection.execute(
                delete(plans).where(of_plan, ~exists().where(recorded.c.plan_id == plans.c.id))
            )
            connection.execute(
                delete(report_words).where(
                    report_words.c.key == folded(about.name),
                    ~exists().where(plans.c.key == report_words.c.key),
                )
            )
            connection.execute(
                insert(deletions).values(
                    recorded_id=recorded_id,
                    name=about.name,
                    as_at=about.as_at,
                    sha256=about.sha256,
                    deleted_by=who,
                    deleted_at=datetime.now(UTC),
                )
            )
            figures.store(connection, plan_id)


def to_undo(connection: Connection, recorded_id: int) -> Recorded:
    """The superseded position. Raises :class:`HistoryError` where it is not superseded."""
    about = queries.one_recorded(connection, recorded_id)
    if about.superseded is None:
        raise HistoryError(f"The recorded plan {recorded_id} is not superseded.")
    return about


def to_redate(connection: Connection, recorded_id: int) -> Recorded:
    """A position. Raises :class:`HistoryError` where it is part of a correction of its date."""
    about = queries.one_recorded(connection, recorded_id)
    both = supersessions.c.recorded_id, supersessions.c.by_id
    if connection.scalar(select(exists().where(or_(*(each == recorded_id for each in both))))):
        raise HistoryError(
            "This position was superseded, or superseded another of its date: undo that first."
        )
    return about


def to_merge(connection: Connection, name: str, into: str) -> list[int]:
    """The ids of two plans. Raises :class:`HistoryError` where they are one, or not recorded."""
    ids = [queries.plan_id(connection, each) for each in (name, into)]
    if ids[0] == ids[1]:
        raise HistoryError("A plan cannot be merged with itself.")
    return ids


def supersede(connection: Connection, recorded_id: int, by: int, reason: str, who: str) -> None:
    """As :meth:`Corrections.supersede`, in a transaction."""
    old, new = queries.one_recorded(connection, recorded_id), queries.one_recorded(connection, by)
    plan_id = _held(connection, old)
    check_superseding(old, new)
    if not reason.strip():
        raise HistoryError("Say why the recorded plan is superseded: the reason is kept.")
    connection.execute(
        insert(supersessions).values(
            recorded_id=recorded_id,
            by_id=by,
            reason=reason,
            superseded_by=who,
            superseded_at=datetime.now(UTC),
        )
    )
    figures.store(connection, plan_id)


def check_superseding(old: Recorded, new: Recorded) -> None:
    """Raise :class:`HistoryError` where one position cannot take the place of another."""
    if old.id == new.id or folded(old.name) != folded(new.name):
        raise HistoryError("A recorded plan is superseded by another one of the same name.")
    if old.as_at != new.as_at:
        raise HistoryError(
            "A position is superseded by another of the same date: these are as at "
            f"{date_words(old.as_at)} and {date_words(new.as_at)}."
        )
    for version in (old, new):
        if version.superseded is not None:
            raise HistoryError(f"The recorded plan {version.id} is superseded already.")


def _move_words(connection: Connection, old: str, new: str) -> None:
    """Let a report's words follow its plan, where the new name has none of its own."""
    taken = select(report_words.c.id).where(report_words.c.key == new)
    if connection.scalar(taken) is None:
        moved = update(report_words).where(report_words.c.key == old).values(key=new)
        connection.execute(moved)
    else:
        connection.execute(delete(report_words).where(report_words.c.key == old))


def _held(connection: Connection, about: Recorded) -> int:
    """The id of a position's plan. Nobody else can change the plan until the transaction ends."""
    of_plan = select(plans.c.id).where(plans.c.key == folded(about.name)).with_for_update()
    plan_id: int = connection.scalars(of_plan).one()
    return plan_id


def checked_name(name: str) -> str:
    """A plan's name as it is kept. Raises :class:`HistoryError` where it cannot be one."""
    words = " ".join(name.split())
    if not words:
        raise HistoryError("A plan is recorded under a name: give it one.")
    if folded(words) == NOT_A_NAME:
        raise HistoryError(f"“{words}” stands for an upload in addresses: give another name.")
    if len(words) > LONGEST_NAME:
        raise HistoryError(f"A plan's name has at most {LONGEST_NAME} characters.")
    return words
