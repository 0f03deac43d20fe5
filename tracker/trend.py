"""A plan over time: what each of its positions said, and how often its dates moved.

>>> over = trend(measured_positions([(date(2016, 1, 12), january), (date(2016, 4, 30), april)]))
>>> over.recommendations[["as_at", "recommendation", "expected_finish"]]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from tracker.comparison import Decision
from tracker.fields import DATE_DTYPE
from tracker.filters import filter_actions
from tracker.history.baselines import Followed, Version, follow
from tracker.measures import measure
from tracker.summaries import By, groups_of, summarise
from tracker.words import recommendation_key

_FIGURES = ["completed", "open", "overdue"]
_NO_MOVES = pd.DataFrame(columns=["recommendation", "owners", "date_moves"])


@dataclass(frozen=True)
class Trend:
    """The positions of one plan, earliest first.

    ``positions``, a row a position: ``as_at`` [date], ``actions`` (not withdrawn), ``completed``,
    ``open``, ``overdue``, ``completion_rate`` (share, unknown without actions).

    ``recommendations``, a row for each position and recommendation, in the order of the latest
    plan that names it: ``recommendation`` (as that plan names it, None for those without),
    ``as_at``, ``original_due`` (the first known in any position), ``expected_finish`` [date],
    ``state`` ("complete", "overdue": it has an overdue action, or "open").

    ``moves``, a row an action of the latest position: its fields and ``date_moves``, how many
    times the agreed date has moved over all positions (a lower bound),
    ``first_original_due`` the first recorded original timescale [date], and
    ``slippage_from_first`` the slippage against that one [days], unknown where there is none.
    """

    positions: pd.DataFrame
    recommendations: pd.DataFrame
    moves: pd.DataFrame


@dataclass(frozen=True)
class Measured:
    """The positions of one plan followed and measured, whatever is then shown of them.

    ``dates`` are theirs, ``measured`` the measured actions of each from the original timescales
    first recorded; ``last`` the actions of the last as given, ``known`` what all of them say of it.
    """

    dates: Sequence[date]
    measured: Sequence[pd.DataFrame]
    last: pd.DataFrame
    known: pd.DataFrame


def measured_positions(versions: Sequence[Version], decided: Iterable[Decision] = ()) -> Measured:
    """Follow each action through these positions (as-at date and actions, earliest first)."""
    followed = follow(versions, decided) if versions else Followed([], pd.DataFrame())
    measured = [
        measure(actions, as_at)
        for (as_at, _), actions in zip(versions, followed.actions, strict=True)
    ]
    last = versions[-1][1] if versions else pd.DataFrame()
    return Measured([as_at for as_at, _ in versions], measured, last, followed.latest)


def trend(found: Measured, **filters: Any) -> Trend:
    """What the positions of a plan say together.

    ``filters`` are those of ``filter_actions``: of each position the actions count that matched
    them then. A recommendation is the same one where its number is. Source: ``docs/measures.md``,
    sections 4 and 6.
    """
    measured = [filter_actions(actions, **filters) for actions in found.measured]
    summaries = [
        (as_at, summarise(shown)) for as_at, shown in zip(found.dates, measured, strict=True)
    ]
    totals = [{"as_at": as_at, **summary.totals} for as_at, summary in summaries]
    over_time = pd.DataFrame(
        totals, columns=["as_at", "actions", "withdrawn", *_FIGURES, "completion_rate"]
    )
    over_time["actions"] -= over_time.pop("withdrawn")
    parts = [summary.recommendations.assign(as_at=as_at) for as_at, summary in summaries]
    return Trend(
        positions=_dated(over_time),
        recommendations=_recommendations(parts),
        moves=_moves(found.last, measured[-1], found.known) if measured else _NO_MOVES,
    )


def moves_by(moves: pd.DataFrame, by: By) -> pd.DataFrame:
    """The date moves of each ``recommendation`` or ``owner``, most first.

    Columns ``by`` (None for none), ``date_moves`` (of all its actions), ``moved`` (actions whose
    date moved), ``moved_again`` (more than once), ``actions``. An action of two owners counts
    for both.
    """
    rows, codes, names = groups_of(moves, by)
    times = moves["date_moves"].to_numpy(dtype="int64")[rows]
    counts = {
        "date_moves": np.bincount(codes, weights=times, minlength=len(names)).astype("int64"),
        "moved": np.bincount(codes[times > 0], minlength=len(names)),
        "moved_again": np.bincount(codes[times > 1], minlength=len(names)),
        "actions": np.bincount(codes, minlength=len(names)),
    }
    figures = pd.DataFrame({by: pd.Series(names, dtype="object"), **counts})
    return figures.sort_values("date_moves", ascending=False, kind="stable", ignore_index=True)


def _recommendations(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    columns = ["recommendation", "as_at", "original_due", "expected_finish", "state"]
    if not parts:
        return _dated(pd.DataFrame(columns=columns))
    rows = pd.concat(parts, ignore_index=True)
    rows["key"] = [recommendation_key(name) or "" for name in rows["recommendation"]]
    latest = rows.drop_duplicates("key", keep="last").set_index("key")
    order = list(dict.fromkeys(key for part in reversed(parts) for key in _keys(part)))
    rows["recommendation"] = rows["key"].map(latest["recommendation"])
    rows["original_due"] = rows.groupby("key")["original_due"].transform("first")
    rows["state"] = "open"
    rows["state"] = rows["state"].mask(rows["overdue"].gt(0), "overdue")
    rows["state"] = rows["state"].mask(rows["is_complete"].astype(bool), "complete")
    places = {key: place for place, key in enumerate(order)}
    rows = rows.assign(place=rows["key"].map(places)).sort_values(["place", "as_at"], kind="stable")
    return _dated(rows[columns].reset_index(drop=True))


def _keys(part: pd.DataFrame) -> list[str]:
    return [recommendation_key(name) or "" for name in part["recommendation"]]


def _moves(latest: pd.DataFrame, measured: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The latest actions that are shown, as they say themselves, with what is known of them."""
    rows = measured.index
    return latest.loc[rows].assign(
        date_moves=known["date_moves"].loc[rows].fillna(0).astype("int64"),
        first_original_due=known["original_due"].loc[rows],
        slippage_from_first=measured["slippage_days"],
    )


def originals_moved(moves: pd.DataFrame) -> pd.DataFrame:
    """The actions whose original timescale is not the one first recorded: rows of ``moves``."""
    first = moves["first_original_due"]
    return moves[first.notna() & first.ne(moves["original_due"])]


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(as_at=pd.to_datetime(rows["as_at"]).astype(DATE_DTYPE))


def latest_per_day(versions: Iterable[Version]) -> list[Version]:
    """One position a date, the last given of it, earliest first."""
    by_date: dict[date, pd.DataFrame] = dict(versions)
    return sorted(by_date.items(), key=lambda version: version[0])
