"""What another column of its row says of how an action ended, or whether it was agreed at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from tracker.book import Cell, Column, Flags, column_of
from tracker.reading import headings
from tracker.reading.findings import sayings
from tracker.reading.heading_words import doubt_of
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.status_questions import Word, ask_words
from tracker.reading.statuses import DONE, OPEN, StatusReading, normal, read_status
from tracker.vocabulary import STATUS_LABELS

_OVER = frozenset(("withdrawn", "over"))
_MOST_RESPONSES = 12
"""Different words of a column of responses; of narrative there are more."""
_FAILED = frozenset(("failed", "fail", "not passed", "unsuccessful", "not successful")) | {
    f"{asked}: no" for asked in ("agreed", "accepted", "supported")
}
_SAID = sayings("status_column")


def with_resolutions(
    plan: SheetPlan, column: Column, read: Callable[[str | None], StatusReading], told: Flags
) -> tuple[Column, dict[str, StatusReading], list[int]]:
    """The statuses, and how those are read beside which a resolution says otherwise.

    With the rows whose status is not understood, taken from a resolution, which is asked of here.

    "Done" or "Closed" beside "Won't do" is "Done – Won't do", withdrawn, being closed without
    implementing; what is open stays so. Where
    no status stands, a response that is nothing but "Not agreed" is the status, unless the row is
    ``told`` to be complete and what it says goes with that, as "No further action" does.
    """
    status, both = plan.columns.fields.get("status"), dict[int, Cell]()
    if plan.columns.own_download:
        return column, {}, []
    groups = column.map_texts(lambda text: read(text).group)
    given = _given(plan)
    answered_for = column.map_texts(lambda text: normal(text or "") in given, bool)
    done, left = (np.isin(groups, of) & ~answered_for for of in (DONE, OPEN))
    against: dict[str, StatusReading] = {}
    asked_of: list[int] = []
    for place, heading in enumerate(plan.table.names):
        cells = plan.table.columns[place][plan.rows.kept]
        answered = _answered_no(plan, place, cells)
        if answered is not None:
            cells = answered
        elif place == status or not (
            headings.is_resolution(heading) or _is_response(plan, place, cells)
        ):
            continue
        over, wholly = (cells.map_texts(of, bool) for of in (_says_over, _is_over))
        failed = cells.map_texts(lambda text: normal(text or "") in _FAILED, bool)
        goes = cells.map_texts(_goes_with_done, bool)
        denied = wholly | (failed & (answered is not None))
        rows = np.flatnonzero((done & over & (answered is None)) | (left & denied)).tolist()
        both |= {row: f"{column.texts[row]} – {cells.texts[row]}" for row in rows}
        against |= {
            str(both[row]): _beside(read(column.texts[row]), column.texts[row])
            for row in rows
            if not (done[row] and goes[row])
            and (denied[row] or "withdrawn" in read_status(cells.texts[row]).groups)
        }
        ended = told & (goes | (answered is not None))
        alone = np.flatnonzero(((wholly & ~ended) | failed) & ~column.filled).tolist()
        both |= {row: cells.texts[row] for row in alone}
        asked_of += [row for row in alone if failed[row]]
        _ask_of_responses(plan, place, cells, alone, read)
    return (column.replaced(both) if both else column), against, asked_of


def _given(plan: SheetPlan) -> set[str]:
    """The status words, as compared, that the user has given a meaning."""
    return {normal(text) for text in plan.choices.statuses}


def _beside(reading: StatusReading, text: str) -> StatusReading:
    """How a status is read beside a resolution that says that nothing was or is to be done."""
    done = {reading.group, read_status(text).group}.intersection(DONE)  # though short of closed
    return replace(reading, group="withdrawn" if done else reading.group, how="against")


def _says_over(text: str | None) -> bool:
    return not _OVER.isdisjoint(read_status(text or "").groups)


def _is_over(text: str | None) -> bool:
    """Whether a text says nothing but that nothing is to be done."""
    reading = read_status(text or "")
    return reading.group == "withdrawn" and reading.how in ("exact", "phrase")


def _goes_with_done(text: str | None) -> bool:
    return read_status(f"Complete – {text}").group in DONE


_ASKS_IF = re.compile(
    r"(?:is )?(?P<active>active|in force)(?: (?:y n|yes no|flag))?|"
    r".*\b(?P<agreed>agreed|accepted|supported)(?: (?:y n|yes no|or not))?"
)
"""Headings, as compared, that ask whether a task is one still, or whether it was agreed."""
_NO = frozenset(("no", "n", "false"))
_YES_OR_NO = _NO | {"yes", "y", "true"}


def _answered_no(plan: SheetPlan, place: int, cells: Column) -> Column | None:
    """Of an unused column that asks whether a task is active, or agreed, where it says no.

    "Not active" is withdrawn; "Agreed: no" may be agreed yet.
    """
    heading = plan.table.names[place]
    asks = None if place in plan.columns.used else _ASKS_IF.fullmatch(headings.normal(heading))
    if not asks or not (asks["active"] or _is_own(heading)):
        return None
    if not {text.casefold() for text in cells.different_texts() if text} <= _YES_OR_NO:
        return None
    says = "Not active" if asks["active"] else f"{asks['agreed'].capitalize()}: no"
    return column_of([says if text and text.casefold() in _NO else "" for text in cells.texts])


def _is_own(heading: str) -> bool:
    """Whether a heading is of the action itself: "Accepted (Y/N)", not "Extension agreed"."""
    return not doubt_of(re.sub(r"(?i)\by\W*n\b|yes\W*no|\baccepted\b|\bsupported\b", "", heading))


def _is_response(plan: SheetPlan, place: int, cells: Column) -> bool:
    """Whether an unused column holds only whether something is agreed, and some of it is not.

    Its heading names nothing else: it has no words but those of its cells ("Agreed / rejected"),
    or of the action.
    """
    if place in plan.columns.used or len(cells.used) > _MOST_RESPONSES:
        return False
    texts = [text for text in cells.different_texts() if text]
    told = [read_status(text).groups for text in texts]
    name = headings.normal(plan.table.names[place])
    own = " ".join(["or and part partly partially", *map(headings.normal, texts)])
    named = _stems(re.sub(r"\d", "", name)) <= _stems(own)
    both = {"asked", "withdrawn"} == {group for groups in told for group in groups}
    return all(told) and both and (named or not doubt_of(name))


def _stems(words: str) -> set[str]:
    return {word[:5] for word in words.split()}


def _ask_of_responses(
    plan: SheetPlan,
    place: int,
    cells: Column,
    rows: Sequence[int],
    read: Callable[[str | None], StatusReading],
) -> None:
    """Say and ask of responses that stand for a status."""
    words: dict[str, Word] = {}
    for row in rows:
        text = cells.texts[row]
        words.setdefault(normal(text), Word(text, read(text))).rows.append(row)
    for word in words.values():
        withdrawn = word.reading.group == "withdrawn"
        word.reading = replace(word.reading, how="against") if withdrawn else word.reading
        label = STATUS_LABELS[word.reading.group or "unknown"]
        said = _SAID["response" if word.reading.group else "unknown"]
        plan.tell(said, "status", word.rows, column=place, label=label)
    given = _given(plan)
    ask_words(plan, place, [word for name, word in words.items() if name not in given])
