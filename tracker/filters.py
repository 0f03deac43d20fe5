"""Filters of measured actions, and a filter in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.recommendation_numbers import recommendation_key
from tracker.vocabulary import (
    FIELDS,
    NO_OWNER,
    NO_RECOMMENDATION,
    NO_SCOPE,
    NO_SOURCE,
    SCOPE_LABELS,
    STATUS_LABELS,
)
from tracker.words import folded, listed, uncapitalised

_Names: TypeAlias = Collection[str | None]
Flags: TypeAlias = NDArray[np.bool_]
_Column: TypeAlias = "pd.Series[Any]"

_TEXT_FIELDS = [name for name, field in FIELDS.items() if field.kind == "text"]


def filter_actions(
    measured: pd.DataFrame,
    *,
    recommendations: _Names = (),
    owners: _Names = (),
    statuses: Collection[str] = (),
    scopes: _Names = (),
    sources: _Names = (),
    overdue: bool = False,
    text: str = "",
    own: pd.DataFrame | None = None,
    found: Flags | None = None,
) -> pd.DataFrame:
    """The actions that match every filter given, in their order; the frame given where all do.

    Within one filter any of its values will do; None is the group without a name. ``owners``
    matches any owner that an action names; ``statuses`` are status groups; ``overdue`` keeps
    what is overdue against the original timescale; ``text`` keeps the actions in whose text
    every one of its words occurs, whatever its case, in ``own`` too, the plan's own columns
    (``Plan.original``); ``found`` is what ``words_found`` said of it before, so that it need not
    search again. Names match whatever their case and spacing.

    >>> filter_actions(measured, owners=["Head of Records"], overdue=True)
    """
    keep = np.ones(len(measured), dtype=bool)
    for field, names in (
        ("recommendation", recommendations),
        ("status", statuses),
        ("scope", scopes),
        ("source", sources),
    ):
        if names:
            keep &= _named(measured[field], _spelt_out(field, names, measured[field]))
    if owners:
        keep &= _owned(measured["owners"], owners)
    if overdue:
        keep &= measured["is_overdue"].to_numpy()
    if text.strip():
        keep &= words_found(measured, text, own) if found is None else found
    return measured if keep.all() else measured[keep]


def of_owners(measured: pd.DataFrame, owners: _Names) -> pd.DataFrame:
    """The actions naming no owner but these, so that they count for no other; all where none is.

    >>> of_owners(filter_actions(measured, owners=["Head of ICT"]), ["Head of ICT"])
    """
    if not owners:
        return measured
    wanted = {folded(name) for name in owners if name is not None}
    own = [tuple(n for n in named if folded(n) in wanted) for named in measured["owners"]]
    return measured.assign(owners=pd.Series(own, measured.index, "object"))


def describe_filters(
    *,
    recommendations: _Names = (),
    owners: _Names = (),
    statuses: Collection[str] = (),
    scopes: _Names = (),
    sources: _Names = (),
    overdue: bool = False,
    text: str = "",
) -> str:
    """The filters in words, such as "owner Head of Records; overdue only"; "" where none is set."""
    parts = [
        *_choice("inspection", sources, {}, NO_SOURCE),
        *_choice("recommendation", recommendations, {}, NO_RECOMMENDATION),
        *_choice("owner", owners, {}, NO_OWNER),
        *_choice("status", statuses, STATUS_LABELS, STATUS_LABELS["unknown"]),
        *_choice("scope", scopes, SCOPE_LABELS, NO_SCOPE),
    ]
    if overdue:
        parts.append("overdue only")
    if text.strip():
        parts.append(f"words “{' '.join(text.split())}”")
    return "; ".join(parts)


def from_labels(
    picked: Mapping[str, Iterable[str]], *, overdue: bool = False, text: str = ""
) -> dict[str, Any]:
    """The keywords of ``filter_actions`` for labels picked; a group without a name is ``None``."""
    statuses = {label: code for code, label in STATUS_LABELS.items()}
    scopes: dict[str, str | None] = {label: code for code, label in SCOPE_LABELS.items()}
    scopes[NO_SCOPE] = None
    return {
        "recommendations": tuple(_or_none(picked["recommendation"], NO_RECOMMENDATION)),
        "owners": tuple(_or_none(picked["owner"], NO_OWNER)),
        "statuses": tuple(statuses[label] for label in picked["status"]),
        "scopes": tuple(scopes[label] for label in picked["scope"]),
        "sources": tuple(_or_none(picked["source"], NO_SOURCE)),
        "overdue": overdue,
        "text": text.strip(),
    }


def offered(actions: pd.DataFrame) -> dict[str, list[str]]:
    """What can be picked of each list filter: the labels that a plan has, in its order."""
    owners = actions["owners"].explode()
    statuses = set(actions["status"].dropna())
    scopes = set(actions["scope"].dropna())
    sources = _values(actions["source"], NO_SOURCE)
    without_scope = [NO_SCOPE] if actions["scope"].isna().any() and scopes else []
    return {
        "recommendation": _values(actions["recommendation"], NO_RECOMMENDATION),
        "owner": _values(owners, NO_OWNER),
        "status": [label for code, label in STATUS_LABELS.items() if code in statuses],
        "scope": [label for code, label in SCOPE_LABELS.items() if code in scopes] + without_scope,
        "source": sources if len(sources) > 1 else [],
    }


def _values(column: pd.Series, unnamed: str) -> list[str]:
    return [str(value) for value in column.astype(object).fillna(unnamed).unique()]


def _or_none(labels: Iterable[str], unnamed: str) -> list[str | None]:
    return [None if label == unnamed else label for label in labels]


def _spelt_out(field: str, names: _Names, column: _Column) -> _Names:
    """A recommendation by the plan's own name: "3" and "Rec 3" are "Recommendation 3" there.

    Only where one recommendation of the plan has that number.
    """
    if field != "recommendation":
        return names
    numbers = {str(name): recommendation_key(str(name)) for name in column.dropna().unique()}
    written = {folded(name) for name in numbers}
    times = Counter(numbers.values())
    by_number = {number: name for name, number in numbers.items() if times[number] == 1}
    return [
        name
        if name is None or folded(name) in written
        else by_number.get(recommendation_key(name), name)
        for name in names
    ]


def _named(column: _Column, names: _Names) -> Flags:
    """Which rows of a column hold one of the names; None stands for an unknown value."""
    wanted = {folded(name) for name in names if name is not None}
    codes, values = pd.factorize(column, use_na_sentinel=True)
    matches = np.array([folded(str(value)) in wanted for value in values], dtype=bool)
    return np.append(matches, None in names)[codes]  # an unknown value has the code −1


def _owned(owners: _Column, names: _Names) -> Flags:
    """Which actions name one of the owners; None stands for an action that names nobody."""
    rows = pd.Series(owners.to_numpy(), dtype="object").explode()
    flags = np.zeros(len(owners), dtype=bool)
    flags[rows.index[_named(rows, names)]] = True
    return flags


def words_found(measured: pd.DataFrame, text: str, own: pd.DataFrame | None = None) -> Flags:
    """Which actions hold every word of the text, anywhere in their text fields [flags].

    ``own`` are the plan's own columns, each of which is looked through as well.
    """
    found = np.ones(len(measured), dtype=bool)
    searched = [measured[name].to_numpy(dtype="object") for name in _TEXT_FIELDS]
    if own is not None:
        rows = own.index.get_indexer(measured.index)
        searched += [own.iloc[:, c].to_numpy(dtype="object")[rows] for c in range(own.shape[1])]
    for word in text.casefold().split():
        without = np.flatnonzero(found)
        for column in searched:  # each only where the word was in none before
            texts = column[without]
            here = (isinstance(text, str) and word in text.casefold() for text in texts)
            without = without[~np.fromiter(here, bool, len(texts))]
        found[without] = False
    return found


def _choice(label: str, names: _Names, labels: Mapping[str, str], none: str) -> list[str]:
    """One filter in words: "owner A, B or no owner named"; nothing where it is not set."""
    shown = [labels.get(name, name) for name in names if name is not None]
    unnamed = [uncapitalised(none)] if None in names else []
    words = [*shown, *unnamed]
    if not words:
        return []
    text = listed(words, "or")
    return [f"{label} {text}" if shown else text]
