"""The first recorded original timescales, kept in the database for the figures of all plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sqlalchemy import (
    CTE,
    Connection,
    Engine,
    ScalarSelect,
    delete,
    func,
    insert,
    select,
)

from tracker.history import queries, remembered
from tracker.history.database import reading, writing
from tracker.history.errors import HistoryError
from tracker.history.schema import (
    baselines,
    baselines_known,
    match_decisions,
    recorded,
    supersessions,
)
from tracker.timeline import Decision, Position, Timeline

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

RULES = 2
"""One more whenever actions are matched otherwise: what was kept is then worked out again."""


def stale(connection: Connection, latest: CTE) -> list[int]:
    """The positions of ``latest`` whose baselines are not known from the history as it is now."""
    state = _state(latest)
    found = connection.execute(
        select(latest.c.id, baselines_known.c.known_from, *state).outerjoin(
            baselines_known, baselines_known.c.recorded_id == latest.c.id
        )
    )
    return [row[0] for row in found if row[1] != _as_text(row[2:])]


def _state(latest: CTE) -> list[ScalarSelect[Any]]:
    """What together never is the same again once the plan's history has changed."""
    of_plan = recorded.c.plan_id == latest.c.plan_id
    superseded = (
        select(func.count())
        .select_from(supersessions)
        .join(recorded, recorded.c.id == supersessions.c.recorded_id)
    )
    counted = (
        select(func.count()).select_from(recorded).where(of_plan),
        select(func.max(recorded.c.id)).where(of_plan),
        superseded.where(of_plan),
        select(func.max(match_decisions.c.id)).where(match_decisions.c.plan_id == latest.c.plan_id),
    )
    return [each.correlate(latest).scalar_subquery() for each in counted]


def _as_text(state: Sequence[int | None]) -> str:
    return " ".join(str(each or 0) for each in (RULES, *state))


def work_out(engine: Engine, recorded_id: int) -> None:
    """Keep what a recorded position is measured from when it is opened; nothing if it is gone."""
    with reading(engine) as connection:
        try:
            about = queries.one_recorded(connection, recorded_id)
        except HistoryError:
            return
        every = [
            each
            for each in queries.all_recorded(connection, about.name)
            if each.superseded is None and each.as_at <= about.as_at
        ]
        frames = queries.frames(connection, [each.id for each in every])
        plan_id = connection.scalar(select(recorded.c.plan_id).where(recorded.c.id == recorded_id))
        decided = remembered.decisions_about(connection, plan_id or 0)
        this = select(recorded.c.id, recorded.c.plan_id).where(recorded.c.id == recorded_id).cte()
        known_from = _as_text(connection.execute(select(*_state(this)).select_from(this)).one())
    if recorded_id not in frames:
        return  # superseded meanwhile: it is asked for no more
    versions = [(each.as_at, frames[each.id]) for each in every]
    rows = list(_rows(recorded_id, frames[recorded_id], versions, decided))
    _keep(engine, recorded_id, known_from, rows)


def _rows(
    recorded_id: int,
    actions: pd.DataFrame,
    versions: Sequence[tuple[date, pd.DataFrame]],
    decided: Sequence[Decision],
) -> Iterator[dict[str, Any]]:
    """The rows of ``baselines``: of the whole plan, then of its public version."""
    restricted = actions["restricted"].to_numpy(dtype=bool)
    first = None
    for public in (False, True):
        places = np.flatnonzero(~restricted) if public else np.arange(len(actions))
        shown = actions.iloc[places].reset_index(drop=True)
        if first is None or restricted.any():
            first = _originals([*versions, (versions[-1][0], shown)], decided)
        other = (first.notna() & first.ne(shown["original_due"])).to_numpy()
        for place, day in zip(places[other], first[other], strict=True):
            yield {
                "recorded_id": recorded_id,
                "public": public,
                "position": int(place),
                "original_due": day.date(),
            }


def _originals(
    versions: Sequence[tuple[date, pd.DataFrame]], decided: Sequence[Decision]
) -> pd.Series[Any]:
    positions = tuple(Position(day, rows, read=_not_read) for day, rows in versions)
    last = Timeline(positions, len(positions) - 1, tuple(decided)).baselines[-1]
    originals: pd.Series[Any] = last.actions["original_due"]
    return originals


def _not_read() -> Plan:
    raise AssertionError("the figures of all plans open none")


def _keep(engine: Engine, recorded_id: int, known_from: str, rows: list[dict[str, Any]]) -> None:
    with writing(engine) as connection:
        there = select(recorded.c.id).where(recorded.c.id == recorded_id).with_for_update()
        if connection.scalar(there) is None:
            return
        for table in (baselines, baselines_known):
            connection.execute(delete(table).where(table.c.recorded_id == recorded_id))
        known = {"recorded_id": recorded_id, "known_from": known_from}
        connection.execute(insert(baselines_known).values(known))
        if rows:
            connection.execute(insert(baselines), rows)
