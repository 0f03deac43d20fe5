"""A plan measured from the original timescales first recorded: dates that cannot move unseen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from tracker.comparison.matching import Decision
from tracker.fields import DATE_DTYPE
from tracker.history.baselines import Version, baselines, measured_from
from tracker.reading.findings import SEVERITIES, Finding
from tracker.reading.kinds import FindingKind
from tracker.reading.plan import Plan
from tracker.words import date_words, recommendation_key, recommendation_words

_Column: TypeAlias = "pd.Series[Any]"


def from_first_recorded(
    plan: Plan,
    versions: Sequence[Version],
    decided: Iterable[Decision] = (),
    *,
    own_recommendations: bool = False,
) -> Plan:
    """The plan with the original timescales first recorded, and a warning for each that differs.

    ``versions`` are the recorded ones, earliest first; without any the plan is given back as it
    is. Sets ``original_due`` to the first known of the action, ``revised_due``, where there is
    none, to the plan's own ``original_due`` that is another, ``date_moves`` to how often its agreed
    date moved over all of them, and ``recommendation_due`` to the recommendation's first
    known own timescale, unless ``own_recommendations`` (a catalogue gives those). The words typed
    stay. Source: ``docs/measures.md``, section 6.

    >>> from_first_recorded(april, [(date(2016, 1, 12), january.actions)])
    """
    if not versions:
        return plan
    known = baselines(versions, plan.actions, decided)
    actions = measured_from(plan.actions, known["original_due"]).assign(
        date_moves=known["date_moves"].fillna(0).astype(plan.actions["date_moves"].dtype),
    )
    found = _actions_changed(plan, known)
    if not own_recommendations:
        first = _first_timescales(versions, plan.actions)
        found += _recommendations_changed(plan, first)
        actions = actions.assign(recommendation_due=first["due"].astype(DATE_DTYPE))
    by_severity = sorted((*plan.findings, *found), key=lambda f: SEVERITIES.index(f.severity))
    return replace(plan, actions=actions, findings=tuple(by_severity))


def _actions_changed(plan: Plan, known: pd.DataFrame) -> list[Finding]:
    own, first = plan.actions["original_due"], known["original_due"]
    places = np.flatnonzero(first.notna() & first.ne(own))
    agreed = own.notna() & plan.actions["revised_due"].isna()
    return [
        _changed(
            plan,
            int(place),
            "original_due",
            own.iloc[place],
            first.iloc[place],
            known["recorded_as_at"].iloc[place],
            "slippage is measured from that one, the first recorded"
            + ("; the date here counts as a revised one" if agreed.iloc[place] else ""),
        )
        for place in places
    ]


def _first_timescales(versions: Sequence[Version], actions: pd.DataFrame) -> pd.DataFrame:
    """By action: its recommendation's first known own timescale and the version that gives it."""
    parts = [
        pd.DataFrame(
            {
                "key": frame["recommendation"].map(recommendation_key),
                "due": frame["recommendation_due"],
                "as_at": np.full(len(frame), np.datetime64(as_at or "NaT", "s"), dtype=DATE_DTYPE),
            }
        )
        for as_at, frame in (*versions, (None, actions))
    ]
    seen = pd.concat(parts).dropna(subset=["key", "due"])
    first = seen.drop_duplicates("key").set_index("key")
    keys = actions["recommendation"].map(recommendation_key)
    return pd.DataFrame(
        {name: keys.map(first[name]) for name in ("due", "as_at")}, index=actions.index
    )


def _recommendations_changed(plan: Plan, first: pd.DataFrame) -> list[Finding]:
    own = plan.actions["recommendation_due"]
    changed = first["due"].notna() & first["due"].ne(own) & own.notna()
    keys = plan.actions["recommendation"].map(recommendation_key)
    places = np.flatnonzero(changed & ~keys.where(changed).duplicated())
    return [
        _changed(
            plan,
            int(place),
            "recommendation_due",
            own.iloc[place],
            first["due"].iloc[place],
            first["as_at"].iloc[place],
            f"{recommendation_words(plan.actions['recommendation'].iloc[place])} is measured from "
            "that one, the first recorded",
        )
        for place in places
    ]


def _changed(
    plan: Plan, place: int, field: str, own: date, first: date, as_at: date, measured: str
) -> Finding:
    typed = plan.actions["original_due_text"].iloc[place] if field == "original_due" else None
    says = date_words(own) if pd.notna(own) else (f"“{typed}”" if typed else "none")
    return Finding(
        severity="warning",
        sheet=plan.actions["sheet"].iloc[place],
        cell=plan.cell(field, place),
        field=field,
        value=typed or (date_words(own) if pd.notna(own) else ""),
        problem=(
            f"The original timescale here is {says}; the position recorded as at "
            f"{date_words(as_at)} gave {date_words(first)}, and {measured}. Check why it was "
            "changed."
        ),
        kind=FindingKind.ORIGINAL_CHANGED,
    )
