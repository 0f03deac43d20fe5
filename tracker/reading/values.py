"""The cells of one sheet's columns to the values of fields, with what must be said of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from tracker.fields import STATUS_LABELS
from tracker.reading import date_columns, markings, owners, percentages, statuses
from tracker.reading.banners import Banner, named_recommendation, split_recommendation
from tracker.reading.date_columns import DateColumn
from tracker.reading.sheet_plan import SheetPlan
from tracker.reading.workbook import as_text, column_letters


def say_dates(plan: SheetPlan, published_known: bool, published: date | None) -> None:
    """The findings of every date column; those that rest on one assumption once a value."""
    columns: list[tuple[str, DateColumn, str | int]] = [(n, c, n) for n, c in plan.dates.items()]
    for column, index in zip(plan.later, plan.columns.revised, strict=True):
        columns.append(("revised_due", column, index))
    for name, column, place in columns:
        _say_column(plan, name, column, place, published_known, published)
        for row in date_columns.out_of_line(column.days):
            year = str(column.days[row])[:4]
            plan.findings.add(
                "warning",
                "year out of line",
                f"The year {year} is far from the others in this column. Check whether it is a "
                "slip.",
                sheet=plan.name,
                cell=plan.address(place, row),
                field=name,
                value=str(column.days[row])[:10],
            )
        if column.month_first:
            _say_month_first(plan, name, place, assumed=column.order_assumed)


def _say_month_first(plan: SheetPlan, name: str, place: str | int, *, assumed: bool) -> None:
    column = plan.columns.fields[place] if isinstance(place, str) else place
    proof = (
        "Nothing in this column settles whether the day or the month comes first; another column "
        "of the sheet is month first (American order), so this one is read that way too. Check it."
        if assumed
        else "The dates in this column are written month first (American order), as some of them "
        "can only be; the whole column is read that way."
    )
    plan.findings.add(
        "warning" if assumed else "note",
        "month-first dates",
        proof,
        sheet=plan.name,
        cell=column_letters(column + plan.table.sheet.start[1]),
        field=name,
        value=plan.table.names[column],
    )


def _say_column(
    plan: SheetPlan,
    name: str,
    column: DateColumn,
    place: str | int,
    known: bool,
    published: date | None,
) -> None:
    index = plan.columns.fields[place] if isinstance(place, str) else place
    once: dict[tuple[str, str], list[int]] = {}
    words: dict[tuple[str, str], date_columns.Remark] = {}
    for row, reading in sorted(column.remarks.items()):
        resolved = not np.isnat(column.days[row])
        remark = date_columns.remark_of(reading, name, published_known=known, resolved=resolved)
        if remark is None:
            continue
        value = as_text(plan.table.columns[index][plan.rows.kept[row]])
        if not value and name in plan.cells:  # carried down
            value = as_text(plan.cells[name][row])
        key = (value if remark.severity != "error" else f"{value}\0{row}", remark.kind)
        once.setdefault(key, []).append(row)
        words[key] = remark
    for key, rows in once.items():
        remark = words[key]
        day = column.days[rows[0]].astype(object)
        said = remark.problem.replace("{day}", f"{day.day} {day:%B %Y}" if day else "")
        more = _and_more([plan.address(place, row) for row in rows[1:]])
        plan.findings.add(
            remark.severity,
            remark.kind,
            said + more,
            sheet=plan.name,
            cell=plan.address(place, rows[0]),
            field=name,
            value=key[0].split("\0")[0],
        )


def read_owners(plan: SheetPlan) -> list[tuple[str, ...]]:
    """The owners of each row; names that differ only in case are one."""
    texts = plan.texts("owner")
    split = {text: owners.split_owners(text) for text in set(texts) if text}
    named = [split[text] if text else () for text in texts]
    spelling = owners.one_spelling(named)
    for row, names in enumerate(named):
        if any(owners.names_nobody(name) for name in names):
            plan.say(
                "warning",
                "no owner named",
                "These words name nobody: counted under no owner.",
                "owner",
                row,
                texts[row] or "",
            )
    clean = {
        names: tuple(dict.fromkeys(spelling[n] for n in names if not owners.names_nobody(n)))
        for names in set(named)
    }
    return [clean[names] for names in named]


def read_percent(plan: SheetPlan) -> percentages.PercentColumn:
    """The percentages of each row, 0 to 100."""
    if "percent_complete" not in plan.cells:
        return percentages.PercentColumn(np.full(plan.size, np.nan), [], False, False)
    column = plan.columns.fields["percent_complete"]
    rows = plan.rows_of(plan.table.sheet.percent_cells, column)
    read = percentages.read_percentages(plan.cells["percent_complete"], rows)
    if plan.columns.own_download:
        return (
            read
            if not read.fractions
            else percentages.PercentColumn(read.shares / 100, read.bad, False, False)
        )
    for row, cell in enumerate(plan.cells["percent_complete"]):
        if percentages.says_none(cell):
            plan.say(
                "note",
                "no percentage given",
                "No percentage is given here, so none is used.",
                "percent_complete",
                row,
                as_text(cell),
            )
    for row in read.bad:
        plan.say(
            "error",
            "percentage not understood",
            "This is not a percentage from 0 to 100. It is not used: correct it in the "
            "spreadsheet.",
            "percent_complete",
            row,
            as_text(plan.cells["percent_complete"][row]),
        )
    if read.mixed:
        plan.say(
            "warning",
            "percentages of two kinds",
            "Some numbers in this column are below 1 and others above: they are read as they "
            "stand, so 0.6 is less than one per cent. Write them all one way.",
            "percent_complete",
            0,
            as_text(plan.cells["percent_complete"][0]),
        )
    if read.fractions:
        plan.say(
            "warning" if read.only_ones else "note",
            "percentages as fractions",
            "The numbers in this column are at most 1, so they are read as shares of 1 (1 is "
            "100%).",
            "percent_complete",
            0,
            as_text(plan.cells["percent_complete"][0]),
        )
    return read


_CELLS_NAMED = 12

COLOUR = "colour"
"""In place of a group: a colour alone, in progress unless a date or percentage says complete."""


def read_statuses(
    plan: SheetPlan, chosen: Mapping[str, str]
) -> tuple[list[str | None], list[str | None]]:
    """Each row's group (``None`` where the cell is blank) and its words."""
    texts = _with_fills(plan, plan.texts("status"))
    own = {statuses.normal(word): group for word, group in chosen.items()}
    groups: list[str | None] = []
    readings = {}
    for word in {text for text in texts if text}:
        chosen_group = own.get(statuses.normal(word))
        readings[word] = (
            statuses.StatusReading(chosen_group, "exact")
            if chosen_group
            else statuses.read_status(word, yes_no=plan.columns.yes_no)
        )
    once: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        if text is None:
            groups.append(None)
            continue
        reading = readings[text]
        undecided = reading.how in ("colour", "fill")  # completion and percentage come first
        groups.append(COLOUR if undecided else reading.group or "unknown")
        if reading.how not in ("exact", "blank", "yes_no", "fill"):
            once.setdefault(text, []).append(row)
    for text, rows in once.items():
        _say_status(plan, text, readings[text], rows)
    return groups, texts


def _with_fills(plan: SheetPlan, texts: list[str | None]) -> list[str | None]:
    """Blank statuses with the colour of their cell's fill in its place: ``amber fill``."""
    if not plan.fills:
        return texts
    filled = list(texts)
    for row, colour in plan.fills.items():
        filled[row] = filled[row] or f"{colour} fill"
    used = [colour for row, colour in plan.fills.items() if texts[row] is None]
    counts = ", ".join(f"{colour} {used.count(colour)}" for colour in dict.fromkeys(used))
    if used:
        column = plan.columns.fields.get("status", plan.fill_column or 0)
        plan.findings.add(
            "warning",
            "status told by fill colour",
            f"The status is told only by the colour of the cells ({counts}). A colour does not say "
            "what is complete: these count as in progress unless a date or percentage says "
            "otherwise. Say what each colour means in the list of status words.",
            sheet=plan.name,
            cell=column_letters(column + plan.table.sheet.start[1]),
            field="status",
            value=counts,
        )
    return filled


def _and_more(cells: Sequence[str]) -> str:
    """Where else the same stands: the first of the cells, and how many there are."""
    if not cells:
        return ""
    named = ", ".join(cells[:_CELLS_NAMED])
    rest = f" and {len(cells) - _CELLS_NAMED} more" if len(cells) > _CELLS_NAMED else ""
    return f" The same in {named}{rest}."


def _say_status(
    plan: SheetPlan, text: str, reading: statuses.StatusReading, rows: Sequence[int]
) -> None:
    label = STATUS_LABELS[reading.group] if reading.group else ""
    more = _and_more([plan.address("status", row) for row in rows[1:]])
    if reading.how == "unknown":
        for row in rows:
            plan.say(
                "error",
                "status not understood",
                "This status is not understood, so the action counts as open. Say what it means in "
                "the list of status words.",
                "status",
                row,
                text,
            )
        return
    severity, kind, problem = {
        "colour": (
            "warning",
            "a colour as a status",
            "A colour alone does not say what is complete: it is counted as in progress. Say "
            "what it means in the list of status words.",
        ),
        "doubtful": (
            "warning",
            "not applicable as a status",
            "Read as Withdrawn, so the action is left out of every rate. Say what it means in the "
            "list of status words if that is wrong.",
        ),
        "typo": ("warning", "status misspelt", f"Read as “{reading.word}”, so {label}."),
        "percent": ("note", "percentage as a status", f"A percentage; read as {label}."),
        "phrase": ("note", "status in more words", f"Read as {label}."),
    }[reading.how]
    plan.say(severity, kind, problem + more, "status", rows[0], text)


def read_restricted(plan: SheetPlan, status_texts: Sequence[str | None]) -> list[bool]:
    """Whether each row is marked as not for publication, by its column or in its own words."""
    restricted = [bool(text and "restricted" in text.casefold()) for text in status_texts]
    heading = (
        plan.table.names[plan.columns.fields["restricted"]]
        if "restricted" in plan.columns.fields
        else ""
    )
    asks_to_keep = re.search(r"\b(?:not|exempt|withh\w*|exclu\w*)\b", heading, re.IGNORECASE)
    publish = "publi" in heading.casefold() and not asks_to_keep
    readings = {
        t: markings.read_marking(t, publish=publish) for t in set(plan.texts("restricted")) if t
    }
    for row, text in enumerate(plan.texts("restricted")):
        if text is None:
            continue
        reading = readings[text]
        if reading is None:
            plan.say(
                "warning",
                "marking not understood",
                "This marking is not understood, so the row is treated as restricted and kept "
                "out of "
                "public versions.",
                "restricted",
                row,
                text,
            )
        restricted[row] = restricted[row] or reading is None or reading
    for column in plan.table.columns:
        for row, at in enumerate(plan.rows.kept):
            cell = column[at]
            if type(cell) is str and markings.carries_marking(cell):
                restricted[row] = True
    return restricted


def recommendations(plan: SheetPlan) -> tuple[list[str | None], list[str | None]]:
    """Each row's recommendation and its wording, from the columns, else from the banners."""
    names, texts = plan.texts("recommendation"), plan.texts("recommendation_text")
    has_text = "recommendation_text" in plan.cells
    of_sheet = None
    if "recommendation" not in plan.cells:
        of_sheet = named_recommendation([*plan.table.title.split("\n"), plan.name])
    split = {name: split_recommendation(name) for name in set(names) if name}
    for row, name in enumerate(names):
        parts = split[name] if name else None
        if parts and parts[1] and not has_text and name and len(name) > 30:
            names[row], texts[row] = parts[0], texts[row] or parts[1]
        elif name:
            names[row] = " ".join(name.split())
        banner = _with_recommendation(plan.rows.banners[row], of_sheet)
        if banner is not None and "recommendation" not in plan.cells:
            names[row] = names[row] or banner.recommendation or banner.text
            texts[row] = texts[row] or (banner.text if banner.recommendation else None)
    return names, texts


def _with_recommendation(banner: Banner | None, of_sheet: Banner | None) -> Banner | None:
    """A row's banner, or its sheet's title where the banner names no recommendation."""
    return of_sheet if of_sheet and not (banner and banner.recommendation) else banner


def scopes(plan: SheetPlan) -> list[str | None]:
    """``national`` or ``force`` for each row: its column, its banner, or its sheet's name."""
    found: list[str | None] = []
    of_sheet = markings.scope_of(plan.name)
    for row, text in enumerate(plan.texts("scope")):
        banner = plan.rows.banners[row]
        of_cell = markings.scope_of(text) if text else None
        if text and of_cell is None:
            plan.say(
                "warning",
                "scope not understood",
                "Read as neither national nor force-specific.",
                "scope",
                row,
                text,
            )
        found.append(of_cell or (banner.scope if banner else None) or of_sheet)
    return found
