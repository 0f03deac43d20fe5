"""One sheet's table to the rows of a plan, and the parts of a plan as one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.book import Column, Flags, Objects, RowNumbers, objects
from tracker.fields import Periods, unknown
from tracker.reading import (
    date_columns,
    date_findings,
    dates,
    markings,
    sheet_plan,
    status_column,
    values,
)
from tracker.reading.banners import Banner
from tracker.reading.column_dates import DUE
from tracker.reading.findings import sayings
from tracker.reading.heading_words import date_kind, is_former_due
from tracker.reading.owners import one_spelling
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.status_column import StatusColumn
from tracker.reading.status_questions import Word, ask_words
from tracker.reading.statuses import StatusReading, normal
from tracker.reading.versions import finished_part
from tracker.vocabulary import COMPLETED_GROUPS, FIELDS, STATUS_GROUPS
from tracker.words import count

_SAID = sayings("frames")


@dataclass(frozen=True)
class Part:
    """One sheet's actions, and the user's own columns on the same index.

    ``periods``: as in :class:`tracker.reading.plan.Plan`.
    """

    actions: pd.DataFrame
    original: pd.DataFrame
    periods: Periods


def read_part(part: SheetPlan, published: date | None, known: bool) -> Part:
    """Read every field of one sheet; ``published`` and whether it is ``known`` are its report's."""
    part.dates = {n: date_columns.resolve(c, published) for n, c in part.dates.items()}
    part.later = [date_columns.resolve(c, published) for c in part.later]
    names, wording = values.recommendations(part)
    percent = values.read_percent(part)
    done = _completed(part) & (part.columns.either is None)
    status = status_column.read_statuses(part, done | (percent == 100))
    _part_by_row(part, status, percent)
    owners = values.read_owners(part)
    fields: dict[str, Any] = {n: part.texts(n) for n in sheet_plan.TEXT_FIELDS if n in part.cells}
    fields |= {n: c.days for n, c in part.dates.items()}
    fields["original_due_text"] = part.texts("original_due")
    fields |= _revised(part)
    fields |= _not_moved(part, fields)
    fields["recommendation"], fields["recommendation_text"] = names, wording
    if "action" not in part.cells:
        fields["action"] = values.words_of_recommendations(names, wording)
    fields["scope"] = values.scopes(part)
    fields["recommendation_due"] = _recommendation_due(part, published)
    dated = {"original_due", "recommendation_due"} & part.columns.fields.keys()
    if not dated and "original_due" not in part.choices.columns:
        fields["original_due"] = _due_by_headings(part, fields["recommendation_due"])
    fields["percent_complete"] = percent
    fields["status_text"] = status.texts.texts
    fields["restricted"] = markings.read_restricted(part, status.texts)
    fields["status"] = _groups(part, status.codes, fields)
    fields["completed_on"] = _completed_on(part, status)
    fields["sheet"] = np.full(part.size, part.name, dtype=object)
    fields["row"] = part.row_numbers()
    fields["owners"] = owners
    complete = np.asarray(fields["status"].isin(COMPLETED_GROUPS))
    date_findings.say_dates(part, known, published, complete)
    fields |= {name: unknown(name, part.size) for name in FIELDS if name not in fields}
    whole = {name: fields[name] for name in (*FIELDS, "sheet", "row")}
    actions = pd.DataFrame(whole, index=pd.RangeIndex(part.size), copy=False)
    return Part(actions, _original(part), _periods(part, status, fields["completed_on"]))


_NEVER = np.datetime64("NaT", "s")
_DONE_CODES = [STATUS_GROUPS.index(group) for group in COMPLETED_GROUPS]


def _part_by_row(part: SheetPlan, status: StatusColumn, percent: npt.NDArray[np.float64]) -> None:
    """Of a column of two roles, "Actual / forecast", give each row's date the one that it has."""
    place, fields = part.columns.either, part.columns.fields
    if place is None:
        return
    done = np.isin(status.codes, _DONE_CODES) | ((status.codes < 0) & (percent == 100))
    part.dates["completed_on"] = date_columns.only(part.dates["completed_on"], done)
    if fields.get("original_due") == place:
        part.dates["original_due"] = date_columns.only(part.dates["original_due"], ~done)
        part.cells["original_due"] = _only(part.cells["original_due"], ~done)
    for number, column in enumerate(part.columns.revised):
        if column == place:
            part.later[number] = date_columns.only(part.later[number], ~done)
            part.later_cells[number] = _only(part.later_cells[number], ~done)


def _only(cells: Column, rows: Flags) -> Column:
    return cells.with_codes(np.where(rows, cells.codes, -1))


def _revised(part: SheetPlan) -> dict[str, object]:
    """The latest agreed date, its words, and how many different dates followed the original."""
    latest = np.full(part.size, _NEVER)
    texts: Objects | None = None
    original = part.dates.get("original_due")
    seen: list[tuple[npt.ArrayLike, npt.ArrayLike]] = []

    def move(later: Mapping[int, Sequence[date]]) -> None:
        for row, days in later.items():
            seen.append(([row] * len(days), np.array(days, "datetime64[s]")))
            latest[row] = np.datetime64(days[-1], "s")

    if original is not None and original.later:
        move(original.later)
        rows = list(original.later)
        texts = np.full(part.size, None)
        texts[rows] = part.texts("original_due")[rows]
    for column, cells in zip(part.later, part.later_cells, strict=True):
        known = np.flatnonzero(~np.isnat(column.days))
        latest[known] = column.days[known]
        seen.append((known, column.days[known]))
        move(column.later)
        texts = cells.texts if texts is None else values.first_of(cells.texts, texts)
    moves = _moves(seen, latest if original is None else original.days)
    if part.columns.own_download and "date_moves" in part.cells:
        cells = part.cells["date_moves"]
        moves = cells.map(lambda cell: int(cell) if isinstance(cell, float) else 0, np.int64)
    words = {} if texts is None else {"revised_due_text": texts}
    return {"revised_due": latest, "date_moves": moves, **words}


def _not_moved(part: SheetPlan, fields: Mapping[str, Any]) -> dict[str, object]:
    """The dates of rows without one in a column of former dates: the due date beside it is theirs.

    Not a revised one, which another date may have gone before.
    """
    place, names = part.columns.fields.get("original_due"), part.table.names
    if place is None or not part.later or not is_former_due(names[place]):
        return {}
    if date_kind(names[part.columns.revised[0]]) not in DUE:
        return {}
    original, texts = fields["original_due"], fields["original_due_text"]
    first, words = part.later[0].days, part.later_cells[0].texts
    blank = np.array([text is None for text in texts], dtype=bool)
    alone = blank & np.isnat(original) & ~np.isnat(first)
    same = alone & (fields["revised_due"] == first)
    return {
        "original_due": np.where(alone, first, original),
        "original_due_text": np.where(alone, words, texts),
        "revised_due": np.where(same, _NEVER, fields["revised_due"]),
        "revised_due_text": np.where(same, None, fields["revised_due_text"]),
        "date_moves": np.where(
            alone, np.maximum(fields["date_moves"] - 1, 0), fields["date_moves"]
        ),
    }


def _moves(
    seen: Sequence[tuple[npt.ArrayLike, npt.ArrayLike]], original: date_columns.Days
) -> RowNumbers:
    """How many different dates each row was seen with, its original one left out."""
    if not seen:
        return np.zeros(len(original), dtype=np.int64)
    rows = np.concatenate([rows for rows, _ in seen]).astype(np.int64)
    days = np.concatenate([days for _, days in seen]).astype("datetime64[s]")
    moved = days != original[rows]
    if len(seen) > 1:
        moved &= ~pd.DataFrame({"row": rows, "day": days}).duplicated().to_numpy()
    return np.bincount(rows[moved], minlength=len(original))


def _recommendation_due(part: SheetPlan, published: date | None) -> date_columns.Days:
    if "recommendation_due" in part.dates:
        return part.dates["recommendation_due"].days

    def due(banner: Banner | None) -> np.datetime64:
        if banner is None or banner.due is None:
            return _NEVER
        day = banner.due.day or (published and dates.from_publication(banner.due, published))
        return np.datetime64(day, "s") if day else _NEVER

    return np.array([due(banner) for banner in part.rows.banners])[part.rows.sections]


def _due_by_headings(part: SheetPlan, due: date_columns.Days) -> date_columns.Days:
    """The timescales of the headings above, for the actions of a table without any of their own."""
    rows = np.flatnonzero(~np.isnat(due)).tolist()
    place = part.columns.fields.get("action", part.columns.fields.get("reference", 0))
    said = _SAID["NO_ORIGINAL_TIMESCALE"]
    part.tell(said, "original_due", rows, column=place, value="")
    return due


def _groups(
    part: SheetPlan, told: npt.NDArray[np.int8], fields: Mapping[str, Any]
) -> pd.Categorical:
    """The status group of each row: its cell, else its completion, percentage or due date."""
    percent: npt.NDArray[np.float64] = fields["percent_complete"]
    if part.choices.struck == "withdraw":
        told = np.where(part.struck, STATUS_GROUPS.index("withdrawn"), told).astype(np.int8)
    colour, open_ = told == status_column.COLOUR, told < 0
    completed = _completed(part)
    by_heading = open_ & part.rows.by_banner(
        lambda banner: part.finished or (banner is not None and banner.completed), bool
    )
    due = ~np.isnat(fields["original_due"]) if "original_due" in fields else False
    rules = [
        (by_heading, "complete"),
        (completed, "complete"),
        (percent == 100, "complete"),
        ((percent == 0) & ~colour, "not_started"),
        (~np.isnan(percent) | colour, "in_progress"),
        (due | ~np.isnat(fields["revised_due"]), "not_started"),
    ]
    assumed = np.select(
        [flags for flags, _ in rules],
        [STATUS_GROUPS.index(name) for _, name in rules],
        STATUS_GROUPS.index("unknown"),
    )
    rows = np.flatnonzero(by_heading & ~completed).tolist()
    part.tell(
        _SAID["COMPLETE_BY_ITS_HEADING"],
        "status",
        rows,
        value="",
        actions=count("action", len(rows)),
    )
    over = _over_by_headings(part, open_)
    assumed = np.where(over < 0, assumed, over)
    if finished_part(part) is None:
        rows = np.flatnonzero(
            open_ & (over < 0) & ~colour & ~completed & np.isnan(percent)
        ).tolist()
        part.tell(_SAID["title"], "status", rows, value="", actions=count("action", len(rows)))
    dtype = pd.CategoricalDtype(list(STATUS_GROUPS))
    # The stubs ask for a list of codes; an array is what pandas takes without a copy.
    return pd.Categorical.from_codes(np.where(open_, assumed, told), dtype=dtype)  # type: ignore[arg-type]


def _over_by_headings(part: SheetPlan, without: Flags) -> npt.NDArray[np.int64]:
    """The groups of rows ``without`` a status under a heading of what is not to be done, else -1.

    They are withdrawn, which is asked about, unless the user says what the heading means.
    """
    codes = np.full(part.size, -1)
    meant = {normal(word): group for word, group in part.choices.statuses.items()}
    place = part.columns.fields.get("action", part.columns.fields.get("reference", 0))
    for heading in dict.fromkeys(said.over for said in part.rows.banners if said and said.over):
        its = part.rows.by_banner(lambda said: said.over if said else None) == heading
        group = meant.get(normal(heading), "unknown")
        reading = StatusReading("withdrawn" if group == "unknown" else group, "against")
        codes[its & without] = STATUS_GROUPS.index(reading.group or "unknown")
        word = Word(heading, reading, np.flatnonzero(its & without).tolist())
        if normal(heading) not in meant and word.rows:
            part.tell(_SAID["over"], "status", word.rows, column=place, value=heading)
            ask_words(part, place, [word])
    return codes


def _completed_on(part: SheetPlan, status: StatusColumn) -> date_columns.Days:
    """The completion dates, those that the status tells where the date's own cell is blank."""
    column = part.dates.get("completed_on")
    if column is None:
        return status.completed_on
    blank = np.isnat(column.days)
    differing = ~blank & ~np.isnat(status.completed_on) & (column.days != status.completed_on)
    part.tell(_SAID["COMPLETION_DATE_TOLD_TWICE"], "status", np.flatnonzero(differing).tolist())
    return np.where(blank, status.completed_on, column.days)


def _periods(
    part: SheetPlan, status: StatusColumn, completed_on: date_columns.Days
) -> dict[tuple[str, int], date]:
    """The first days of the periods, of which the last was taken as the day of completion."""
    column = part.dates.get("completed_on")
    begins = status.completed_from.copy()
    if column is not None:
        begins[~np.isnat(column.days)] = _NEVER
        for row, reading in column.remarks.items():
            if reading.begins and reading.begins != reading.day:
                begins[row] = np.datetime64(reading.begins, "s")
    rows = np.flatnonzero(begins < completed_on)
    numbers = part.row_numbers(rows.tolist()).tolist()
    first: list[date] = begins[rows].astype("datetime64[D]").tolist()
    return {(part.name, number): day for number, day in zip(numbers, first, strict=True)}


def _completed(part: SheetPlan) -> Flags:
    column = part.dates.get("completed_on")
    if column is None:
        return np.zeros(part.size, dtype=bool)
    flags = ~np.isnat(column.days)
    flags[[row for row, reading in column.remarks.items() if reading.outcome == "done"]] = True
    return flags


def _original(part: SheetPlan) -> pd.DataFrame:
    """The user's own columns as read, merged and carried-down cells filled."""
    frame: dict[str, Objects] = {}
    filled = {column: name for name, column in part.columns.fields.items()}
    for number, (name, column) in enumerate(zip(part.table.names, part.table.columns, strict=True)):
        if number in part.columns.dropped:
            continue
        carried = filled.get(number) in sheet_plan.CARRIED
        cells = part.cells[filled[number]] if carried else column[part.rows.kept]
        if name or cells.not_empty.any():
            frame[part.headings[number]] = cells.plain
    return pd.DataFrame(frame, index=pd.RangeIndex(part.size), dtype="object", copy=False)


def joined(parts: Sequence[Part]) -> Part:
    """The parts as one, in which each owner and each recommendation has one name."""
    whole = parts[0] if len(parts) == 1 else _one_below_the_other(parts)
    actions = whole.actions
    if len(parts) > 1:  # a part has one spelling of each owner
        actions = _one_spelling_of_owners(actions)
    return replace(whole, actions=_one_spelling_of_recommendations(actions))


def _one_below_the_other(parts: Sequence[Part]) -> Part:
    original = pd.concat([part.original for part in parts], ignore_index=True)
    return Part(
        pd.concat([part.actions for part in parts], ignore_index=True),
        original.astype("object").where(original.notna().to_numpy(), None),  # type: ignore[call-overload]
        {place: day for part in parts for place, day in part.periods.items()},
    )


def _one_spelling_of_owners(actions: pd.DataFrame) -> pd.DataFrame:
    """Owners that differ only in case or spaces, spelt as the first, in all parts together."""
    owned = actions["owners"].tolist()
    different = dict.fromkeys(owned)
    spelling = one_spelling(list(different))
    names = {each: tuple(dict.fromkeys(map(spelling.get, each))) for each in different}
    return actions.assign(owners=objects(map(names.__getitem__, owned)))


_LETTERED = re.compile(r"r\.? ?(?P<number>\d+(?:\.\d+)*[a-z]?)", re.IGNORECASE)


def _one_spelling_of_recommendations(actions: pd.DataFrame) -> pd.DataFrame:
    """Recommendations that differ only in case or spaces, spelt as the first.

    So is R3 where others are named by their number alone.
    """
    said = actions["recommendation"].tolist()
    names = list(filter(None, dict.fromkeys(said)))
    numbered = any(name.isdigit() for name in names)
    first: dict[str, str] = {}
    spelling: dict[str | None, str | None] = {None: None}
    for name in names:
        lettered = numbered and name[0] in "Rr" and _LETTERED.fullmatch(name)
        known = lettered["number"] if lettered else name
        spelling[name] = first.setdefault(known.casefold(), known)
    if all(spelling[name] == name for name in names):
        return actions
    return actions.assign(recommendation=objects(map(spelling.__getitem__, said)))
