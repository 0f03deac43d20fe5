"""Actions that stand on two sheets, as where a closed one was left among the open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from tracker.reading.choices import Choice, Choices, Question, QuestionKind
from tracker.reading.findings import sayings
from tracker.reading.frames import Part
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.versions import Row, is_one, rows_of
from tracker.vocabulary import COMPLETED_GROUPS
from tracker.words import count

_SAID = sayings("repeats")
_ONCE = "Once: it is one action, left on both"
_TWICE = "Twice: they are different actions"


class _Place(NamedTuple):
    """An action: its sheet's part, its row there and among all, and what it is known by."""

    part: SheetPlan
    at: int
    place: int
    row: Row


def once_each(whole: Part, parts: Sequence[SheetPlan], choices: Choices) -> Part:
    """The parts as one, in which an action counts once that a sheet of finished ones has as well.

    Two are one where reference, words and owner are. The one less far is left in, of two as far
    that of the finished, and it is restricted where either is. It is asked about; where neither
    sheet is of finished ones, which may be lists of the same kind, it is only said. Findings and
    question go to the parts.
    """
    leave = choices.rows.get("repeated") != "count"
    keep = np.ones(len(whole.actions), dtype=bool)
    done = whole.actions["status"].isin(COMPLETED_GROUPS).to_numpy(dtype=bool)
    restricted = whole.actions["restricted"].to_numpy(dtype=bool, copy=True)
    asked = False
    for part, pairs in _repeated(parts):
        left = [pair for pair in pairs if pair[0].part.finished != part.finished]
        for pair in left:
            places = [it.place for it in pair]
            restricted[places] = restricted[places].any()
            first, last = sorted(pair, key=lambda it: (done[it.place], not it.part.finished))
            keep[(last if keep[last.place] else first).place] = False
        _say(part, [two.at for _, two in left], "leave" if leave else "count")
        _say(part, [two.at for one, two in pairs if one.part.finished == part.finished], "stands")
        if left and not asked and "repeated" not in choices.rows:
            _ask(part, [two.at for _, two in left])
            asked = True
    if keep.all() or not leave:
        return whole
    every = (whole.actions.assign(restricted=restricted), whole.original)
    actions, original = (frame[keep].reset_index(drop=True) for frame in every)
    return replace(whole, actions=actions, original=original)


def _say(part: SheetPlan, rows: list[int], code: str) -> None:
    if rows:
        value, number = part.texts("reference")[rows[0]], count("action", len(rows))
        part.tell(_SAID[code], "reference", rows, value=value, number=number)


def _ask(part: SheetPlan, rows: list[int]) -> None:
    stand = "stands" if len(rows) == 1 else "stand"
    asks = (
        f"{count('action', len(rows))} of the sheet “{part.name}” {stand} on another sheet too, "
        "with the same reference, words and owner. How often does such an action count?"
    )
    once = Choice(_ONCE, {"rows": {"repeated": "leave"}}, stands=True)
    twice = Choice(_TWICE, {"rows": {"repeated": "count"}})
    cells = tuple(part.addresses(part.columns.fields["reference"], rows))
    part.questions.append(
        Question(QuestionKind.DOUBTFUL_ROWS, asks, part.name, cells, (once, twice))
    )


def _repeated(
    parts: Sequence[SheetPlan],
) -> list[tuple[SheetPlan, list[tuple[_Place, _Place]]]]:
    """By part its actions that another sheet has before it: that one, and its own.

    None of a reference that one sheet has several times.
    """
    seen: dict[str, _Place] = {}
    found, start = [], 0
    for part in parts if len(parts) > 1 else ():
        rows = rows_of(part)
        keys = [(text or "").casefold() for text in part.texts("reference")]
        times = Counter(keys)
        named = [
            (key, _Place(part, at, start + at, rows[key]))
            for at, key in enumerate(keys)
            if key and times[key] == 1
        ]
        pairs = [
            (seen[key], place)
            for key, place in named
            if key in seen and seen[key].part.name != part.name
            if is_one(seen[key].row, place.row)
        ]
        if pairs:
            found.append((part, pairs))
        seen, start = dict(named) | seen, start + part.size
    return found
