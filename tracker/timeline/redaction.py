"""What the public may see: a timeline's rows without those withheld, nor a word of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tracker.own_downloads import RECOMMENDATION_NAMES
from tracker.reading import checks
from tracker.reading.choices import Question
from tracker.reading.findings import SEVERITIES, Finding, FindingKind
from tracker.reading.markings import heading_restricts
from tracker.reading.plan import Plan
from tracker.timeline.texts import taken_in, texts_of
from tracker.timeline.threads import Flags, Threads, follow
from tracker.words import folded

if TYPE_CHECKING:
    from tracker.timeline.timeline import Timeline

_WORD = re.compile(r"\w{3,}")
_QUOTED = re.compile(r"“([^”]*)”")

WITHHELD = "Recommendation withheld"
"""Stands in place of a recommendation whose words stand in restricted rows alone."""

_NUMBER_OF_ONE = re.compile(
    r"(?:recommendation|rec|aff?i|r)?[\W_]*\w{0,3}\d[\w./-]*\W*", re.IGNORECASE
)
"""A recommendation's number, which says nothing of what is restricted."""


def withheld_rows(timeline: Timeline, owners: Collection[str] = ()) -> list[Flags]:
    """Which actions of each position are withheld from everything public.

    Those that are marked there, in the position in use, where they last stand, or in any position
    recorded for a later date than its file states or that of the one in use, corrected since or
    not, and those whose words such a one took in as they went. A file without a date is earlier
    than all, also where it is recorded for a day, and one recorded for an earlier day than it
    states is of that day. A pair in doubt counts as one action
    here, for it may be. ``owners`` are the names of somebody who may see their own. Source:
    ``docs/history.md``.
    """
    if not timeline.restricts:
        return [np.zeros(len(position.actions), dtype=bool) for position in timeline.positions]
    every, threads = list(timeline.positions), timeline.threads
    if timeline.corrected:
        every = sorted((*every, *timeline.corrected), key=lambda position: position.order)
        threads = follow([position.actions for position in every], timeline.decided)
    counting = [not any(each is gone for gone in timeline.corrected) for each in every]
    marks = [marked_rows(position.actions, owners) for position in every]
    threads = _with_merged(threads, [position.actions for position in every], marks)
    marked = [threads.flagged(place, rows) for place, rows in enumerate(marks)]
    standing = [rows if c else None for rows, c in zip(marks, counting, strict=True)]

    def marked_after(day: date) -> Flags:
        after = np.zeros(threads.size, dtype=bool)
        for flags, each in zip(marked, every, strict=True):
            if each.recorded and each.as_at > day:
                after |= flags
        return after

    in_use = timeline.in_use
    always = threads.flagged_last(standing) | marked_after(in_use.own_date)
    always |= next(flags for flags, each in zip(marked, every, strict=True) if each is in_use)
    hidden = []
    for place in np.flatnonzero(counting).tolist():
        flags = threads.spread(always | marked_after(every[place].own_date))
        hidden.append(marks[place] | flags[threads.numbers[place]])
    return hidden


def _with_merged(
    threads: Threads, frames: Sequence[pd.DataFrame], marks: Sequence[Flags]
) -> Threads:
    """With the actions that are gone in doubt where a marked one now holds all their words."""
    doubtful = [*threads.doubtful]
    for later in range(1, len(frames)):
        stands = np.isin(threads.numbers[later - 1], threads.numbers[later])
        gone, marked = np.flatnonzero(~stands), np.flatnonzero(marks[later])
        if not len(gone) or not len(marked):
            continue
        before, now = (texts_of(frame).wordings for frame in frames[later - 1 : later + 1])
        stood = dict(zip(threads.numbers[later - 1].tolist(), before, strict=True))
        then = [stood.get(number, "") for number in threads.numbers[later][marked].tolist()]
        left = [before[place] for place in gone.tolist()]
        held_already = set(map(tuple, taken_in(left, then).tolist()))
        pairs = taken_in(left, [now[place] for place in marked.tolist()])
        pairs = pairs[[pair not in held_already for pair in map(tuple, pairs.tolist())]]
        held = pd.DataFrame({"old": gone[pairs[:, 0]], "new": marked[pairs[:, 1]]})
        doubtful[later] = pd.concat([doubtful[later][["old", "new"]], held], ignore_index=True)
    return replace(threads, doubtful=tuple(doubtful))


def marked_rows(actions: pd.DataFrame, owners: Collection[str] = ()) -> Flags:
    """Which actions are marked as restricted, but for those that name one of ``owners``.

    Names match whatever their case and spacing.
    """
    restricted: Flags = actions["restricted"].to_numpy(dtype=bool)
    if not owners or not restricted.any():
        return restricted
    theirs = {folded(name) for name in owners}
    own = [any(folded(name) in theirs for name in names or ()) for names in actions["owners"]]
    seen: Flags = restricted & ~np.array(own, dtype=bool)
    return seen


def without_restricted(plan: Plan, hidden: Flags) -> Plan:
    """As ``without_rows``, without the words either that were carried down from these rows."""
    return without_rows(_withholding(plan, hidden), hidden) if hidden.any() else plan


def without_rows(plan: Plan, rows: Flags) -> Plan:
    """The plan without the rows flagged, in its order: actions, the user's own cells, findings.

    A finding is told of the cells that are left; one that repeats a word which stands in these
    rows alone goes. The index starts again at 0.
    """
    if not rows.any():
        return plan
    kept = plan.actions[~rows].reset_index(drop=True)
    sheets = tuple(name for name in plan.source.sheets if kept["sheet"].eq(name).any())
    left = replace(
        plan,
        actions=kept,
        original=plan.original[~rows].reset_index(drop=True),
        source=replace(plan.source, sheets=sheets or plan.source.sheets[:1], rows=len(kept)),
    )
    left = replace(left, questions=tuple(_other_questions(plan, rows)))
    if not plan.findings:
        return left
    counted = _counted(left)
    kinds = {each.kind for each in (*_counted(plan), *counted)}
    said = (each for each in _of_other_rows(plan, rows) if each.kind not in kinds)
    findings = [*said, *counted]
    return replace(
        left, findings=tuple(sorted(findings, key=lambda each: SEVERITIES.index(each.severity)))
    )


def _withholding(plan: Plan, hidden: Flags) -> Plan:
    """The plan with no recommendation's words that were carried down from a row flagged.

    They are carried to the blank cells below; a number or "Recommendation 5" stays. Withheld are
    the words that no other row says in a cell of its own, and, as not every plan says which cells
    were blank, those of all rows below such a row that say the same.
    """
    actions, original = plan.actions.copy(), plan.original.copy()
    said: list[Finding] = []
    for name in RECOMMENDATION_NAMES:
        carried = (each for each in plan.findings if each.kind == FindingKind.CARRIED_DOWN)
        blank = {each.sheet for each in carried if each.field == name}
        if not blank:
            continue
        values = actions[name]
        begins = values.ne(values.shift()) | actions["sheet"].ne(actions["sheet"].shift())
        of_hidden = pd.Series(hidden, values.index).groupby(begins.cumsum()).transform("first")
        worded = [isinstance(text, str) and not _NUMBER_OF_ONE.fullmatch(text) for text in values]
        own = ~(plan.carried_down(name).to_numpy() | hidden)
        secret = values.isin(values[hidden]) & ~values.isin(values[own])
        flagged = (
            (of_hidden.to_numpy(dtype=bool) | secret.to_numpy())
            & ~hidden
            & np.array(worded, dtype=bool)
            & actions["sheet"].isin(blank).to_numpy(dtype=bool)
        )
        if not flagged.any():
            continue
        if name == "recommendation":
            numbers = pd.factorize(values[flagged])[0] + 1
            actions.loc[flagged, name] = [f"{WITHHELD} {number}" for number in numbers]
        else:
            actions[name] = values.mask(flagged, None)
        heading = plan.columns.get(name)
        if heading is not None and heading in original:
            original[heading] = original[heading].astype("object").mask(flagged, WITHHELD)
        first = actions[flagged].iloc[0]
        said.append(
            Finding(
                "warning",
                first["sheet"],
                "",
                name,
                "",
                f"The recommendation of {int(flagged.sum())} actions is named in a restricted row "
                "alone, and left blank below it, so it is withheld. Write it in the rows that may "
                "be published to have it shown.",
                FindingKind.RECOMMENDATION_WITHHELD,
            )
        )
    if not said:
        return plan
    findings = [each for each in plan.findings if each.kind != FindingKind.CARRIED_DOWN]
    return replace(plan, actions=actions, original=original, findings=(*findings, *said))


def _counted(plan: Plan) -> list[Finding]:
    """What is said of the actions together: counts, and what stands in several of them."""
    return [
        *checks.check_counts(plan.actions, plan.columns, plan.cells),
        *checks.check_actions(plan.actions, plan.published, plan.cells),
    ]


def _of_other_rows(plan: Plan, rows: Flags) -> Iterator[Finding]:
    """What was found in the rows that are not flagged, in no word of those that are."""
    left_out: dict[str, set[int]] = {}
    places = plan.actions.loc[rows, ["sheet", "row"]]
    for sheet, row in zip(places["sheet"], places["row"], strict=True):
        left_out.setdefault(sheet, set()).add(int(row))
    private = _private_words(plan, rows)
    for finding in plan.findings:
        if heading_restricts(finding.value):
            continue
        if finding.cells and left_out.get(finding.sheet) and plan.source.is_turned(finding.sheet):
            continue  # its cells are known by other rows
        told = finding.without_rows(left_out.get(finding.sheet, ()))
        if told and private.isdisjoint(_words((told.value, *_QUOTED.findall(told.problem)))):
            yield told


def _other_questions(plan: Plan, rows: Flags) -> Iterator[Question]:
    """The questions that repeat no word of these rows alone."""
    private = _private_words(plan, rows)
    for question in plan.questions:
        said = [question.asks]
        for choice in question.choices:
            said += [choice.says, *choice.options]
        if private.isdisjoint(_words(said)):
            yield question


def _private_words(plan: Plan, rows: Flags) -> set[str]:
    """The words that stand in these rows and nowhere else in the plan."""
    return _words_of(plan, rows) - _words_of(plan, ~rows) - _words(plan.original.columns)


def _words_of(plan: Plan, rows: Flags) -> set[str]:
    """Every word of the user's own cells in these rows, and of the owners named there."""
    words: set[str] = set()
    for _, column in plan.original[rows].items():
        words |= _words(str(value) for value in pd.unique(column.dropna()))
    for owners in plan.actions["owners"][rows]:
        words |= _words(owners or ())
    return words


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.casefold())}
