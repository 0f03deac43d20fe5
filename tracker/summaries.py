"""Summaries of groups of measured actions: all, each recommendation, owner and scope.

The definitions are those of sections 4 and 5 of ``docs/measures.md``. Counts are whole numbers;
a rate is a share from 0 to 1, unknown where its denominator is 0. Groups stand in the order in
which the plan first names them; the actions that name none are a group of their own, whose
name is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.fields import DATE_DTYPE

By: TypeAlias = Literal["recommendation", "owner", "scope"]
Figure: TypeAlias = "int | float | date | None"
_Codes: TypeAlias = NDArray[np.intp]
_Column: TypeAlias = "pd.Series[Any]"

FIGURES = (
    "actions",
    "withdrawn",
    "completed",
    "open",
    "overdue",
    "completion_rate",
    "confirmed",
    "confirmed_rate",
    "due",
    "on_time_rate",
    "hit_task_rate",
    "bei",
    "median_slippage_days",
    "mean_slippage_days",
    "max_slippage_days",
    "rebaselined",
    "next_due",
)
"""The figures of a group, in the order of the command line's JSON."""

AGEING_BANDS = ("1–30 days", "31–90 days", "91–180 days", "181–365 days", "over 365 days")
_BAND_ENDS = np.array([30, 90, 180, 365])  # the last day of each band but the last

DUE_WITHIN = (30, 60, 90)
"""The days ahead that an owner is asked about."""

_NEEDED = [
    "status",
    "original_due",
    "completed_on",
    "agreed_due",
    "is_complete",
    "is_open",
    "is_withdrawn",
    "is_due",
    "slippage_days",
    "is_overdue",
    "is_overdue_revised",
    "is_rebaselined",
]


@dataclass(frozen=True)
class Summary:
    """The figures of a plan or of a filtered part of it.

    ``totals`` holds the ``FIGURES``, None for unknown. The frames have a row for each group:
    its name first, then the ``FIGURES``; ``recommendations`` also its dates, slippage and
    whether it is complete, and at the end its wording and its timescale as typed.
    """

    totals: Mapping[str, Figure]
    recommendations: pd.DataFrame
    owners: pd.DataFrame
    scopes: pd.DataFrame


def tells_confirmed(measured: pd.DataFrame) -> bool:
    """Whether the plan tells confirmed completions apart from those only reported."""
    return bool(measured["status"].eq("confirmed").any())


def summarise(measured: pd.DataFrame, *, confirmed: bool | None = None) -> Summary:
    """The figures of section 4 of ``docs/measures.md``, for all and for each group.

    ``measured`` is what ``measure`` returns, or a part of it; ``confirmed`` is whether the whole
    plan tells confirmed completions apart (``tells_confirmed``), by default whether this part
    does. An action that names two owners counts for both.

    >>> summarise(measured).totals["completion_rate"]
    """
    known = tells_confirmed(measured) if confirmed is None else confirmed
    needed = measured[_NEEDED]
    total = _figures(needed, np.zeros(len(measured), dtype=np.intp), 1, known)

    def group(by: By) -> pd.DataFrame:
        rows, codes, keys = groups_of(measured, by)
        part = needed if by != "owner" else needed.iloc[rows]
        figures = _figures(part, codes, len(keys), known)
        figures.insert(0, by, keys)
        return figures

    return Summary(
        totals={name: _plain(total[name].iloc[0]) for name in FIGURES},
        recommendations=_with_dates(measured, group("recommendation")),
        owners=group("owner"),
        scopes=group("scope"),
    )


def ageing(measured: pd.DataFrame) -> pd.DataFrame:
    """How many overdue actions are in each of the ``AGEING_BANDS``: ``band``, ``actions``."""
    bands = _bands(measured)
    counts = np.bincount(bands[bands >= 0], minlength=len(AGEING_BANDS))
    return pd.DataFrame({"band": AGEING_BANDS, "actions": counts})


def ageing_by(measured: pd.DataFrame, by: By) -> pd.DataFrame:
    """Overdue actions by age: a row for each group, its name first, then each band's count."""
    rows, codes, keys = groups_of(measured, by)
    bands = _bands(measured)[rows]
    counts = {
        band: np.bincount(codes[bands == number], minlength=len(keys))
        for number, band in enumerate(AGEING_BANDS)
    }
    return pd.DataFrame({by: keys, **counts})


def cumulative(measured: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """Actions planned and completed by each date on which either changes, and by ``as_at``.

    Columns ``date``, ``planned`` (not withdrawn, ``original_due`` on or before the date) and
    ``actual`` (completed on or before it; ``<NA>`` after ``as_at``). Completions whose date is
    unknown are known only to be done by ``as_at``, and are counted from there.
    """
    planned = _known_days(measured["original_due"], ~measured["is_withdrawn"])
    completed = _known_days(measured["completed_on"], measured["is_complete"])
    today = np.datetime64(as_at, "D")
    days = np.unique(np.concatenate([planned, completed, [today]]))
    actual = np.searchsorted(completed, days, side="right")
    actual[days == today] = int(measured["is_complete"].sum())
    return pd.DataFrame(
        {
            "date": days.astype(DATE_DTYPE),
            "planned": np.searchsorted(planned, days, side="right"),
            "actual": pd.arrays.IntegerArray(actual.astype("int64"), days > today),
        }
    )


def due_next(measured: pd.DataFrame, as_at: date, days: int = 90) -> pd.DataFrame:
    """The open actions whose agreed date is from ``as_at`` to ``days`` later, soonest first."""
    ahead = _days_ahead(measured, as_at)
    soon = measured[ahead.le(days).to_numpy()]
    return soon.sort_values("agreed_due", kind="stable")


def due_within(measured: pd.DataFrame, as_at: date, by: By) -> pd.DataFrame:
    """Open actions due within 30, 60 and 90 days of ``as_at``: a row for each group.

    Its name first, then ``due_30``, ``due_60`` and ``due_90``, each counting those before it.
    """
    rows, codes, keys = groups_of(measured, by)
    ahead = _days_ahead(measured, as_at).to_numpy()[rows]
    counts = {
        f"due_{days}": np.bincount(codes[ahead <= days], minlength=len(keys)) for days in DUE_WITHIN
    }
    return pd.DataFrame({by: keys, **counts})


def _figures(part: pd.DataFrame, codes: _Codes, groups: int, confirmed_known: bool) -> pd.DataFrame:
    """The ``FIGURES`` of each of ``groups`` groups; ``codes`` says which one a row is in."""

    def count(flags: _Column) -> NDArray[np.intp]:
        return np.bincount(codes[flags.to_numpy(dtype=bool)], minlength=groups)

    complete, live = part["is_complete"], ~part["is_withdrawn"]
    original, finished = part["original_due"], part["completed_on"]
    actions, withdrawn = np.bincount(codes, minlength=groups), count(part["is_withdrawn"])
    completed, due = count(complete), count(part["is_due"])
    dated = complete & original.notna() & finished.notna()
    on_time = complete & finished.le(original)
    confirmed = count(complete & part["status"].eq("confirmed"))
    known = part["slippage_days"].astype("float64").groupby(codes)
    upcoming = part["agreed_due"].where(part["is_open"] & ~part["is_overdue_revised"])
    slots = range(groups)
    figures = {
        "actions": actions,
        "withdrawn": withdrawn,
        "completed": completed,
        "open": count(part["is_open"]),
        "overdue": count(part["is_overdue"]),
        "completion_rate": _rate(completed, actions - withdrawn),
        "confirmed": pd.array(confirmed if confirmed_known else [None] * groups, dtype="Int64"),
        "confirmed_rate": _rate(confirmed, (actions - withdrawn) * confirmed_known),
        "due": due,
        "on_time_rate": _rate(count(on_time), count(dated)),
        "hit_task_rate": _rate(count(on_time & part["is_due"]), due),
        "bei": _rate(completed, due + count(live & original.isna())),
        "median_slippage_days": known.median().reindex(slots),
        "mean_slippage_days": known.mean().reindex(slots),
        "max_slippage_days": known.max().reindex(slots).astype("Int64"),
        "rebaselined": count(live & part["is_rebaselined"]),
        "next_due": upcoming.groupby(codes).min().reindex(slots).astype(DATE_DTYPE),
    }
    return pd.DataFrame(figures, index=slots)


def _with_dates(measured: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """The recommendations' figures with their dates, slippage, completion and wording."""
    _, codes, _ = groups_of(measured, "recommendation")
    slots = range(len(figures))
    live = ~measured["is_withdrawn"]
    own = measured["recommendation_due"].groupby(codes).first().reindex(slots)
    latest = measured["original_due"].where(live).groupby(codes).max().reindex(slots)
    original = own.fillna(latest).astype(DATE_DTYPE)
    finishes = measured["expected_finish"].where(live).groupby(codes)
    in_plan = figures["actions"] - figures["withdrawn"]
    every_finish_known = finishes.count().reindex(slots).eq(in_plan)
    finish = finishes.max().reindex(slots).where(every_finish_known).astype(DATE_DTYPE)
    slippage = (finish - original).dt.days.astype("Int64")
    at_that_date = measured["original_due"].eq(original.iloc[codes].set_axis(measured.index))
    words = measured["original_due_text"].where(at_that_date)
    dated = figures.assign(
        original_due=original,
        expected_finish=finish,
        slippage_days=slippage,
        is_complete=in_plan.gt(0) & figures["completed"].eq(in_plan),
        recommendation_text=_first_text(measured["recommendation_text"], codes, slots),
        original_due_text=_first_text(words, codes, slots),
    )
    dates = ["original_due", "expected_finish", "slippage_days", "is_complete"]
    texts = ["recommendation_text", "original_due_text"]
    return dated[["recommendation", *dates, *FIGURES, *texts]]


def groups_of(measured: pd.DataFrame, by: By) -> tuple[_Codes, _Codes, list[str | None]]:
    """The rows (by position) that are in a group, which group each is in, the groups' names.

    By owner a row is in the group of each owner it names, once.
    """
    rows = np.arange(len(measured))
    if by == "owner":
        named = pd.Series(measured["owners"].to_numpy(), index=rows, dtype="object").explode()
        pairs = named.rename_axis("row").reset_index(name="owner").drop_duplicates()
        rows, column = pairs["row"].to_numpy(), pairs["owner"]
    else:
        column = measured[by]
    codes, names = pd.factorize(column, use_na_sentinel=False)
    return rows, codes, [None if pd.isna(name) else name for name in names]


def _bands(measured: pd.DataFrame) -> _Codes:
    """The number of each action's ageing band; −1 where it is not overdue."""
    days = measured["days_overdue"]
    bands = np.searchsorted(_BAND_ENDS, days.fillna(0).to_numpy(dtype="int64"), side="left")
    return np.where(days.notna(), bands, -1)


def _days_ahead(measured: pd.DataFrame, as_at: date) -> _Column:
    """Days from ``as_at`` to the agreed date [days]; NaN unless open and not before ``as_at``."""
    ahead = (measured["agreed_due"] - pd.Timestamp(as_at)).dt.days
    return ahead.where(measured["is_open"] & ahead.ge(0))


def _known_days(column: _Column, flags: _Column) -> NDArray[np.datetime64]:
    return np.sort(column[flags & column.notna()].to_numpy(dtype="datetime64[D]"))


def _first_text(column: _Column, codes: _Codes, slots: range) -> _Column:
    first: _Column = column.groupby(codes).first().reindex(slots).astype("object")
    first[first.isna()] = None
    return first


def _rate(part: NDArray[np.intp], whole: NDArray[np.intp]) -> NDArray[np.float64]:
    """Share of the whole, NaN where the whole is 0."""
    rates = np.full(len(whole), np.nan)
    np.divide(part, whole, out=rates, where=whole > 0)
    return rates


def _plain(value: object) -> Figure:
    """A cell of a frame as a plain number or date; None for unknown."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if isinstance(value, np.generic) else value  # type: ignore[return-value]
