"""Actions counted by recommendation or by owner, and what a group is called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd

from tracker.charts.palette import DRAWN_STATES
from tracker.charts.text import plain
from tracker.group_figures import Codes
from tracker.summaries import groups_of, recommendation_labels
from tracker.vocabulary import NO_OWNER, NO_RECOMMENDATION, STATE_LABELS
from tracker.words import recommendation_words, sentence_case, shortened

Group = Literal["recommendation", "owner"]

GROUP_HEADINGS: Mapping[Group, str] = MappingProxyType(
    {"recommendation": "Recommendation", "owner": "Owner"}
)
_UNNAMED: Mapping[Group, str] = MappingProxyType(
    {"recommendation": NO_RECOMMENDATION, "owner": NO_OWNER}
)
_NUMBERED = "recommendation "


def membership(measured: pd.DataFrame, group: Group, columns: list[str]) -> pd.DataFrame:
    """A row for each action in each group: ``name`` (None: no group named) and ``columns``.

    An action that names two owners has two rows; one that names none has one.
    """
    if group == "recommendation":
        return measured[columns].assign(name=recommendation_labels(measured))
    rows, codes, names = groups_of(measured, "owner")
    named = measured[columns].iloc[rows].reset_index(drop=True)
    return named.assign(name=np.array(names, dtype="object")[codes])


def counts_by_state(measured: pd.DataFrame, group: Group) -> pd.DataFrame:
    """How many actions of each state each group has, groups in the order first named.

    Columns: ``name`` (None: no group named), a count for each of ``STATE_LABELS`` and ``drawn``,
    all but the withdrawn.
    """
    rows = membership(measured, group, ["state"])
    codes, names = pd.factorize(rows["name"], use_na_sentinel=False)
    counts = state_counts(rows["state"], codes, len(names))
    counts.insert(0, "name", [None if pd.isna(name) else name for name in names])
    return counts


def state_counts(states: pd.Series[Any], codes: Codes, groups: int) -> pd.DataFrame:
    """A row for each group: how many have each of ``STATE_LABELS``, and ``drawn`` as above."""
    labels = list(STATE_LABELS)
    places = codes * len(labels) + states.cat.codes.to_numpy()
    table = np.bincount(places, minlength=groups * len(labels)).reshape(-1, len(labels))
    counts = pd.DataFrame(table, columns=labels)
    return counts.assign(drawn=counts[list(DRAWN_STATES)].sum(axis=1))


def group_label(name: str | None, group: Group) -> str:
    """What an axis or a table calls a group: "Rec 4", "Head of Records", "No owner named"."""
    if name is None:
        return _UNNAMED[group]
    line = plain(name)
    words = recommendation_words(line) if group == "recommendation" else line
    return f"Rec {line}" if words == _NUMBERED + line else line


def group_in_title(name: str | None, group: Group) -> str:
    """What a sentence that starts with it calls a group: "Recommendation 4"."""
    if name is None:
        return _UNNAMED[group]
    if group == "recommendation":
        return sentence_case(recommendation_words(plain(name)))
    return shortened(plain(name))
