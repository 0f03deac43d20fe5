"""What became of each action between two plans: a row an action, with every kind that applies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.group_figures import integers
from tracker.reading.dates import read_date
from tracker.recommendation_numbers import recommendation_key
from tracker.timeline.baseline import as_printed, last_known, same_words
from tracker.timeline.texts import apart_from_actions, reference_key
from tracker.words import folded

KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "original_changed": "Original timescale changed",
        "added": "Added",
        "removed": "Removed",
        "reopened": "Reopened",
        "completed": "Completed",
        "withdrawn": "Withdrawn",
        "slipped": "Slipped",
        "pulled_in": "Brought forward",
        "reassigned": "Owner changed",
        "renumbered": "Renumbered",
        "progressed": "Progressed",
        "unchanged": "Unchanged",
    }
)
"""The kinds of change, in the order in which they are listed, with the words shown for them."""

KINDS = tuple(KIND_LABELS)

DEADLINE_DAYS = 14
"""An extension recorded this near the date that it replaces was "moved at the deadline"."""


def is_of_kind(changes: pd.DataFrame, kind: str) -> pd.Series[bool]:
    """Whether a kind is among those that apply to each change, by its ``kinds``."""
    return pd.Series([kind in kinds for kinds in changes["kinds"]], changes.index, dtype=bool)


_NOT_A_DATE = ("no_date", "unclear")
"""What the reader makes of words that stand for an agreed date: TBC, or not understood."""

_Column: TypeAlias = "pd.Series[Any]"

_FACTS = [
    "reference",
    "recommendation",
    "source",
    "action",
    "owners",
    "revised_due",
    "revised_due_text",
    "agreed_due",
    "status",
    "status_text",
    "percent_complete",
    "completed_on",
    "date_moves",
    "original_provisional",
]


def changes_between(
    before: pd.DataFrame,
    after: pd.DataFrame,
    pairs: pd.DataFrame,
    as_at: date,
    ended: NDArray[np.bool_] | None = None,
) -> pd.DataFrame:
    """Every action of either plan with what became of it: the changes of a ``Comparison``.

    ``before`` and ``after`` are measured, each as at its own date; ``pairs`` that of
    ``Threads``; ``as_at`` is the later plan's date; ``ended`` flags those of the later plan that
    are not in the earlier one, and were complete or withdrawn where they last stood before: such a
    one is reopened where it is open, and not added. An original timescale is here what each plan
    prints, of the earlier one what is known where that prints none, and the same words never count
    as another. Columns, a row an action:

    ``kind``, ``kinds``: the first and all of ``KINDS`` that apply. ``reference``, ``action``,
    ``source``: as typed, in the later plan where it has the action. ``old``, ``new``: positions,
    ``<NA>`` where the plan has not the action. What :data:`_TOLD` names, with ``_before`` and
    ``_after``: the state is "open", "complete", "withdrawn" or None, texts are as typed.
    ``is_redated``: the days of completion differ though it was complete; ``is_reworded``: its
    status is in other words, of one group. ``original_days_moved``, ``days_moved``: the later less
    the earlier date [days], ``<NA>`` where either is unknown. ``date_moves``: how often the agreed
    one has moved so far, as both show (a lower bound). ``moved_at_deadline``: slipped, ``as_at``
    being within ``DEADLINE_DAYS`` of the date replaced.

    Words in place of an agreed date that stood ("TBC") are a slip of unknown length, not a
    return to the original timescale. In the order of ``KINDS``, within a kind in that of the
    plan. Source: ``docs/measures.md``, section 6.
    """
    old, new = _positions(pairs, len(before), len(after))
    was, now = _facts(before, old, last_known(before)), _facts(after, new, as_printed(after))
    now["agreed_due"], lost = _agreed_now(was, now)
    moved = _days_between(was["agreed_due"], now["agreed_due"])
    redated, reworded = _redated(was, now), _reworded(was, now)
    flags = _flags(was, now, moved, lost, redated | reworded)
    if ended is not None:
        again = new.isin(np.flatnonzero(ended)) & now["state"].eq("open")
        flags["added"] &= ~again
        flags["reopened"] |= again
        was["state"] = was["state"].mask(again, "complete")
    first = flags.to_numpy().argmax(axis=1)
    changes = pd.DataFrame(
        {
            "kind": np.array(KINDS, dtype="object")[first],
            "kinds": _kinds(flags),
            **{n: _latest_text(was[n], now[n], new) for n in ("reference", "action", "source")},
            "old": old,
            "new": new,
            **_before_and_after(was, now),
            "original_days_moved": _days_between(was["original_due"], now["original_due"]),
            "days_moved": moved,
            "is_redated": redated,
            "is_reworded": reworded,
            "date_moves": now["date_moves"].fillna(0).astype("int64"),
            "moved_at_deadline": flags["slipped"] & _near(was["agreed_due"], as_at),
        }
    )
    order = np.lexsort((old.fillna(0), new.fillna(0), first))
    return changes.iloc[order].reset_index(drop=True)


_TOLD = {
    "state": "state",
    "original": "original_due",
    "original_text": "original_due_text",
    "agreed": "agreed_due",
    "completed": "completed_on",
    "status": "status_text",
}
"""What is told of an action in both plans, by what it is called."""


def _before_and_after(was: pd.DataFrame, now: pd.DataFrame) -> dict[str, _Column]:
    return {
        f"{name}_{when}": facts[column]
        for name, column in _TOLD.items()
        for when, facts in (("before", was), ("after", now))
    }


def _positions(pairs: pd.DataFrame, olds: int, news: int) -> tuple[_Column, _Column]:
    """The positions of every action in the two plans: first the pairs, then what is in one only."""
    added = np.setdiff1d(np.arange(news), pairs["new"])
    removed = np.setdiff1d(np.arange(olds), pairs["old"])
    old = np.concatenate([pairs["old"], np.full(len(added), -1), removed])
    new = np.concatenate([pairs["new"], added, np.full(len(removed), -1)])
    return pd.Series(integers(old, old < 0)), pd.Series(integers(new, new < 0))


def _facts(measured: pd.DataFrame, places: _Column, originals: pd.DataFrame) -> pd.DataFrame:
    """The ``_FACTS`` and ``state`` of the actions at these positions; unknown where there is none.

    ``originals``: the original timescales that are compared.
    ``state`` is None there, and "open", "complete" or "withdrawn" elsewhere.
    """
    at = places.fillna(-1).to_numpy(dtype="int64")
    frame = measured[_FACTS].join(originals).assign(recommendation=apart_from_actions(measured))
    rows = pd.DataFrame({name: frame[name].array.take(at, allow_fill=True) for name in frame})
    rows["status"] = rows["status"].astype("object")
    rows["date_moves"] = rows["date_moves"].astype("Int64")
    flags = [measured["is_withdrawn"].to_numpy(), measured["is_complete"].to_numpy()]
    states = np.select(flags, ["withdrawn", "complete"], "open").tolist()
    rows["state"] = np.array([*states, None], dtype="object")[at]  # -1 is the last: none
    return rows


def _flags(
    was: pd.DataFrame, now: pd.DataFrame, moved: _Column, lost: _Column, other: _Column
) -> pd.DataFrame:
    """Which of ``KINDS`` apply to each action: a column a kind."""
    paired = was["state"].notna() & now["state"].notna()
    provisional = was["original_provisional"].eq(True)

    def became(state: str) -> _Column:
        return paired & was["state"].ne(state) & now["state"].eq(state)

    flags = pd.DataFrame(
        {
            "original_changed": paired & _original_changed(was, now) & ~provisional,
            "added": was["state"].isna(),
            "removed": now["state"].isna(),
            "reopened": became("open"),
            "completed": became("complete"),
            "withdrawn": became("withdrawn"),
            "slipped": moved.gt(0).fillna(False).astype(bool) | (paired & lost),
            "pulled_in": moved.lt(0).fillna(False).astype(bool),
        }
    )
    flags["reassigned"] = paired & _other_owners(was["owners"], now["owners"])
    flags["renumbered"] = paired & (
        _renamed(*(_keys(each["reference"], reference_key) for each in (was, now)))
        | _renamed(*(_keys(each["recommendation"], recommendation_key) for each in (was, now)))
        | (now["recommendation"].notna() & _renamed(was["source"], now["source"]))
    )
    otherwise = ~flags.any(axis=1)
    progressed = _differ(was["status"], now["status"])
    progressed |= _differ(was["percent_complete"], now["percent_complete"])
    progressed |= other
    return flags.assign(progressed=otherwise & progressed, unchanged=otherwise & ~progressed)


def _original_changed(was: pd.DataFrame, now: pd.DataFrame) -> _Column:
    """Whether the original timescale is another date, or other words where neither is a date."""
    texts = was["original_due_text"], now["original_due_text"]
    no_date = was["original_due"].isna() & now["original_due"].isna()
    changed = _differ(was["original_due"], now["original_due"]) & ~same_words(*texts)
    other_words = ~same_words(*(text.fillna("") for text in texts))
    return changed | (no_date & other_words)


def _redated(was: pd.DataFrame, now: pd.DataFrame) -> _Column:
    """Whether what was and is complete has another day of completion."""
    days = was["completed_on"], now["completed_on"]
    both = was["state"].eq("complete") & now["state"].eq("complete")
    return both & days[0].notna() & days[1].notna() & days[0].ne(days[1])


def _reworded(was: pd.DataFrame, now: pd.DataFrame) -> _Column:
    """Whether the status of what was and is open is other words of one group, as "Off track"."""
    still = was["state"].eq("open") & now["state"].eq("open") & was["status"].eq(now["status"])
    return still & _renamed(was["status_text"], now["status_text"])


def _keys(names: _Column, key: Callable[[str], str | None]) -> _Column:
    keys = {name: key(name) if isinstance(name, str) else None for name in set(names)}
    return pd.Series([keys[name] for name in names], index=names.index, dtype="object")


def _renamed(was: _Column, now: _Column) -> _Column:
    """Whether both are given and differ, however they are spaced and capitalised."""
    return was.notna() & now.notna() & ~same_words(was, now)


def _other_owners(was: _Column, now: _Column) -> _Column:
    """Whether two lists of names name others, in whatever order."""

    def named(names: object) -> set[str]:
        return set(map(folded, names)) if isinstance(names, tuple) else set()

    return pd.Series([named(a) != named(b) for a, b in zip(was, now, strict=True)], dtype=bool)


def _agreed_now(was: pd.DataFrame, now: pd.DataFrame) -> tuple[_Column, _Column]:
    """The later agreed dates, and which of them words took the place of.

    An extension that is only asked for leaves the date agreed before.
    """
    agreed, revised = was["agreed_due"].notna(), _words_for(now, "revised_due")
    lost = agreed & _undated(now, revised) & ~_undated(was, _words_for(was, "revised_due"))
    stands = agreed & revised.eq("asked")
    return now["agreed_due"].mask(lost).mask(stands, was["agreed_due"]), lost


def _undated(facts: pd.DataFrame, revised: _Column) -> _Column:
    """Whether words stand where the agreed date should: in the revised timescale, else original.

    ``revised``: what stands in the revised timescale.
    """
    original = _words_for(facts, "original_due").eq("words")
    return revised.eq("words") | (facts["revised_due"].isna() & original)


def _words_for(facts: pd.DataFrame, timescale: Literal["original_due", "revised_due"]) -> _Column:
    """What stands for a date: "words" that are none, or that only have "asked" for one; else ""."""
    texts = facts[f"{timescale}_text"].to_numpy(dtype="object")
    typed = facts[timescale].isna().to_numpy() & pd.notna(texts)
    said = np.full(len(texts), "", dtype="object")
    for place in typed.nonzero()[0].tolist():
        reading = read_date(texts[place], role=timescale)
        if reading.outcome in _NOT_A_DATE:
            said[place] = "asked" if "not_agreed" in reading.cautions else "words"
    return pd.Series(said, index=facts.index)


def _near(replaced: _Column, as_at: date) -> _Column:
    near: _Column = (replaced - pd.Timestamp(as_at)).dt.days.abs().le(DEADLINE_DAYS)
    return near


def _days_between(start: _Column, end: _Column) -> _Column:
    days: _Column = (end - start).dt.days.astype("Int64")
    return days


def _differ(was: _Column, now: _Column) -> _Column:
    """Whether two values differ; unknown in both is the same."""
    return was.ne(now) & (was.notna() | now.notna())


def _latest_text(was: _Column, now: _Column, new: _Column) -> _Column:
    return _text_or_none(now.where(new.notna(), was))


def _text_or_none(column: _Column) -> _Column:
    texts = column.to_numpy(dtype="object", copy=True)
    texts[pd.isna(texts)] = None
    return pd.Series(texts, index=column.index, dtype="object")


def _kinds(flags: pd.DataFrame) -> list[tuple[str, ...]]:
    matrix = flags.to_numpy()
    codes = matrix @ (1 << np.arange(matrix.shape[1]))
    by_code = {
        code: tuple(kind for place, kind in enumerate(KINDS) if code >> place & 1)
        for code in np.unique(codes).tolist()
    }
    return [by_code[code] for code in codes.tolist()]
