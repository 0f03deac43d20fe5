"""What must be said and asked of the columns chosen: assumptions, columns not used, doubts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tracker.reading import headings
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.reading.column_dates import DUE, LATER, follows
from tracker.reading.contents import Contents, asks_whether_done
from tracker.reading.dates import first_date
from tracker.reading.findings import Said, sayings
from tracker.reading.heading_words import (
    date_kind,
    is_former_due,
    is_unsure,
    said_of_dates,
    says_date,
)
from tracker.reading.statuses import begins_done
from tracker.vocabulary import FIELDS

if TYPE_CHECKING:
    from tracker.reading.columns import Columns
    from tracker.reading.table import Table

MARGIN = 12.0
"""Evidence (0 to 100) by which the column chosen must lead: with less it is asked about."""

MOST_RIVALS = 4
"""Other columns that a question offers: each is tried, and a person compares no more."""

_SAID = sayings("column_notes")
_ASKS = {
    "original_due": "Which column is the original timescale?",
    "revised_due": "Which column is the revised timescale?",
    "completed_on": "Which column says when an action was completed?",
    "status": "Which column is the status?",
    "percent_complete": "Which column is the percentage complete?",
}
"""What is asked of the fields that the headline figures rest on."""
_RESTRICTING = re.compile(r"publish|publication|sensitiv|exempt|restrict|confiden|withh")
_PROPOSED = re.compile(r"\b(?:proposed|arfaethedig)\b(?!.*\bagreed\b)")
"""Of a later date that nobody need have agreed."""
_EXTENSION = re.compile(r"(?!(?:number|no|count|times)\b).*\bexten(?:sions?|ded)\b")
_PART_OF_DATE = re.compile(r"(?:(?:due|target|planned|completion) )?(?:day|month|quarter|year)")
_TIMESCALE = re.compile(r"\b(?:due|target|deadline|timescale)\b")


@dataclass(frozen=True)
class Remark:
    """What must be said of a column: it becomes a finding with the column's address."""

    said: Said
    column: int
    field: str
    words: Mapping[str, str]


def _remark(code: str, column: int, field: str = "", *, note: bool = False, **words: str) -> Remark:
    said = replace(_SAID[code], severity="note") if note else _SAID[code]
    return Remark(said, column, field, words)


def remarks(columns: Columns) -> list[Remark]:
    """What must be said of a table's columns."""
    found = [*_of_words(columns), *_of_dates(columns)]
    if not columns.own_download:
        unused = (i for i in columns.free if i not in columns.used)
        found += filter(None, (_of_unused(columns, i) for i in unused))
    return found


def _of_words(columns: Columns) -> Iterator[Remark]:
    for name, i in columns.fields.items():
        how, label = columns.hows.get((name, i)), FIELDS[name].label
        if how == "similar":
            yield _remark("HEADING_TAKEN_BY_LIKENESS", i, name, label=label)
        elif how == "doubtful":
            yield _remark("HEADING_KNOWN_IN_PART", i, name, label=label)
        elif how == "contents":
            yield _remark("COLUMN_RECOGNISED_BY_ITS_CONTENTS", i, name, label=label)
        elif columns.date_kinds.get(i) == "completion":
            done = name == "completed_on"
            meaning = (
                "the day on which the action was completed, because no action that is not complete "
                "has one, and none lies after today or the day that the plan states"
                if done
                else "a due date, because it has dates on actions that are not complete, or in the "
                "future, or another column or none says which were completed"
            )
            sure = done and "original_due" in columns.fields
            yield _remark("COMPLETION_DATE", i, name, note=sure, meaning=meaning)


def _of_dates(columns: Columns) -> Iterator[Remark]:
    """What is assumed of the original timescale, and of a later one not headed as such."""
    names, original = columns.names, columns.fields.get("original_due", -1)
    kind = columns.settled.get(original, "")
    others = any(k in (*DUE, *LATER) for i, k in columns.settled.items() if i != original)
    if kind in ("end", "date", *LATER) and not others:
        yield _remark("ONLY_ONE_DATE_COLUMN", original, "original_due", note=kind == "end")
    elif kind in ("date", *LATER):
        yield _remark("ORIGINAL_DATE_BY_ANOTHER_NAME", original, "original_due")
    either = columns.either
    if either is not None:
        meaning = _by_row(name for name, i in columns.fields.items() if i == either)
        yield _remark("COMPLETION_DATE", either, "completed_on", meaning=meaning)
    last = columns.revised[-1] if columns.revised else -1
    if columns.settled.get(last, "") not in DUE:
        return
    if follows(names[original], names[last]):
        same = any(headings.is_repeat(names[i]) for i in columns.revised)
        yield _remark("SEVERAL_DATE_COLUMNS", last, "revised_due", note=not same)
    else:
        yield _remark("DUE_DATE_TAKEN_AS_REVISED", last, "revised_due")


def _of_unused(columns: Columns, i: int) -> Remark | None:
    """What is said of a column of dates, percentages, status words or owners used for nothing."""
    held, name = columns.held[i], columns.names[i]
    kind, dated = date_kind(name), "original_due" in columns.fields
    says, dates = says_date(name), held.dates >= 0.5
    asked = said_of_dates(name)[1] in ("asked", "never")
    dates = dates and (kind not in ("", "other") or says or "numbers" not in held.facts)
    owner = [match.how not in ("weak", "similar") for match in headings.matches(name)[:1]
             if match.field == "owner"]  # fmt: skip
    if dates and not dated and kind in ("", "date"):
        return _remark("DATES_NOT_RECOGNISED", i, "original_due")
    if any(owner):
        return _remark("ANOTHER_OWNER_COLUMN", i, "owner")
    ended = held.tells_status and "status" in columns.fields and headings.is_resolution(name)
    told = {
        "due dates, but mostly what is no date": not dated and _partly_due(columns, i),
        "dates that were due before others": dates and is_former_due(name),
        "due dates too": kind in (*DUE, *LATER, "completion") and kind != "date" and held.dates > 0,
        "completion dates too": kind == "completed" and held.dates > 0,
        "dates, but by its heading not surely those on which actions are due or were completed": (
            dates and (asked or kind in ("either", "date"))
        ),
        "dates that by their heading are neither due dates nor completion dates": dates,
        "percentages": "percents" in held.facts,
        "words of how a matter ended, which are asked about where the status says complete": ended,
        "status words": held.like_status or (held.grades and not headings.matches(name)),
        "answers to whether it is done": bool(held.counts) and asks_whether_done(name, held),
        "lengths of time by which dates were extended, but moves none": bool(held.counts)
        and _EXTENSION.match(headings.normal(name)) is not None
        and all(text[0].isdigit() for text in held.cells.different_texts() if text),
        "parts of dates, on which actions may be due": bool(held.counts)
        and not dated
        and _PART_OF_DATE.fullmatch(headings.normal(name)) is not None,
        "marks that may show when actions are due": bool(held.counts)
        and not dated
        and first_date(name) is not None
        and all(len(text) == 1 for text in held.cells.different_texts() if text),
        "timescales that are not dates": bool(held.counts)
        and not (dated and kind == "other")
        and _TIMESCALE.search(headings.normal(name)) is not None,
    }
    what = next((what for what, so in told.items() if so), None)
    if what:
        beside = what == "status words" and "status" in columns.fields
        colours = not held.how("exact", "phrase", "waiting")
        lesser = beside and (colours or headings.is_dated(name))
        note = ended or lesser or (dates and dated and kind == "other")
        return _remark("COLUMN_NOT_USED", i, note=note, what=what)
    if held.counts and _RESTRICTING.search(headings.normal(name)):
        return _remark("PERHAPS_A_MARKING", i, "restricted")
    return None


def questions(columns: Columns, table: Table, said: Collection[str]) -> list[Question]:
    """What is asked of the columns: two of them could be a field, or one could be two things.

    ``said`` are the fields that the user has chosen a column for, or none.
    """
    if columns.own_download:
        return []
    sheet = table.sheet
    letters = [*map(sheet.letters, range(len(columns.names)))]
    asked = [_between(columns, letters, name) for name in _ASKS if name not in said]
    asked += [_of_completion(columns, said), _of_either(columns, said), _of_numbers(columns)]
    return [
        Question(kind, asks, sheet.name, tuple(letters[i] for i in places), tuple(choices))
        for kind, asks, places, choices in filter(None, asked)
    ]


_Asked = tuple[QuestionKind, str, Sequence[int], Sequence[Choice]]


def _between(columns: Columns, letters: Sequence[str], name: str) -> _Asked | None:
    """Which of several columns a field is, the one that stands first."""
    stands = columns.fields.get(name)
    if stands is not None:
        places = [stands, *_rivals(columns, name, stands)]
    elif name == "percent_complete" and "status" in columns.fields:
        return None
    else:
        chosen = {columns.fields.get(each) for each in _ASKS}
        places = [i for i in columns.perhaps.get(name, ()) if i not in chosen]
    if stands is None and name == "original_due":
        free = (i for i in columns.free if i not in columns.used and columns.held[i].dates >= 0.5)
        places += [
            i for i in free if is_unsure(columns.names[i]) or not date_kind(columns.names[i])
        ]
        places += [i for i in columns.free if _partly_due(columns, i)]
    if name == "original_due" and "revised_due" not in columns.fields:
        places += [i for i in columns.free if is_former_due(columns.names[i])]
    if name == "status":
        of = {i: field for field, i in columns.fields.items()}
        told = [i for i in columns.free if of.get(i, "progress") == "progress"]
        if stands is not None and columns.held[stands].counts:
            told = [i for i in told if _is_later(columns.names[i], columns.names[stands])]
        places += [i for i in told if columns.held[i].tells_done]
    if stands is None and name == "completed_on":
        places += [i for i in columns.free if _perhaps_done(columns, i)]
    places = [*dict.fromkeys(places)][: MOST_RIVALS + 1]
    called = {i: columns.names[i] or letters[i] for i in places}
    begun = {i: _begun(columns.held[i]) if name == "status" else {} for i in places}
    choices = [
        Choice(
            f"“{called[i]}” (column {letters[i]})" + bool(begun[i]) * _WHERE_IT_BEGINS,
            {"columns": {name: called[i]}, **begun[i]},
            i == stands,
        )
        for i in places
    ]
    none = Choice("None of the columns", {"columns": {name: ""}}, stands is None)
    if stands is None:
        choices = [none, *choices]
    elif (
        columns.settled.get(stands) == "date"
        or columns.hows.get((name, stands)) == "doubtful"
        or (name == "revised_due" and _PROPOSED.search(headings.normal(columns.names[stands])))
    ):
        choices.append(none)
    kind = QuestionKind.ORIGINAL_COLUMN if name == "original_due" else QuestionKind.COLUMN
    return (kind, _ASKS[name], places, choices) if len(choices) > 1 else None


def _is_later(heading: str, other: str) -> bool:
    """Whether a heading is of a later day than another: "Update April 2016"."""
    day, before = first_date(heading), first_date(other)
    return day is not None and before is not None and day > before


_WHERE_IT_BEGINS = ", complete where it begins so and nothing in it speaks against that"


def _begun(held: Contents) -> Mapping[str, Mapping[str, str]]:
    """The meaning of a column's texts that begin with a completion, if it is the status."""
    texts = filter(None, held.cells.different_texts())
    begun = {text: group for text in texts if (group := begins_done(text))}
    return {"statuses": begun} if begun and not held.is_status else {}


def _perhaps_done(columns: Columns, i: int) -> bool:
    """Whether an unused column of dates, blank in some rows, may say when actions were completed.

    Its heading names a completion of something, or is not known and nothing else tells one.
    """
    filled = columns.held[i].cells.filled
    if i in columns.used or columns.held[i].dates < 0.5 or filled.all():
        return False
    kind, told = said_of_dates(columns.names[i])[0], columns.fields.keys()
    return kind == "completed" or (kind == "" and told.isdisjoint(("status", "percent_complete")))


def _partly_due(columns: Columns, i: int) -> bool:
    """Whether a column that is used for nothing is headed as due dates, and holds a few."""
    unused = i not in columns.used and date_kind(columns.names[i]) in DUE
    return unused and 0 < columns.held[i].dates < 0.5


def _rivals(columns: Columns, name: str, stands: int) -> list[int]:
    """The columns that could nearly as well be a field as the one that is."""
    scores, cells = columns.scores, [held.cells for held in columns.held]
    field_of = {i: field for field, i in columns.fields.items()}
    later = name == "revised_due"
    series = {i for i in columns.revised if later or columns.settled.get(i) in DUE}

    def loss(i: int) -> float:
        """What it would cost to exchange the two."""
        other = field_of.get(i, "")
        now = scores.get((name, stands), 0.0) + scores.get((other, i), 0.0)
        return now - scores[name, i] - scores.get((other, stands), 0.0)

    rivals = [i for field, i in scores if field == name and i not in {stands, *series}]
    differ = [i for i in rivals if (cells[i].texts != cells[stands].texts).any()]
    return [i for i in differ if columns.held[i].counts and loss(i) < MARGIN]


def _of_completion(columns: Columns, said: Collection[str]) -> _Asked | None:
    """Whether a bare "Completion date" says when it was completed or when it is due."""
    fields = columns.fields
    is_done = "completed_on" in fields
    i = fields.get("completed_on", fields.get("original_due", -1))
    sure = {"original_due"} if is_done else {"status", "percent_complete"}
    sure = sure & fields.keys() | {"original_due", "completed_on"} & {*said}
    if sure or columns.date_kinds.get(i) != "completion":
        return None
    name = columns.names[i]
    done = {"columns": {"completed_on": name, "original_due": ""}}
    due = {"columns": {"original_due": name, "completed_on": ""}}
    choices = [Choice("When it was completed", done, is_done)]
    choices.insert(is_done, Choice("When it is due", due, not is_done))
    asks = f"Does “{name}” say when an action was completed, or when it is due?"
    return QuestionKind.COLUMN, asks, [i], choices


def _of_either(columns: Columns, said: Collection[str]) -> _Asked | None:
    """Whether a column of two roles ("Actual / forecast") is read so, as one of them or not."""
    i = next((i for i, kind in columns.settled.items() if kind == "either"), -1)
    fields = [name for name, place in columns.fields.items() if place == i]
    untaken = [name for name in ("completed_on", "revised_due") if name not in columns.fields]
    if i < 0 or not columns.held[i].dates or not {*fields, *untaken}.isdisjoint(said):
        return None
    if "original_due" not in columns.fields:
        untaken = ["completed_on", "original_due"]
    if not fields and not untaken:
        return None
    name, none = columns.names[i], dict.fromkeys(fields or untaken, "")
    choices = [Choice("Neither: they are not used", {"columns": none}, stands=not fields)]
    choices += [
        Choice(f"{FIELDS[field].label} in every row", {"columns": {**none, field: name}})
        for field in fields or untaken
    ]
    if fields:
        says = _by_row(fields)
        now = f"{says[0].upper()}{says[1:]}"
        choices = [Choice(now, {"columns": dict.fromkeys(fields, name)}, stands=True), *choices]
    return QuestionKind.COLUMN, f"What are the dates under “{name}”?", [i], choices


def _by_row(fields: Iterable[str]) -> str:
    labels = [FIELDS[name].label.lower() for name in fields if name != "completed_on"]
    other = f"the {labels[0]}" if labels else "not used"
    return f"the completion date where the action is complete, else {other}"


def _of_numbers(columns: Columns) -> _Asked | None:
    """Whether plain numbers under "Progress" or the like are the percentage complete."""
    i = columns.fields.get("percent_complete", -1)
    if columns.hows.get(("percent_complete", i)) != "weak" or columns.held[i].percents >= 0.5:
        return None
    name = columns.names[i]
    choices = [
        Choice(word, {"percent": {name: yes}}, yes) for word, yes in (("Yes", True), ("No", False))
    ]
    asks = f"Are the numbers under “{name}” the percentage complete?"
    return QuestionKind.PERCENT_COLUMN, asks, [i], choices
