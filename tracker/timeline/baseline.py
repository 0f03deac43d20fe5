"""What is original: the timescales first recorded, which every figure is measured from.

Source: ``docs/measures.md``, sections 1, 4 and 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.fields import DATE_DTYPE
from tracker.group_figures import at, first_rows
from tracker.measures import agreed_due
from tracker.reading.checks import check_counts
from tracker.reading.findings import SEVERITIES, Finding, FindingKind
from tracker.summaries import recommendation_groups, recommendation_originals
from tracker.timeline.position import Position
from tracker.timeline.recommendations import follow_recommendations
from tracker.timeline.threads import Numbers
from tracker.words import date_words, folded, recommendation_words

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

_Column: TypeAlias = "pd.Series[Any]"
_Known: TypeAlias = dict[int, tuple[np.datetime64, np.datetime64]]

_NEVER = np.datetime64("NaT", "s")

_NONE_GIVEN = (FindingKind.NO_ORIGINAL_TIMESCALE, FindingKind.COLUMN_NOT_FOUND)
"""What is said of a plan's own original timescales, which earlier positions may know."""

MOVED = ("original_moved", "original_now", "original_now_text")
"""The columns that say what a plan now prints in place of an original timescale."""


@dataclass(frozen=True)
class Baseline:
    """Of each action of a position what is original, on the index of its actions.

    ``actions``: the position's, measured from what is original: see :func:`baselines`.
    ``first``: the day of the position which first gave the timescale, where one did.
    """

    actions: pd.DataFrame
    first: NDArray[np.object_]


@dataclass(frozen=True)
class Originals:
    """The original timescale first known of each action, by its number.

    ``due`` [date], unknown where no position gave one; ``text``, as typed there; ``place``, of the
    position that gave it; ``provisional``, whether that gave it as a revised one, so that it is
    original until another gives one.
    """

    due: NDArray[np.datetime64]
    text: NDArray[np.object_]
    place: Numbers
    provisional: NDArray[np.bool_]

    @classmethod
    def unknown(cls, size: int) -> Originals:
        """Those of so many actions, of which none is known."""
        return cls(
            np.full(size, _NEVER),
            np.full(size, None, dtype="object"),
            np.full(size, -1),
            np.zeros(size, dtype=bool),
        )

    def followed_by(self, position: Position, numbers: Numbers, place: int) -> Originals:
        """With those that the actions of the next position, of these numbers, are first to give."""
        more = Originals.unknown(max(0, int(numbers.max(initial=-1)) + 1 - len(self.due)))
        due, text, places, provisional = (
            np.concatenate([getattr(each, name) for each in (self, more)])
            for name in ("due", "text", "place", "provisional")
        )
        actions = position.actions
        own = actions["original_due"].to_numpy()
        unknown = np.isnat(due[numbers])
        if not position.revised_only:
            unknown |= provisional[numbers]
        first = unknown & ~np.isnat(own)
        due[numbers[first]] = own[first]
        text[numbers[first]] = actions["original_due_text"].to_numpy()[first]
        places[numbers[first]] = place
        provisional[numbers[first]] = position.revised_only
        return Originals(due, text, places, provisional)


@dataclass(frozen=True)
class Seen:
    """What the positions say of each action together, by its number.

    ``first``: for each position the timescales first known by then. ``moves``: how often the agreed
    date of each has moved by then.
    """

    first: tuple[Originals, ...]
    moves: tuple[Numbers, ...]


def seen(positions: Sequence[Position], numbers: Sequence[Numbers]) -> Seen:
    """What these positions, the earliest first, say of their actions; see ``Threads``."""
    rows = pd.concat(
        [
            _rows(position, thread, place)
            for place, (position, thread) in enumerate(zip(positions, numbers, strict=True))
        ],
        ignore_index=True,
    )
    first = [Originals.unknown(0)]
    for place, (position, thread) in enumerate(zip(positions, numbers, strict=True)):
        first.append(first[-1].followed_by(position, thread, place))
    moves = np.zeros((len(positions), len(first[-1].due)), dtype=np.int64)
    moves[rows["place"], rows["thread"]] = _date_moves(rows)
    return Seen(tuple(first[1:]), tuple(moves))


def baselines(
    positions: Sequence[Position], numbers: Sequence[Numbers], known: Seen
) -> list[Baseline]:
    """Of each position, the earliest first, what was original then.

    The actions of each with:

    - ``original_due`` and ``original_due_text``: the first known of the action in that position
      or an earlier one. The same words never count as another timescale ("Immediately").
    - ``original_moved``: whether the plan prints another timescale, which is ``original_now``
      [date] and ``original_now_text``. It is then the date that the plan now says it ends, so
      where it gives no ``revised_due`` it becomes that.
    - Where its due dates are headed as revised ones, those of an action whose original is known are
      its ``revised_due``, and nothing has moved.
    - ``original_provisional``: whether the original is one that was headed as revised.
    - ``date_moves``: how often the agreed date moved in all of them (a lower bound).
    - ``recommendation_original``: the recommendation's, of the first position in which it is known
      [date]; ``recommendation_due`` is that too where a position gave it as its own timescale.
    - ``recommendation_followed``: a number that the recommendation has in each position.
    """
    dates: _Known = {}
    provisional: _Known = {}
    found = []
    days = np.array([position.as_at for position in positions], dtype="object")
    followed = follow_recommendations([each.actions for each in positions], numbers)
    for place, (position, thread) in enumerate(zip(positions, numbers, strict=True)):
        first = known.first[place]
        due, text = first.due[thread], first.text[thread]
        own = (
            _as_revised(position.actions, due, text) if position.revised_only else position.actions
        )
        actions = measured_from(own, due, text)
        actions["date_moves"] = known.moves[place][thread]
        actions["original_provisional"] = first.provisional[thread]
        here = provisional if position.revised_only else dates
        actions["recommendation_followed"] = followed[place]
        recommended = _recommendations(actions, dates, here)
        found.append(Baseline(recommended, days[first.place[thread]]))
    return found


def _as_revised(
    actions: pd.DataFrame, due: NDArray[np.datetime64], words: NDArray[np.object_]
) -> pd.DataFrame:
    """The actions with their due dates as revised ones, where these are the original ones."""
    own, text = actions["original_due"], actions["original_due_text"]
    known = ~np.isnat(due) & (due != own.to_numpy())
    return actions.assign(
        revised_due=actions["revised_due"].mask(known, own),
        revised_due_text=actions["revised_due_text"].mask(known, text),
        original_due=own.mask(known, pd.Series(due, index=actions.index)),
        original_due_text=text.mask(known, pd.Series(words, index=actions.index)),
    )


def measured_from(
    actions: pd.DataFrame, due: NDArray[np.datetime64], words: NDArray[np.object_]
) -> pd.DataFrame:
    """The actions with these original timescales [date], and the words typed of them."""
    own, text = actions["original_due"], actions["original_due_text"]
    other = pd.Series(~np.isnat(due) & (due != own.to_numpy()), index=actions.index)
    if not other.any():
        same = actions.copy(deep=False)  # columns are added to it, and none is changed
        same["original_moved"], same["original_now"], same["original_now_text"] = (
            False,
            _NEVER,
            None,
        )
        return same
    first = pd.Series(due, index=actions.index)
    words_then = pd.Series(words, index=actions.index)
    moved = other & ~same_words(text, words_then)
    agreed_instead = moved & actions["revised_due"].isna() & own.notna()
    return actions.assign(
        original_due=own.mask(other, first),
        original_due_text=text.mask(other, words_then),
        revised_due=actions["revised_due"].mask(agreed_instead, own),
        # The words typed there ("TBC") are not of that date.
        revised_due_text=actions["revised_due_text"].mask(agreed_instead, None),
        original_moved=moved,
        original_now=own.where(moved),
        original_now_text=text.mask(~moved, None),
    )


def as_printed(actions: pd.DataFrame) -> pd.DataFrame:
    """The original timescales that a plan prints, of actions that are measured from others."""
    if "original_moved" not in actions:
        return actions[["original_due", "original_due_text"]]
    moved = actions["original_moved"]
    return pd.DataFrame(
        {
            name: actions[name].mask(moved, actions[now])
            for name, now in (
                ("original_due", "original_now"),
                ("original_due_text", "original_now_text"),
            )
        }
    )


def last_known(actions: pd.DataFrame) -> pd.DataFrame:
    """As :func:`as_printed`, where a plan prints no date the one that they are measured from."""
    printed = as_printed(actions)
    return printed.where(printed["original_due"].notna(), actions[printed.columns])


def same_words(texts: _Column, others: _Column) -> _Column:
    """Whether two timescales are the same words, however they are spaced and capitalised."""
    pairs = zip(texts, others, strict=True)
    same = [
        isinstance(a, str) and isinstance(b, str) and (a == b or folded(a) == folded(b))
        for a, b in pairs
    ]
    return pd.Series(same, index=texts.index, dtype=bool)


def with_warnings(plan: Plan, baseline: Baseline, more: Sequence[Finding] = ()) -> Plan:
    """The plan measured from what is original, with a warning for each timescale that moved.

    ``more``: what else is found in it.
    """
    actions = baseline.actions
    found = _actions_moved(plan, baseline) + _recommendations_moved(plan, actions)
    told = [*plan.findings, *found, *more]
    if (plan.actions["original_due"].isna() & actions["original_due"].notna()).any():
        told = [e for e in told if not (e.field == "original_due" and e.kind in _NONE_GIVEN)]
        told += check_counts(actions, ["original_due"], plan.cells)
    by_severity = sorted(told, key=lambda f: SEVERITIES.index(f.severity))
    return replace(plan, actions=actions, findings=tuple(by_severity))


def _rows(position: Position, thread: Numbers, place: int) -> pd.DataFrame:
    actions = position.actions
    agreed = agreed_due(actions["revised_due"], actions["original_due"])
    # "TBC" in place of a revised date is not a return to the original one.
    words = actions["revised_due"].isna() & actions["revised_due_text"].notna()
    return pd.DataFrame(
        {
            "thread": thread,
            "place": place,
            "agreed_due": agreed.mask(words).to_numpy(),
            "date_moves": actions["date_moves"].to_numpy(),
        }
    )


def _date_moves(rows: pd.DataFrame) -> _Column:
    """How often the agreed date of each thread has moved by each place.

    Those that the action's first position shows and the different agreed dates since, or those
    that a position shows itself where these are more.
    """
    by_thread = rows.groupby("thread")
    fresh = rows["agreed_due"].notna() & ~rows.duplicated(["thread", "agreed_due"])
    different = fresh.groupby(rows["thread"]).cumsum().clip(lower=1)
    counted = by_thread["date_moves"].transform("first") + different - 1
    shown = by_thread["date_moves"].cummax()
    return counted.where(counted > shown, shown)


def _recommendations(actions: pd.DataFrame, known: _Known, here: _Known) -> pd.DataFrame:
    """The actions with their recommendations' originals, adding to ``here`` those first known here.

    ``known`` and ``here`` are those of earlier positions, by ``recommendation_followed``, each with
    what was given there as the recommendation's own timescale.
    """
    codes, keys = pd.factorize(actions["recommendation_followed"])
    originals = recommendation_originals(actions, codes, len(keys))
    stated = actions["recommendation_due"].to_numpy()
    given = at(stated, first_rows(~np.isnat(stated), codes, len(keys)))
    recalled = np.zeros(len(keys), dtype=bool)
    for place, key in enumerate(keys.tolist()):
        before = known.get(key) or here.get(key)
        if before is not None:
            originals[place], own = before
            if not np.isnat(own):
                recalled[place], given[place] = True, own
        elif not np.isnat(originals[place]):
            here[key] = originals[place], given[place]
    return actions.assign(
        recommendation_original=originals[codes].astype(DATE_DTYPE),
        recommendation_due=np.where(recalled[codes], given[codes], stated).astype(DATE_DTYPE),
    )


def _actions_moved(plan: Plan, baseline: Baseline) -> list[Finding]:
    own, actions = plan.actions["original_due"], baseline.actions
    agreed = own.notna() & plan.actions["revised_due"].isna()
    return [
        _moved(
            plan,
            int(place),
            "original_due",
            own.iloc[place],
            actions["original_due"].iloc[place],
            f"The position as at {date_words(baseline.first[place])} gave",
            "slippage is measured from that one, the first recorded"
            + ("; the date here counts as a revised one" if agreed.iloc[place] else ""),
        )
        for place in np.flatnonzero(actions["original_moved"])
    ]


def _recommendations_moved(plan: Plan, actions: pd.DataFrame) -> list[Finding]:
    own, first = plan.actions["recommendation_due"], actions["recommendation_original"]
    codes = pd.Series(recommendation_groups(actions)[0], index=actions.index)
    moved = own.notna() & first.notna() & first.ne(own)
    return [
        _moved(
            plan,
            int(place),
            "recommendation_due",
            own.iloc[place],
            first.iloc[place],
            "An earlier position gave",
            f"{recommendation_words(plan.actions['recommendation'].iloc[place])} is measured from "
            "that one, the first recorded",
        )
        for place in np.flatnonzero(moved & ~codes.where(moved).duplicated())
    ]


def _moved(
    plan: Plan, place: int, field: str, own: date, first: date, gave: str, measured: str
) -> Finding:
    typed = plan.actions["original_due_text"].iloc[place] if field == "original_due" else None
    value = typed or (date_words(own) if pd.notna(own) else "")
    another = (
        "another original timescale" if value else "an original timescale where this one gives none"
    )
    return Finding(
        severity="warning",
        sheet=plan.actions["sheet"].iloc[place],
        cell=plan.cell(field, place),
        field=field,
        value=value,
        problem=f"{gave} {another}, {date_words(first)}, and {measured}. Check why it was changed.",
        kind=FindingKind.ORIGINAL_CHANGED,
    )
