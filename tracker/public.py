"""The public version of a plan: without its restricted rows, and without a word of them."""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.reading.findings import Finding
from tracker.reading.plan import Plan

_WORD = re.compile(r"\w{3,}")
_QUOTED = re.compile(r"“([^”]*)”")


def hidden_rows(actions: pd.DataFrame, owners: Collection[str] = ()) -> NDArray[np.bool_]:
    """Which actions are restricted, but for those that name one of ``owners``.

    Names match whatever their case and spacing.
    """
    restricted: NDArray[np.bool_] = actions["restricted"].to_numpy(dtype=bool)
    if not owners or not restricted.any():
        return restricted
    theirs = {_folded(name) for name in owners}
    own = [any(_folded(name) in theirs for name in names or ()) for names in actions["owners"]]
    hidden: NDArray[np.bool_] = restricted & ~np.array(own, dtype=bool)
    return hidden


def public_version(plan: Plan, owners: Collection[str] = ()) -> tuple[Plan, int]:
    """The plan without its restricted rows and all that was said of them, and how many they are.

    ``owners`` are the names of somebody who may see their own restricted rows; for the public
    there are none.

    >>> public, left_out = public_version(plan)
    """
    hidden = hidden_rows(plan.actions, owners)
    return without_rows(plan, hidden), int(hidden.sum())


def without_rows(plan: Plan, rows: NDArray[np.bool_]) -> Plan:
    """The plan without the rows flagged, in its order: actions, the user's own cells, findings.

    A finding goes where it is about one of these rows, or repeats a word that stands in them
    alone. The index starts again at 0.
    """
    if not rows.any():
        return plan
    kept = plan.actions[~rows].reset_index(drop=True)
    sheets = tuple(name for name in plan.source.sheets if kept["sheet"].eq(name).any())
    return replace(
        plan,
        actions=kept,
        original=plan.original[~rows].reset_index(drop=True),
        findings=tuple(_of_public_rows(plan, rows)),
        source=replace(plan.source, sheets=sheets or plan.source.sheets[:1], rows=len(kept)),
    )


def _of_public_rows(plan: Plan, rows: NDArray[np.bool_]) -> Iterable[Finding]:
    if not plan.findings:
        return
    places = plan.actions.loc[rows, ["sheet", "row"]]
    left_out = set(zip(places["sheet"], places["row"].astype(str), strict=True))
    private = _words_of(plan, rows) - _words_of(plan, ~rows) - _words(plan.original.columns)
    for finding in plan.findings:
        at_row = finding.cell.lstrip(string.ascii_uppercase)
        said = (finding.value, *_QUOTED.findall(finding.problem))
        if (finding.sheet, at_row) not in left_out and private.isdisjoint(_words(said)):
            yield finding


def _words_of(plan: Plan, rows: NDArray[np.bool_]) -> set[str]:
    """Every word of the user's own cells in these rows, and of the owners named there."""
    words: set[str] = set()
    for _, column in plan.original[rows].items():
        words |= _words(str(value) for value in pd.unique(column.dropna()))
    for owners in plan.actions["owners"][rows]:
        words |= _words(owners or ())
    return words


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.casefold())}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
