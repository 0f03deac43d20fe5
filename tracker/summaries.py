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
from itertools import chain
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.fields import DATE_DTYPE
from tracker.group_figures import (
    Codes,
    Facts,
    Flags,
    at,
    facts,
    figures,
    first_rows,
    integers,
    latest,
    occurrences,
    where,
)
from tracker.recommendation_numbers import recommendation_key
from tracker.vocabulary import FIGURES
from tracker.words import folded

By: TypeAlias = Literal["recommendation", "owner", "scope"]
Value: TypeAlias = "int | float | date | None"
RecommendationKey: TypeAlias = "tuple[str, str | None]"
_Column: TypeAlias = "pd.Series[Any]"

AGEING_BANDS = ("1–30 days", "31–90 days", "91–180 days", "181–365 days", "over 365 days")
_BAND_ENDS = np.array([30, 90, 180, 365])  # the last day of each band but the last

DUE_WITHIN = (30, 60, 90)
"""The days ahead that an owner is asked about."""


@dataclass(frozen=True)
class Summary:
    """The figures of a plan or of a filtered part of it.

    ``totals`` holds the ``FIGURES``, None for unknown, and ``overdue_unknown``: of how many open
    actions the original timescale is not known. The frames have a row for each group: its name
    first, then the same; ``recommendations`` before them the ``source`` that it comes from, its
    dates, its slippage, whether finish and slippage are a minimum only and whether it is complete,
    and at the end its wording and its timescale as typed.
    """

    totals: Mapping[str, Value]
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
    everything = facts(measured)

    def group(by: By) -> pd.DataFrame:
        rows, codes, keys = groups_of(measured, by)
        part = everything.of(rows) if by == "owner" else everything
        of_groups = figures(part, codes, len(keys), known)
        named: dict[str, _Column] = {by: pd.Series(keys, dtype="object")}
        if by == "recommendation":
            dated = of_groups | _dates(measured, of_groups, codes)
            of_groups = {name: dated[name] for name in (*_DATES, *FIGURES, *_MORE)}
            sources = measured["source"]
            first = _first_text(sources, sources.notna().to_numpy(), codes, len(keys))
            mixed = sources.groupby(codes).nunique().gt(1)  # of those without a recommendation
            named["source"] = pd.Series(first, dtype="object").mask(mixed, None)
        return pd.DataFrame({**named, **of_groups})

    return Summary(
        totals=_totals(everything, known),
        recommendations=group("recommendation"),
        owners=group("owner"),
        scopes=group("scope"),
    )


def totals(measured: pd.DataFrame, *, confirmed: bool | None = None) -> Mapping[str, Value]:
    """The ``totals`` of :func:`summarise` alone, without the groups."""
    known = tells_confirmed(measured) if confirmed is None else confirmed
    return _totals(facts(measured), known)


def _totals(everything: Facts, confirmed: bool) -> Mapping[str, Value]:
    total = figures(everything, np.zeros(len(everything.slippage), dtype=np.intp), 1, confirmed)
    return {name: _plain(values[0]) for name, values in total.items()}


def ageing(measured: pd.DataFrame) -> pd.DataFrame:
    """How many overdue actions are in each of the ``AGEING_BANDS``: ``band``, ``actions``."""
    bands = _bands(measured)
    counts = np.bincount(bands[bands >= 0], minlength=len(AGEING_BANDS))
    return pd.DataFrame({"band": AGEING_BANDS, "actions": counts})


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


def overdue_known(of: Any) -> int | None:
    """How many of a group are overdue; None where no open one has a known original.

    ``of`` has its ``open``, ``overdue`` and ``overdue_unknown``.
    """
    open_ = int(of["open"])
    return None if open_ and of["overdue_unknown"] == open_ else int(of["overdue"])


def with_overdue_known(groups: pd.DataFrame) -> pd.DataFrame:
    """Groups with their ``overdue``, which is unknown where :func:`overdue_known` says so."""
    return groups.assign(overdue=groups["overdue"].astype("Int64").mask(none_dated(groups)))


def none_dated(groups: pd.DataFrame) -> pd.Series[bool]:
    """Which groups have open actions, but none whose original timescale is known."""
    return groups["open"].gt(0) & groups["overdue_unknown"].eq(groups["open"])


def most_overdue_first(groups: pd.DataFrame) -> pd.DataFrame:
    """The rows of groups with the most overdue first, of as many those with the most open."""
    return groups.sort_values(["overdue", "open"], ascending=False, kind="stable")


def due_next(measured: pd.DataFrame, as_at: date, days: int = 90) -> pd.DataFrame:
    """The open actions whose agreed date is from ``as_at`` to ``days`` later, soonest first."""
    ahead = _days_ahead(measured, as_at).to_numpy()
    soon = np.flatnonzero(ahead <= days)
    return measured.iloc[soon[np.argsort(ahead[soon], kind="stable")]]


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


_DATES = (
    "original_due",
    "expected_finish",
    "finish_is_minimum",
    "slippage_days",
    "slippage_is_minimum",
    "is_complete",
)
_MORE = ("overdue_unknown", "recommendation_text", "original_due_text")
"""The recommendations' columns before and after their figures."""


def recommendation_groups(actions: pd.DataFrame) -> tuple[Codes, list[RecommendationKey]]:
    """Which recommendation each action answers, and what each of these is known by.

    That is its inspection and its number together, however either is written; ``("", None)`` for
    the actions without one. In the order in which the plan first names them. Source:
    ``docs/measures.md``, section 4.
    """
    sources, source_names = pd.factorize(actions["source"], use_na_sentinel=False)
    names, recommendations = pd.factorize(actions["recommendation"], use_na_sentinel=False)
    inspections = [folded(n) if isinstance(n, str) else "" for n in source_names]
    numbers = [recommendation_key(n) if isinstance(n, str) else None for n in recommendations]
    pair_of, pairs = pd.factorize(sources * len(recommendations) + names)
    known: dict[RecommendationKey, int] = {}
    codes = [
        known.setdefault(
            ("" if numbers[name] is None else inspections[source], numbers[name]), len(known)
        )
        for source, name in (divmod(pair, len(recommendations)) for pair in pairs.tolist())
    ]
    return np.array(codes, dtype=np.intp)[pair_of], list(known)


def timescales_kept(recommendations: pd.DataFrame, as_at: date) -> tuple[int, int, int]:
    """How many recommendations kept to their timescale, of how many that were due by ``as_at``.

    They are due as actions are: ``docs/measures.md``, section 4. The third number is of those that
    are complete on a day that is not known. ``recommendations`` are those of a ``Summary``.
    """
    due = recommendations[recommendations["original_due"] <= pd.Timestamp(as_at)]
    met = due["is_complete"] & due["expected_finish"].le(due["original_due"])
    undated = due["is_complete"] & due["expected_finish"].isna()
    return int(met.sum()), len(due), int(undated.sum())


def recommendation_labels(rows: pd.DataFrame) -> pd.Series[Any]:
    """What each row's recommendation is called: its number, and where several inspections have
    that number its inspection too ("3 (Custody)"). ``rows`` have ``recommendation``, ``source``.
    """
    return told_apart_by_inspection(rows, "recommendation")


def told_apart_by_inspection(
    rows: pd.DataFrame, column: str, before: str = " (", after: str = ")"
) -> pd.Series[Any]:
    """A column's names, those that several inspections (``source``) have followed by their own.

    ``before`` and ``after`` stand around the inspection: "2.1 (Custody)". Unknown stays so.
    """
    pairs = rows[[column, "source"]].astype(object)
    names, sources = pairs[column], pairs["source"]
    known = pairs.dropna().drop_duplicates()
    several = names.isin(known[column][known[column].duplicated()]) & sources.notna()
    if not several.any():
        return names
    return names.mask(several, names.astype(str) + before + sources.astype(str) + after)


def recommendation_originals(
    actions: pd.DataFrame, codes: Codes, groups: int
) -> NDArray[np.datetime64]:
    """Each recommendation's original timescale as these actions give it.

    Its own, else the latest of its actions that are not withdrawn. Source: ``docs/measures.md``,
    section 4.
    """
    own = actions["recommendation_due"].to_numpy()
    stated = at(own, first_rows(~np.isnat(own), codes, groups))
    live = actions["status"].ne("withdrawn").to_numpy()
    of_actions = latest(where(live, actions["original_due"].to_numpy()), codes, groups)
    return np.where(np.isnat(stated), of_actions, stated)


def _dates(measured: pd.DataFrame, of_groups: dict[str, Any], codes: Codes) -> dict[str, Any]:
    """The recommendations' dates, slippage, completion and wording."""
    groups = len(of_groups["actions"])
    finishes = measured["expected_finish"].to_numpy()
    live = ~measured["is_withdrawn"].to_numpy()
    due = _original_due(measured, codes, groups)
    in_plan = of_groups["actions"] - of_groups["withdrawn"]
    finish_known = occurrences(codes[live & ~np.isnat(finishes)], groups) == in_plan
    finish = where(finish_known, latest(where(live, finishes), codes, groups))
    slippage = (finish - due).astype("timedelta64[D]").astype("int64")
    unknown = np.isnat(finish) | np.isnat(due)
    minimum = measured["slippage_is_minimum"].to_numpy()
    least = occurrences(codes[minimum], groups) > 0
    floor = latest(where(minimum, finishes), codes, groups)
    texts, wordings = measured["original_due_text"], measured["recommendation_text"]
    at_that_date = measured["original_due"].to_numpy() == due[codes]
    return {
        "original_due": due,
        "expected_finish": finish,
        "finish_is_minimum": finish == floor,
        "slippage_days": integers(slippage, unknown | (least & (slippage < 0))),
        "slippage_is_minimum": least & ~unknown,
        "is_complete": (in_plan > 0) & (of_groups["completed"] == in_plan),
        "recommendation_text": _first_text(wordings, wordings.notna().to_numpy(), codes, groups),
        "original_due_text": _first_text(
            texts, texts.notna().to_numpy() & at_that_date, codes, groups
        ),
    }


def _original_due(measured: pd.DataFrame, codes: Codes, groups: int) -> NDArray[np.datetime64]:
    """What the whole plan's history says of each recommendation, else what these actions do."""
    if "recommendation_original" not in measured:
        return recommendation_originals(measured, codes, groups)
    known = measured["recommendation_original"].to_numpy()
    return at(known, first_rows(~np.isnat(known), codes, groups))


def _first_text(column: _Column, wanted: Flags, codes: Codes, groups: int) -> NDArray[np.object_]:
    texts = np.full(len(column) + 1, None)
    texts[:-1] = column.to_numpy()
    return texts[first_rows(wanted, codes, groups)]  # the last, at −1, is none


def groups_of(measured: pd.DataFrame, by: By) -> tuple[Codes, Codes, list[str | None]]:
    """The rows (by position) that are in a group, which group each is in, the groups' names.

    By owner a row is in the group of each owner it names, once.
    """
    rows = np.arange(len(measured))
    if by == "recommendation":
        codes, keys = recommendation_groups(measured)
        names = measured[by].to_numpy(dtype="object")
        first = first_rows(np.ones(len(measured), dtype=bool), codes, len(keys))
        return rows, codes, [_text_or_none(name) for name in names[first]]
    if by == "owner":
        owners = [named or (None,) for named in measured["owners"].tolist()]
        rows = np.repeat(rows, list(map(len, owners)))
        column = np.fromiter(chain.from_iterable(owners), dtype=object, count=len(rows))
    else:
        column = measured[by].to_numpy()
    codes, found = pd.factorize(column, use_na_sentinel=False)
    if by == "owner":
        once = ~pd.Series(rows * len(found) + codes).duplicated().to_numpy()
        rows, codes = rows[once], codes[once]
    return rows, codes, [_text_or_none(name) for name in found]


def _text_or_none(name: Any) -> str | None:
    return None if pd.isna(name) else name


def _bands(measured: pd.DataFrame) -> Codes:
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


def _plain(value: object) -> Value:
    """An element of an array as a plain number or date; None for unknown."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, np.datetime64):
        day: date = value.astype("datetime64[D]").item()
        return day
    return value.item() if isinstance(value, np.generic) else value  # type: ignore[return-value]
