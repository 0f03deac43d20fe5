"""The parts of a plan as one: what they call alike is one, what is not is told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from tracker.book import objects
from tracker.reading import owners
from tracker.reading.findings import Findings
from tracker.reading.kinds import FindingKind
from tracker.reading.part import Part


def joined(parts: Sequence[Part], findings: Findings) -> Part:
    """The parts as one, in which each owner and each recommendation has one name."""
    whole = parts[0] if len(parts) == 1 else _one_below_the_other(parts)
    actions = _of_their_inspection(whole.actions, findings)
    actions = actions if len(parts) == 1 else _one_spelling_of_owners(actions)  # a part has one
    return replace(whole, actions=_one_spelling_of_recommendations(actions))


def _one_below_the_other(parts: Sequence[Part]) -> Part:
    """Several parts as one; a column that one of them lacks is blank there."""
    original = pd.concat([part.original for part in parts], ignore_index=True)
    return Part(
        pd.concat([part.actions for part in parts], ignore_index=True),
        original.astype("object").where(original.notna().to_numpy(), None),  # type: ignore[call-overload]
    )


def _one_spelling_of_owners(actions: pd.DataFrame) -> pd.DataFrame:
    """Owners that differ only in case or spaces, spelt as the first, in all parts together."""
    owned = actions["owners"].tolist()
    different = dict.fromkeys(owned)
    spelling = owners.one_spelling(list(different))
    names = {each: tuple(dict.fromkeys(map(spelling.get, each))) for each in different}
    return actions.assign(owners=objects(map(names.__getitem__, owned)))


_LETTERED = re.compile(r"r\.? ?(?P<number>\d+(?:\.\d+)*[a-z]?)", re.IGNORECASE)


def _one_spelling_of_recommendations(actions: pd.DataFrame) -> pd.DataFrame:
    """Recommendations that differ only in case or spaces, spelt as the first.

    So is R3 where others are named by their number alone.
    """
    said = actions["recommendation"].tolist()
    names = list(filter(None, dict.fromkeys(said)))
    numbered = any(name.isdigit() for name in names)
    first: dict[str, str] = {}
    spelling: dict[str | None, str | None] = {None: None}
    for name in names:
        lettered = _LETTERED.fullmatch(name) if numbered else None
        known = lettered["number"] if lettered else name
        spelling[name] = first.setdefault(known.casefold(), known)
    if all(spelling[name] == name for name in names):
        return actions
    return actions.assign(recommendation=objects(map(spelling.__getitem__, said)))


def _of_their_inspection(actions: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Recommendations of one number in two inspections told apart by the inspection's name."""
    if actions["source"].isna().all():
        return actions
    named = actions[["recommendation", "source"]].dropna().drop_duplicates()
    shared = set(named["recommendation"][named["recommendation"].duplicated()])
    rows = actions["recommendation"].isin(shared) & actions["source"].notna()
    if not rows.any():
        return actions
    findings.add(
        "note",
        FindingKind.RECOMMENDATIONS_OF_SEVERAL_INSPECTIONS,
        f"{len(shared)} recommendations have the same number in several inspections: they are "
        "counted apart, each with its inspection's name.",
        field="recommendation",
        value=", ".join(sorted(shared)),
    )
    told = actions["recommendation"].astype(str) + " (" + actions["source"].astype(str) + ")"
    return actions.assign(recommendation=told.where(rows, actions["recommendation"]))
