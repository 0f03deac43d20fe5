"""A plan over time: what each of its positions said, and how often its dates moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.fields import DATE_DTYPE
from tracker.filters import filter_actions
from tracker.group_figures import first_rows
from tracker.summaries import By, groups_of, none_dated, recommendation_groups, summarise

_FIGURES = ["completed", "open", "overdue", "overdue_unknown"]


@dataclass(frozen=True)
class Trend:
    """The positions of one plan, earliest first.

    ``positions``, a row a position: ``as_at`` [date], ``actions`` (not withdrawn), ``completed``,
    ``open``, ``overdue``, ``overdue_unknown``, ``completion_rate`` (share, unknown without
    actions).

    ``recommendations``, a row for each position and recommendation, whatever its number there, in
    the order of the latest plan that names it: ``source``, ``recommendation`` (as that plan names
    them, None for those without), ``as_at``, ``original_due`` (the first recorded),
    ``expected_finish`` [date] and ``finish_is_minimum``, ``state`` ("complete"; "overdue": it has
    an overdue action; "undated": of no open one the original timescale is known; or "open").

    ``moves``, the measured actions of the latest position: ``date_moves`` is how many times the
    agreed date has moved over all positions (a lower bound).
    """

    positions: pd.DataFrame
    recommendations: pd.DataFrame
    moves: pd.DataFrame


def trend(over_time: Sequence[tuple[date, pd.DataFrame]], **filters: Any) -> Trend:
    """What the positions of a plan say together: each date with its measured actions, in order.

    ``filters`` are those of ``filter_actions``: of each position the actions count that matched
    them then. Source: ``docs/measures.md``, sections 4 and 6.
    """
    shown = [(as_at, filter_actions(measured, **filters)) for as_at, measured in over_time]
    summaries = [(as_at, summarise(measured)) for as_at, measured in shown]
    totals = [{"as_at": as_at, **summary.totals} for as_at, summary in summaries]
    positions = pd.DataFrame(
        totals, columns=["as_at", "actions", "withdrawn", *_FIGURES, "completion_rate"]
    )
    positions["actions"] -= positions.pop("withdrawn")
    parts = [
        summary.recommendations.assign(as_at=as_at, key=_followed(measured))
        for (as_at, summary), (_, measured) in zip(summaries, shown, strict=True)
    ]
    return Trend(_dated(positions), _recommendations(parts), shown[-1][1])


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
    columns = ["source", "recommendation", "as_at", "original_due"]
    columns += ["expected_finish", "finish_is_minimum", "state"]
    rows = pd.concat(parts, ignore_index=True)
    latest = rows.drop_duplicates("key", keep="last").set_index("key")
    order = list(dict.fromkeys(key for part in reversed(parts) for key in part["key"]))
    for name in ("source", "recommendation"):
        rows[name] = rows["key"].map(latest[name])
    rows["state"] = none_dated(rows).map({True: "undated", False: "open"})
    rows["state"] = rows["state"].mask(rows["overdue"].gt(0), "overdue")
    rows["state"] = rows["state"].mask(rows["is_complete"].astype(bool), "complete")
    places = {key: place for place, key in enumerate(order)}
    rows = rows.assign(place=rows["key"].map(places)).sort_values(["place", "as_at"], kind="stable")
    return _dated(rows[columns].reset_index(drop=True))


def _followed(measured: pd.DataFrame) -> NDArray[np.int64]:
    """The number of each recommendation in every position, in the order of a ``Summary``."""
    codes, keys = recommendation_groups(measured)
    first = first_rows(np.ones(len(codes), dtype=bool), codes, len(keys))
    return measured["recommendation_followed"].to_numpy()[first]


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(as_at=pd.to_datetime(rows["as_at"]).astype(DATE_DTYPE))
