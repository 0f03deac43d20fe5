"""Which column of a table is which field: heading and contents decide, for all columns together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from tracker.book import Flags, PlanError
from tracker.own_downloads import CALCULATED_HEADINGS, DERIVED_HEADINGS, heading_in_download
from tracker.reading import banners, column_dates, column_notes, headings
from tracker.reading.choices import Choices, Question
from tracker.reading.contents import Contents, alone, asks_whether_done, fit, perhaps
from tracker.reading.dates import first_date
from tracker.reading.heading_words import DateKind, date_kind, said_of_dates
from tracker.reading.statuses import DONE, read_status
from tracker.reading.table import Table
from tracker.vocabulary import FIELDS

LEAST = 15.0
"""Evidence (0 to 100) below which a column is not taken for a field."""

SILENT = 40.0
"""Evidence below which a heading says so little that contents alone may decide."""

NUMBERED = {"reference", "recommendation"}
_ABOUT_1916 = 700_000  # the ordinal of a day before any plan's
_OWN_HEADINGS = 5
"""Calculated headings that only a file that the tracker wrote has together."""


_FIRST_COLUMNS, _MANY_ROWS = 3, 2_000
"""Columns in which a row of totals says that it is one, and rows among which a few do not count."""

MOST_WEIGHED = 200
"""Columns that are weighed; a plan has 8 to 40. Those further right are kept and no field."""


@dataclass
class Columns:
    """The columns chosen, and the evidence by which they were.

    ``fields``: field to column; ``revised``: the columns of later dates in order; ``yes_no``:
    whether the status column asks a question; ``own_download``: whether the tracker wrote the
    file, ``dropped`` its calculated columns there. ``remarks`` and ``questions`` are what must be
    said and asked. ``scores``: how surely each column is each field, by field and column (0 to
    100); ``hows``: how its heading names it, ``contents`` where it says nothing; ``date_kinds``:
    what the headings say of dates, the contents agreeing, and ``settled`` the same once a bare
    "Completion date" is settled; ``free``: the columns that nobody chose; ``perhaps``: columns by
    the field that they are only if the user says so.
    """

    names: Sequence[str]
    held: list[Contents]
    fields: dict[str, int] = field(default_factory=dict)
    revised: list[int] = field(default_factory=list)
    yes_no: bool = False
    own_download: bool = False
    dropped: frozenset[int] = frozenset()
    remarks: list[column_notes.Remark] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    scores: dict[tuple[str, int], float] = field(default_factory=dict)
    hows: dict[tuple[str, int], str] = field(default_factory=dict)
    date_kinds: dict[int, DateKind] = field(default_factory=dict)
    settled: dict[int, DateKind] = field(default_factory=dict)
    free: list[int] = field(default_factory=list)
    perhaps: dict[str, list[int]] = field(default_factory=dict)

    @property
    def used(self) -> set[int]:
        """The columns that a field is read from, or that are left out on purpose."""
        return {*self.fields.values(), *self.revised, *self.dropped}

    @property
    def either(self) -> int | None:
        """The column that says when an action was completed where it is, else when it is to be."""
        fields = self.fields
        place = fields.get("completed_on")
        if place is None or not fields.keys() & {"status", "percent_complete"}:
            return None
        both = place in (fields.get("original_due"), fields.get("revised_due"))
        kind = self.settled.get(place) or date_kind(self.names[place])
        return place if both or kind == "either" else None


def assign(table: Table, choices: Choices, today: date) -> Columns:
    """Choose the column of each field of a table.

    ``today`` decides only whether a bare "Completion date" lies in the future. Raises
    :class:`PlanError` where a choice names a field or heading that does not exist.
    """
    totals = _totals(table)
    columns = Columns(table.names, [_contents(table, i, totals) for i in range(len(table.names))])
    _take_own_download(columns)
    none = _take_choices(columns, choices, table)
    free = [i for i in range(len(table.names)) if i not in columns.used]
    columns.free = free[:MOST_WEIGHED]
    _weigh_words(columns)
    for heading, yes in choices.percent.items():
        if not yes and has_heading(table, heading):
            columns.scores.pop(("percent_complete", find_heading(table, heading)), None)
            columns.perhaps.pop("percent_complete", None)
    _weigh_dates(columns, today)
    open_fields = FIELDS.keys() - columns.fields.keys() - none
    columns.scores = {
        pair: score - pair[1] / 1e4  # of equals the one to the left
        for pair, score in columns.scores.items()
        if pair[0] in open_fields and score >= LEAST and pair[1] not in columns.used
    }
    columns.fields |= best(columns.scores)
    _claim_least(columns)
    columns.fields |= _number_of_both(columns, open_fields - columns.fields.keys())
    to_be = "revised_due" if "original_due" in columns.fields else "original_due"
    if "completed_on" in columns.fields and "completed_on" not in open_fields and to_be in none:
        columns.settled[columns.fields["completed_on"]] = "completed"  # in every row, as was said
    columns.fields |= column_dates.roles_of_either(columns, open_fields - columns.fields.keys())
    revised = columns.fields.get("revised_due")
    if revised is not None and not columns.revised:
        columns.revised = column_dates.later_columns(columns, revised)
        columns.fields["revised_due"] = columns.revised[-1]
    status = columns.fields.get("status")
    columns.yes_no = status is not None and asks_whether_done(
        table.names[status], columns.held[status]
    )
    columns.remarks = column_notes.remarks(columns)
    columns.questions = column_notes.questions(columns, table, none | choices.columns.keys())
    return columns


def _totals(table: Table) -> Flags:
    """The rows that begin with "Total" or the like, in one of the first columns with a heading."""
    length = len(table.columns[0]) if table.columns else 0
    first = [i for i, name in enumerate(table.names) if name][:_FIRST_COLUMNS]
    totals: Flags = np.zeros(length, dtype=bool)
    for i in first if length <= _MANY_ROWS else ():
        totals |= banners.are_totals(table.columns[i])
    return totals


def _contents(table: Table, i: int, others: Flags) -> Contents:
    """What a column holds but its heading again and ``others``, rows that are no actions.

    Most of it may be shown as percentages.
    """
    sheet, place = table.sheet, i + table.sheet.start[1]
    shown = len(sheet.percent_cells.get(place, ())) + len(sheet.typed_percent_cells.get(place, ()))
    cells = table.columns[i]
    none = others
    for again in np.flatnonzero(cells.distinct.texts == table.names[i]).tolist():
        none = none | (cells.codes == again)
    cells = cells.with_codes(np.where(none, -1, cells.codes)) if none.any() else cells
    return Contents(cells, 2 * shown > cells.filled.sum())


def _weigh_words(columns: Columns) -> None:
    scores, hows = columns.scores, columns.hows
    wordings: dict[int, float] = {}
    for i in columns.free:
        name, held = columns.names[i], columns.held[i]
        says = 0.0
        for match in headings.matches(name):
            if match.how == "another":
                continue
            lately = _lately(name, i) * (1 + (match.field == "status"))  # it before its update
            score = match.score * fit(match.field, held, match.how) + lately
            if (match.field, match.how) == ("source", "doubtful") and not _begins_again(columns, i):
                score = 0.0
            scores[match.field, i], hows[match.field, i] = score, match.how
            says = max(says, score)
            if match.field == "recommendation" and match.how != "weak":
                wordings[i] = match.score * fit("recommendation_text", held, match.how) / 2
        if headings.is_no_field(name) or not held.counts:
            continue
        doubted = perhaps(name, held)
        for field_name in doubted:
            columns.perhaps.setdefault(field_name, []).append(i)
        if says >= SILENT:
            continue
        found = alone(held) | ({"status": 80} if asks_whether_done(name, held) else {})
        found = {each: score for each, score in found.items() if each not in doubted}
        for field_name, alone_score in found.items():
            score = alone_score + _lately(name, i) * (alone_score > 0)
            if score > scores.get((field_name, i), 0.0):
                scores[field_name, i], hows[field_name, i] = score, "contents"
    if len(wordings) > 1 or "recommendation" in columns.fields:  # the longer of two is its words
        for i, score in wordings.items():
            scores.setdefault(("recommendation_text", i), score)
    headed = [i for (name, i), how in hows.items() if name == "status" and how != "contents"]
    if any(columns.held[i].is_status and scores["status", i] >= LEAST for i in headed):
        for i in {*columns.free}.difference(headed):  # of which the heading says nothing
            scores.pop(("status", i), None)


def _claim_least(columns: Columns) -> None:
    """Of columns of statuses under headings that say nothing, as of areas, take the least done."""
    fields, hows, scores = columns.fields, columns.hows, columns.scores
    i = fields.get("status", -1)
    least = scores.get(("status", i), 0.0) - 1
    alike = [
        j
        for (name, j), score in scores.items()
        if name == "status" and hows[name, j] == "contents" and score >= least
        and columns.held[j].is_status and (j == i or j not in fields.values())
        and not headings.is_dated(columns.names[j])
    ]  # fmt: skip
    if i in alike:
        fields["status"] = min(alike, key=lambda j: columns.held[j].share_of_texts(_says_done))


def _says_done(text: str) -> bool:
    return read_status(text).group in DONE


def _number_of_both(columns: Columns, untaken: Collection[str]) -> dict[str, int]:
    """The number of each row's recommendation as its reference too, where it has no other."""
    i = columns.fields.get("recommendation")
    if i is None or "reference" not in untaken or "recommendation_text" not in columns.fields:
        return {}
    own = len(columns.held[i].counts) == columns.held[i].rows
    return {"reference": i} if own and headings.is_number(columns.names[i]) else {}


def _begins_again(columns: Columns, i: int) -> bool:
    """Whether a number or reference begins anew below each value of a column, as a report's do."""
    codes = columns.held[i].cells.codes
    starts = np.flatnonzero(np.diff(codes, prepend=-2))
    if not 1 < len(starts) == len(np.unique(codes)):
        return False
    numbers = (
        columns.held[j].cells.texts
        for j in columns.free
        if {match.field for match in headings.matches(columns.names[j])[:1]} & NUMBERED
    )
    return any(len({*texts[starts]}) == 1 < len({*texts}) for texts in numbers)


def _lately(name: str, i: int) -> float:
    """A little more for what a heading says was written later, or stands further right."""
    if not headings.is_dated(name):
        return 0.0
    day = first_date(name)
    return (day.toordinal() - _ABOUT_1916) / 1e4 if day else i / 1e3


def _weigh_dates(columns: Columns, today: date) -> None:
    kinds = {i: column_dates.kind_of(columns.names[i], columns.held[i]) for i in columns.free}
    columns.date_kinds = {i: kind for i, kind in kinds.items() if kind}
    by_status = {i: score for (name, i), score in columns.scores.items() if name == "status"}
    status = max(by_status, key=by_status.__getitem__, default=None)
    columns.settled = column_dates.settle_completion(
        columns, columns.fields.get("status", status), today
    )
    columns.scores |= column_dates.evidence(columns)
    for i in columns.free:
        kind, standing = said_of_dates(columns.names[i])
        if standing == "doubtful":
            columns.hows["original_due", i] = "doubtful"
        elif standing == "asked" and columns.held[i].dates >= 0.5:
            columns.perhaps.setdefault(column_dates.field_of(kind), []).append(i)


def best(scores: Mapping[tuple[str, int], float]) -> dict[str, int]:
    """The assignment, one column a field and one field a column, whose scores add up to most.

    This is the Hungarian method; a field may also be left without a column, which scores 0.
    """
    fields = sorted({name for name, _ in scores})
    most = {name: sorted((-s, i) for (n, i), s in scores.items() if n == name) for name in fields}
    places = sorted({i for told in most.values() for _, i in told[: len(fields)]})
    width = len(places) + len(fields)  # a place of its own for each field that has no column
    losses = np.zeros(
        (len(fields) + 1, width + 1)
    )  # of field 0, and of place 0, begins each search
    losses[1:, 1 : len(places) + 1] = [[-scores.get((n, i), -1.0) for i in places] for n in fields]
    gains, prices = np.zeros(len(fields) + 1), np.zeros(width + 1)
    holders = np.zeros(width + 1, dtype=int)
    for number in range(1, len(fields) + 1):
        least, before = np.full(width + 1, np.inf), np.zeros(width + 1, dtype=int)
        seen = np.zeros(width + 1, dtype=bool)
        place, holders[0] = 0, number
        while holders[place]:
            seen[place] = True
            loss = losses[holders[place]] - gains[holders[place]] - prices
            nearer = ~seen & (loss < least)
            least[nearer], before[nearer] = loss[nearer], place
            following = int(np.where(seen, np.inf, least).argmin())
            step = least[following]
            gains[holders[seen]] += step
            prices[seen] -= step
            least[~seen] -= step
            place = following
        while place:
            holders[place] = holders[before[place]]
            place = before[place]
    held = enumerate(holders[1 : len(places) + 1].tolist())
    return {fields[holder - 1]: places[j] for j, holder in held if holder}


def _take_own_download(columns: Columns) -> None:
    """A file that the tracker wrote says for itself which of its columns is which field."""
    place = {name: i for i, name in enumerate(columns.names)}
    own = {heading: heading_in_download(heading, columns.names) for heading in CALCULATED_HEADINGS}
    found = {CALCULATED_HEADINGS[h]: place[name] for h, name in own.items() if name is not None}
    if len(found) < _OWN_HEADINGS:
        return
    derived = (heading_in_download(heading, columns.names) for heading in DERIVED_HEADINGS)
    columns.own_download = True
    columns.fields.update(found)
    if "revised_due" in found:
        columns.revised = [found["revised_due"]]
    columns.dropped = frozenset(found.values()) | {
        place[name] for name in derived if name is not None
    }


def _take_choices(columns: Columns, choices: Choices, table: Table) -> set[str]:
    none: set[str] = set()
    percent = [h for h, yes in choices.percent.items() if yes and has_heading(table, h)]
    said = {"percent_complete": percent[0]} if percent else {}
    said |= choices.columns
    for name, heading in said.items():
        if name not in FIELDS or not FIELDS[name].mapped:
            known = ", ".join(each.name for each in FIELDS.values() if each.mapped)
            raise PlanError(f"There is no field called “{name}”: the fields are {known}.")
        if not heading.strip():
            none.add(name)
            columns.fields.pop(name, None)
            continue
        column = find_heading(table, heading)
        columns.fields = {
            n: i for n, i in columns.fields.items() if i != column or said.get(n) == heading
        }
        columns.fields[name] = column
        if name == "revised_due":
            columns.revised = [column]
    return none


def has_heading(table: Table, heading: str) -> bool:
    """Whether a table has a column with a heading, or with a letter such as ``H``."""
    return _place(table, heading) is not None


def _place(table: Table, heading: str) -> int | None:
    wanted = headings.normal(heading)
    if heading.strip() in table.names:
        return table.names.index(heading.strip())
    alike = [i for i, name in enumerate(table.names) if wanted and headings.normal(name) == wanted]
    if alike:
        return alike[0]
    letters = list(map(table.sheet.letters, range(len(table.names))))
    letter = heading.strip().upper().removeprefix("COLUMN ")
    return letters.index(letter) if letter in letters else None


def find_heading(table: Table, heading: str) -> int:
    """The column with a heading, or with a letter such as ``H``.

    Raises :class:`PlanError` where there is none.
    """
    place = _place(table, heading)
    if place is not None:
        return place
    known = "; ".join(" ".join(name.split()) for name in table.names if name.strip())
    raise PlanError(f"There is no column headed “{heading}” in this plan: its columns are {known}.")
