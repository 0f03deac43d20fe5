"""What must be said and asked of the columns chosen: assumptions, columns not used, doubts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tracker.book import column_letters
from tracker.fields import FIELDS
from tracker.reading import headings
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.column_dates import DUE, LATER, follows
from tracker.reading.date_headings import date_kind, says_date
from tracker.reading.findings import Severity
from tracker.reading.kinds import FindingKind
from tracker.reading.profile import asks_whether_done

if TYPE_CHECKING:
    from tracker.reading.columns import Columns
    from tracker.reading.table import Table

MARGIN = 12.0
"""Evidence (0 to 100) by which the column chosen must lead: with less it is asked about."""

_ASKS = {
    "original_due": "Which column is the original timescale?",
    "revised_due": "Which column is the revised timescale?",
    "completed_on": "Which column says when an action was completed?",
    "status": "Which column is the status?",
    "percent_complete": "Which column is the percentage complete?",
}
"""What is asked of the fields that the headline figures rest on."""

_HOLDS = {
    "status": "status words",
    "percent_complete": "percentages",
    "restricted": "protective markings",
    "owner": "names of roles",
}
_RESTRICTING = re.compile(r"publish|publication|sensitiv|exempt|restrict|confiden|withh")
_MAPPING = "Change the column mapping if that is wrong."
_SAY_SO = "say so in the column mapping"


@dataclass(frozen=True)
class Remark:
    """What must be said of a column: it becomes a finding with the column's address."""

    severity: Severity
    kind: FindingKind
    column: int
    field: str
    problem: str


_warning, _note = partial(Remark, "warning"), partial(Remark, "note")


def remarks(columns: Columns) -> list[Remark]:
    """What must be said of a table's columns."""
    found = [*_of_words(columns), *_of_original(columns), *_of_later(columns)]
    if not columns.own_download:
        unused = (i for i in columns.free if i not in columns.used)
        found += filter(None, (_of_unused(columns, i) for i in unused))
    return found


def _of_words(columns: Columns) -> Iterator[Remark]:
    for name, i in columns.fields.items():
        how, label = columns.hows.get((name, i)), FIELDS[name].label
        if how == "similar":
            problem = f"This heading was read as “{label}”. Change it if that is wrong."
            yield _note(FindingKind.HEADING_TAKEN_BY_LIKENESS, i, name, problem)
        elif how == "contents":
            problem = (
                f"The heading does not say so, but the column holds {_HOLDS[name]}, so it is taken "
                f"as “{label}”. {_MAPPING}"
            )
            yield _warning(FindingKind.COLUMN_RECOGNISED_BY_ITS_CONTENTS, i, name, problem)
        elif columns.date_kinds.get(i) == "completion":
            done = name == "completed_on"
            meaning = "the day on which the action was completed" if done else "a due date"
            why = (
                "no action that is not complete has one, and none lies in the future"
                if done
                else "it has dates on actions that are not complete, or in the future, or another "
                "column says when they were completed"
            )
            problem = f"This heading can mean two things. It is taken as {meaning}, because {why}."
            sure = done and "original_due" in columns.fields
            yield (_note if sure else _warning)(FindingKind.COMPLETION_DATE, i, name, problem)


def _of_original(columns: Columns) -> Iterator[Remark]:
    """What is assumed of the original timescale."""
    i = columns.fields.get("original_due", -1)
    kind = columns.settled.get(i, "")
    others = any(k in (*DUE, *LATER) for j, k in columns.settled.items() if j != i)
    if kind in ("end", "date", *LATER) and not others:
        problem = "This is the only column of due dates, so it is taken as the original timescale. "
        problem += "If the plan's dates have moved, add the original ones."
        say = _note if kind == "end" else _warning
        yield say(FindingKind.ONLY_ONE_DATE_COLUMN, i, "original_due", problem)
    elif kind in ("date", *LATER):
        problem = "No column is headed as the original timescale, so this one is taken as it. "
        problem += _MAPPING
        yield _warning(FindingKind.ORIGINAL_DATE_BY_ANOTHER_NAME, i, "original_due", problem)


def _of_later(columns: Columns) -> Iterator[Remark]:
    """What is assumed of a revised timescale that is headed as a due date of any standing."""
    names, original = columns.names, columns.fields.get("original_due", -1)
    if not columns.revised or columns.settled.get(columns.revised[-1], "") not in DUE:
        return
    last = columns.revised[-1]
    if follows(names[original], names[last]):
        problem = "Of several columns of due dates, the first is taken as the original timescale "
        problem += "and the last one filled as the revised timescale."
        say = _warning if any(headings.is_repeat(names[i]) for i in columns.revised) else _note
        yield say(FindingKind.SEVERAL_DATE_COLUMNS, last, "revised_due", problem)
    else:
        problem = "Beside a column of original dates, this is taken as the revised timescale."
        yield _warning(FindingKind.DUE_DATE_TAKEN_AS_REVISED, last, "revised_due", problem)


def _of_unused(columns: Columns, i: int) -> Remark | None:
    """What is said of a column of dates, percentages, status words or owners used for nothing."""
    held, name = columns.held[i], columns.names[i]
    kind, best = date_kind(name), headings.matches(name)[:1]
    if kind in (*DUE, *LATER, "completion") and (held.dates >= 0.5 or says_date(name)):
        problem = "This column too speaks of due dates; it is kept but not used. If it is the "
        problem += f"original or the revised timescale, {_SAY_SO}."
        return _warning(FindingKind.ANOTHER_DATE_COLUMN, i, "", problem)
    if kind == "completed" and held.dates >= 0.5:
        problem = "This column also holds completion dates; it is kept but not used."
        return _warning(FindingKind.ANOTHER_COMPLETION_DATE, i, "", problem)
    if held.dates >= 0.6 and ("numbers" not in held.facts or says_date(name)):
        return _of_unused_dates(columns, i, known=kind == "other")
    if best and best[0].field == "owner" and best[0].how in ("exact", "part"):
        owner = columns.fields.get("owner")
        used = "none is" if owner is None else f"“{columns.names[owner]}” is"
        problem = f"This column also looks like an owner's; {used} used. If this one is "
        problem += f"answerable, {_SAY_SO}."
        return _warning(FindingKind.ANOTHER_OWNER_COLUMN, i, "owner", problem)
    what = {
        "percentages": "percents" in held.facts,
        "status words": held.tells_status,
        "answers to whether it is done": bool(held.counts) and asks_whether_done(name, held),
        "timescales that are not dates": kind == "other"
        and bool(held.counts)
        and re.search(r"\b(?:due|target|deadline|timescale)\b", headings.normal(name)) is not None
        and "original_due" not in columns.fields,
    }
    holds = next((holds for holds, so in what.items() if so), None)
    if holds:
        problem = f"This column holds {holds}; it is kept but not used. If a figure should rest on "
        return _warning(FindingKind.COLUMN_NOT_USED, i, "", f"{problem}it, {_SAY_SO}.")
    if held.counts and _RESTRICTING.search(headings.normal(name)):
        problem = "This heading may say which rows must not be published. The column is not used "
        problem += f"for that: if it does, {_SAY_SO}."
        return _warning(FindingKind.PERHAPS_A_MARKING, i, "restricted", problem)
    return None


def _of_unused_dates(columns: Columns, i: int, *, known: bool) -> Remark:
    """What is said of dates used for nothing; ``known`` where the heading says what they are."""
    if "original_due" in columns.fields:
        problem = "By their heading these dates are neither due dates nor completion dates, so "
        problem += "they are kept but not used."
        return (_note if known else _warning)(FindingKind.COLUMN_NOT_USED, i, "", problem)
    if known:
        problem = "By their heading these dates do not say when an action is due, so they are not "
        problem += "used. No other column does: until one does, no slippage can be measured."
        return _warning(FindingKind.COLUMN_NOT_USED, i, "original_due", problem)
    problem = "This column holds dates but its heading does not say which. If it is the original "
    problem += f"timescale, {_SAY_SO}: until then no slippage can be measured."
    return Remark("error", FindingKind.DATES_NOT_RECOGNISED, i, "original_due", problem)


@dataclass(frozen=True)
class _Asking:
    """Columns as a question names them."""

    columns: Columns
    table: Table

    def letter(self, i: int) -> str:
        return column_letters(i + self.table.sheet.start[1])

    def heading(self, i: int) -> str:
        """What a choice finds this column by, and no other."""
        return self.columns.names[i] or self.letter(i)

    def choice(self, name: str, i: int, stands: bool = False) -> Choice:
        says = f"“{self.columns.names[i]}” (column {self.letter(i)})"
        return Choice(says, {"columns": {name: self.heading(i)}}, stands)

    def question(
        self, kind: QuestionKind, asks: str, places: Sequence[int], *choices: Choice
    ) -> Question:
        letters = tuple(map(self.letter, places))
        return Question(kind, asks, self.table.sheet.name, letters, choices)


def questions(columns: Columns, table: Table, said: Collection[str]) -> list[Question]:
    """What is asked of the columns: two of them could be a field, or one could be two things.

    ``said`` are the fields that the user has chosen a column for, or none.
    """
    if columns.own_download:
        return []
    asking = _Asking(columns, table)
    found = [_between(asking, name) for name in _ASKS if name not in said]
    if "original_due" not in columns.fields and not {"original_due", "completed_on"} & {*said}:
        found.append(_of_completion(asking))
    found.append(_of_numbers(asking))
    return [question for question in found if question is not None]


def _between(asking: _Asking, name: str) -> Question | None:
    """Which of several columns a field is, the one that stands first."""
    columns = asking.columns
    stands = columns.fields.get(name)
    none = Choice("None of the columns", {"columns": {name: ""}}, stands is None)
    if stands is None:
        free = [i for i in columns.free if i not in columns.used and columns.held[i].dates >= 0.6]
        rivals = [i for i in free if name == "original_due" and not date_kind(columns.names[i])]
        choices = [none, *(asking.choice(name, i) for i in rivals)]
    else:
        rivals = _rivals(columns, name, stands)
        choices = [asking.choice(name, stands, True), *(asking.choice(name, i) for i in rivals)]
        choices += [none] if columns.settled.get(stands) == "date" else []
    if len(choices) == 1:
        return None
    kind = QuestionKind.ORIGINAL_COLUMN if name == "original_due" else QuestionKind.COLUMN
    places = rivals if stands is None else [stands, *rivals]
    return asking.question(kind, _ASKS[name], places, *choices)


def _rivals(columns: Columns, name: str, stands: int) -> list[int]:
    """The columns that could nearly as well be a field as the one that is."""
    scores, held = columns.scores, columns.held
    field_of = {i: field for field, i in columns.fields.items()}
    series = {i for i in columns.revised if columns.settled.get(i) in DUE}

    def loss(i: int) -> float:
        """What it would cost to exchange the two."""
        other = field_of.get(i, "")
        now = scores.get((name, stands), 0.0) + scores.get((other, i), 0.0)
        return now - scores[name, i] - scores.get((other, stands), 0.0)

    rivals = [i for field, i in scores if field == name and i not in {stands, *series}]
    return [
        i
        for i in rivals
        if held[i].counts
        and loss(i) < MARGIN
        and (held[i].cells.texts != held[stands].cells.texts).any()
    ]


def _of_completion(asking: _Asking) -> Question | None:
    """Whether a bare "Completion date" says when it was completed or when it is due."""
    i = asking.columns.fields.get("completed_on", -1)
    if asking.columns.date_kinds.get(i) != "completion":
        return None
    name, heading = asking.columns.names[i], asking.heading(i)
    done = {"completed_on": heading, "original_due": ""}
    due = {"original_due": heading, "completed_on": ""}
    return asking.question(
        QuestionKind.COLUMN,
        f"Does “{name}” say when an action was completed, or when it is due?",
        [i],
        Choice("When it was completed", {"columns": done}, stands=True),
        Choice("When it is due", {"columns": due}),
    )


def _of_numbers(asking: _Asking) -> Question | None:
    """Whether plain numbers under "Progress" or the like are the percentage complete."""
    columns = asking.columns
    i = columns.fields.get("percent_complete", -1)
    if columns.hows.get(("percent_complete", i)) != "weak" or columns.held[i].percents >= 0.5:
        return None
    return asking.question(
        QuestionKind.PERCENT_COLUMN,
        f"Are the numbers under “{columns.names[i]}” the percentage complete?",
        [i],
        Choice("Yes", {"percent": {asking.heading(i): True}}, stands=True),
        Choice("No", {"percent": {asking.heading(i): False}}),
    )
