"""Which column of a table is which field: by heading, then by what the column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tracker.fields import CALCULATED_HEADINGS, DERIVED_HEADINGS, FIELDS, heading_in_download
from tracker.reading import dates, headings, markings, percentages, statuses
from tracker.reading.findings import PlanError, Severity
from tracker.reading.workbook import Cell, as_text, column_letters

SAMPLE = 400
"""Different values of a column that are looked at to see what it holds."""

DATE_SHARE = 0.5
"""Share of a column's values that must be dates before a heading that only hints at dates counts."""

LONG_TEXT = 40
"""Characters on average from which a column holds sentences, not names or numbers."""

STATUS_SHARE = 0.6
"""Share of different values that must be status words before a column is a status by content."""


_OWN_HEADINGS = 5
"""Calculated headings that only a file that the tracker wrote has together."""


@dataclass(frozen=True)
class Remark:
    """What must be said of a column: it becomes a finding with the column's address."""

    severity: Severity
    kind: str
    column: int | None
    field: str
    problem: str


@dataclass
class Columns:
    """The columns chosen: ``fields`` (field to column), and those that need more than one.

    ``revised`` are the columns of later dates in order, ``yes_no`` whether the status column
    asks a question; ``own_download`` whether the tracker wrote the file, ``dropped`` its
    calculated columns there.
    """

    fields: dict[str, int] = field(default_factory=dict)
    revised: list[int] = field(default_factory=list)
    yes_no: bool = False
    own_download: bool = False
    dropped: frozenset[int] = frozenset()
    remarks: list[Remark] = field(default_factory=list)

    def note(self, severity: Severity, kind: str, column: int | None, name: str, text: str) -> None:
        """Add a remark."""
        self.remarks.append(Remark(severity, kind, column, name, text))


@dataclass
class Profile:
    """What one column holds, looked at only where its heading leaves a question."""

    cells: Sequence[Cell]

    @cached_property
    def values(self) -> list[Cell]:
        """Different values that are not blank, at most :data:`SAMPLE`."""
        seen: dict[tuple[type, Cell], Cell] = {}
        for cell in self.cells:
            if cell != "" and not (type(cell) is str and not cell.strip()):
                seen[type(cell), cell] = cell
                if len(seen) >= SAMPLE:
                    break
        return list(seen.values())

    @cached_property
    def texts(self) -> list[str]:
        return [as_text(value) for value in self.values]

    @cached_property
    def length(self) -> float:
        """Mean length of the values, in characters."""
        return sum(map(len, self.texts)) / len(self.texts) if self.texts else 0.0

    @cached_property
    def dates(self) -> float:
        """Share of the values that are dates."""
        return self._share(lambda r: r.outcome in ("date", "from_publication"))

    @cached_property
    def date_like(self) -> float:
        """Share of the values that are dates, or words that stand where a date would."""
        return self._share(lambda r: r.outcome not in ("unclear", "blank"))

    def _share(self, wanted: object) -> float:
        if not self.values:
            return 0.0
        readings = [_date_of(value) for value in self.values]
        return sum(bool(wanted(r)) for r in readings) / len(readings)  # type: ignore[operator]


def _date_of(value: Cell) -> dates.DateReading:
    if type(value) is int:
        return dates.read_day(value)
    if type(value) is float:
        return dates.read_number(value)
    return dates.read_date(value) if isinstance(value, str) else dates.DateReading("unclear")


def assign(
    names: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    chosen: Mapping[str, str],
    today: date,
) -> Columns:
    """Choose the column of each field.

    ``names`` are the headings, ``cells`` the columns below them, ``chosen`` the user's own
    choices (field to heading; an empty heading means no column). ``today`` decides only
    whether a bare "Completion date" lies in the future. Raises :class:`PlanError` where a
    choice names a field or heading that does not exist.
    """
    profiles = [Profile(column) for column in cells]
    columns = Columns()
    _take_own_download(names, columns)
    none = _take_choices(names, chosen, columns)
    free = [
        i for i in range(len(names))
        if i not in columns.fields.values() and i not in columns.dropped and names[i].strip()
    ]  # fmt: skip
    kinds = {i: _date_kind(names[i], profiles[i]) for i in free}
    _assign_words([i for i in free if not kinds[i]], names, profiles, columns, none)
    _assign_dates({i: k for i, k in kinds.items() if k}, names, profiles, columns, none, today)
    _assign_by_content(names, profiles, kinds, columns, none)
    status = columns.fields.get("status")
    if status is not None:
        columns.yes_no = _asks(names[status])
    return columns


def _take_own_download(names: Sequence[str], columns: Columns) -> None:
    """A file that the tracker wrote says for itself which of its columns is which field."""
    place = {name: i for i, name in enumerate(names)}
    own = {heading: heading_in_download(heading, names) for heading in CALCULATED_HEADINGS}
    found = {CALCULATED_HEADINGS[h]: place[name] for h, name in own.items() if name is not None}
    if len(found) < _OWN_HEADINGS:
        return
    derived = (heading_in_download(heading, names) for heading in DERIVED_HEADINGS)
    columns.own_download = True
    columns.fields.update(found)
    if "revised_due" in found:
        columns.revised = [found["revised_due"]]
    columns.dropped = frozenset(found.values()) | {
        place[name] for name in derived if name is not None
    }


def _take_choices(names: Sequence[str], chosen: Mapping[str, str], columns: Columns) -> set[str]:
    """Apply the user's choices; returns the fields that the user said have no column."""
    none: set[str] = set()
    for name, heading in chosen.items():
        if name not in FIELDS or not FIELDS[name].mapped:
            known = ", ".join(field.name for field in FIELDS.values() if field.mapped)
            raise PlanError(f"There is no field called “{name}”: the fields are {known}.")
        if not heading.strip():
            none.add(name)
            columns.fields.pop(name, None)
            continue
        column = find_heading(names, heading)
        columns.fields = {n: i for n, i in columns.fields.items() if i != column}
        columns.fields[name] = column
        if name == "revised_due":
            columns.revised = [column]
    return none


def find_heading(names: Sequence[str], heading: str) -> int:
    """The column with a heading, or with a letter such as ``H``. Raises :class:`PlanError`."""
    wanted = headings.normal(heading)
    for i, name in enumerate(names):
        if name.strip() == heading.strip() or headings.normal(name) == wanted:
            return i
    for i in range(len(names)):
        if column_letters(i) == heading.strip().upper():
            return i
    known = "; ".join(" ".join(name.split()) for name in names if name.strip())
    raise PlanError(f"There is no column headed “{heading}” in this plan: its columns are {known}.")


_BARE_DONE = frozenset(("complete", "completed", "done", "closed", "implemented", "resolved"))
_SAYS_DATE = re.compile(r"\b(?:date|dates|deadline|timescale|due|by when|duedate)\b")


def _date_kind(name: str, profile: Profile) -> headings.DateKind:
    """The heading's word on its dates, where what it holds does not speak against it."""
    text = headings.normal(name)
    kind = headings.date_kind(name)
    if text in _BARE_DONE:
        return "completed" if profile.dates >= DATE_SHARE else ""
    if not kind or not profile.values:
        return kind
    if profile.date_like >= DATE_SHARE:
        return kind
    explicit = _SAYS_DATE.search(text) is not None
    return kind if explicit and profile.length < LONG_TEXT else ""


def _assign_words(
    free: list[int], names: Sequence[str], profiles: list[Profile], columns: Columns, none: set[str]
) -> None:
    """Every field but the dates: surest match first, one column a field."""
    candidates = sorted(
        (
            (-match.score, i, match)
            for i in free
            for match in headings.matches(names[i])
            if match.field not in none and _holds(match.field, profiles[i], match.how)
        ),
        key=lambda item: item[:2],
    )
    taken = set(columns.fields.values())
    _prefer_short_recommendation(candidates, profiles, columns, taken)
    for _, i, match in candidates:
        if i in taken or match.field in columns.fields:
            continue
        columns.fields[match.field] = i
        taken.add(i)
        if match.how == "similar":
            columns.note(
                "note", "heading taken by likeness", i, match.field,
                f"This heading was read as “{FIELDS[match.field].label}”. Change it if that is wrong.",
            )  # fmt: skip
    _leave_colours(names, profiles, columns)


def _prefer_short_recommendation(
    candidates: list[tuple[float, int, headings.Match]],
    profiles: list[Profile],
    columns: Columns,
    taken: set[int],
) -> None:
    """Where one column numbers the recommendations and another words them, tell them apart."""
    strong = sorted(
        {
            i
            for _, i, m in candidates
            if m.field == "recommendation" and m.how == "exact" and i not in taken
        },
        key=lambda i: profiles[i].length,
    )
    if len(strong) < 2 or "recommendation" in columns.fields:
        return
    columns.fields["recommendation"] = strong[0]
    taken.add(strong[0])
    if "recommendation_text" not in columns.fields and profiles[strong[-1]].length >= LONG_TEXT / 2:
        columns.fields["recommendation_text"] = strong[-1]
        taken.add(strong[-1])


def _holds(name: str, profile: Profile, how: str) -> bool:
    """Whether what a column holds can be the field at all. A blank column can be any."""
    if not profile.values:
        return True
    if name == "reference":
        return profile.length <= LONG_TEXT
    if name == "percent_complete":
        return percentages.share_of_percentages(profile.values) >= 0.5
    if name == "restricted":
        return markings.share_of_markings(profile.texts) >= 0.5
    if name == "scope":
        return any(markings.scope_of(text) for text in profile.texts)
    if name == "status":
        if profile.length > LONG_TEXT and how != "exact":
            return False
        return how != "weak" or statuses.share_of_statuses(profile.texts) >= 0.3
    if name == "owner":
        return profile.length <= 2 * LONG_TEXT
    return profile.dates < 0.8


def _leave_colours(names: Sequence[str], profiles: list[Profile], columns: Columns) -> None:
    """A RAG column is no status where the plan says elsewhere what is complete."""
    status = columns.fields.get("status")
    if status is None or not statuses.only_colours(profiles[status].texts):
        return
    completed = any(
        headings.date_kind(name) == "completed" and profiles[i].dates >= DATE_SHARE
        for i, name in enumerate(names)
    )
    if completed or "percent_complete" in columns.fields:
        del columns.fields["status"]
        columns.note(
            "warning", "colours are not a status", status, "status",
            "This column holds only colours, which mean different things in different plans, so "
            "the completion date and percentage decide what is complete. Map the colours to use them.",
        )  # fmt: skip


_RANK = {"original": 0, "due": 1, "end": 2, "date": 3}


def _assign_dates(
    kinds: dict[int, headings.DateKind],
    names: Sequence[str],
    profiles: list[Profile],
    columns: Columns,
    none: set[str],
    today: date,
) -> None:
    kinds = _settle_completion(kinds, profiles, columns, none, today)
    _assign_completed(kinds, names, columns, none)
    due = sorted(
        (i for i in kinds if kinds[i] in _RANK),
        key=lambda i: (_RANK[kinds[i]], _number(names[i]), i),
    )
    revised = sorted(
        (i for i in kinds if kinds[i] == "revised"), key=lambda i: (_number(names[i]), i)
    )
    if "recommendation_due" not in columns.fields and "recommendation_due" not in none:
        own = [i for i in due if headings.recommendation_date(names[i])]
        if own and len(due) > len(own):
            columns.fields["recommendation_due"] = own[0]
            due = [i for i in due if i not in own]
    if "original_due" not in columns.fields and "original_due" not in none:
        _choose_original(due, revised, kinds, names, columns)
    original = columns.fields.get("original_due")
    if not columns.revised and "revised_due" not in none:
        columns.revised = revised or _later_of_the_same(original, due, kinds, names, columns)
    for i in due:
        if i != original and i not in columns.revised and not columns.own_download:
            columns.note(
                "warning", "another date column", i, "",
                "This column also holds due dates; it is kept but not used. If it is the original "
                "or the revised timescale, say so in the column mapping.",
            )  # fmt: skip
    if columns.revised:
        columns.fields["revised_due"] = columns.revised[-1]


def _choose_original(
    due: list[int],
    revised: list[int],
    kinds: dict[int, headings.DateKind],
    names: Sequence[str],
    columns: Columns,
) -> None:
    """The column of the original timescale; ``revised`` gives up its only column if need be."""
    if due:
        columns.fields["original_due"] = due[0]
        if kinds[due[0]] in ("end", "date") and not revised and len(due) == 1:
            columns.note(
                "note", "only one date column", due[0], "original_due",
                "This is the only column of due dates, so it is taken as the original timescale.",
            )  # fmt: skip
    elif len(revised) == 1:
        columns.fields["original_due"] = revised.pop()
        columns.note(
            "warning", "only one date column", columns.fields["original_due"], "original_due",
            "This is the only column of due dates, so it is taken as the original timescale, "
            "though its heading speaks of a later one. If the plan's dates have moved, add the "
            "original ones.",
        )  # fmt: skip


def _later_of_the_same(
    original: int | None,
    due: list[int],
    kinds: dict[int, headings.DateKind],
    names: Sequence[str],
    columns: Columns,
) -> list[int]:
    """Target 2 and Target 3 after Target 1; or the plain due date beside an original one."""
    if original is None:
        return []
    stem = re.sub(r"\d+", "", headings.normal(names[original])).split()
    later = [
        i for i in due
        if i != original and re.sub(r"\d+", "", headings.normal(names[i])).split() == stem
        and _number(names[i]) > _number(names[original])
    ]  # fmt: skip
    if later:
        return later
    others = [i for i in due if i != original and kinds[i] in ("due", "end")]
    if kinds.get(original) == "original" and others:
        columns.note(
            "warning", "due date taken as revised", others[0], "revised_due",
            "Beside a column of original dates, this one is taken as the revised timescale.",
        )  # fmt: skip
        return others[:1]
    return []


_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "further": 4,
    "fourth": 4,
    "latest": 90,
    "current": 91,
}


def _number(name: str) -> int:
    """The number in a heading (Target 2, second revised date), 0 where there is none."""
    text = headings.normal(name)
    digits = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", text)
    if digits:
        return int(digits[1])
    return next((number for word, number in _ORDINALS.items() if word in text.split()), 0)


def _assign_completed(
    kinds: dict[int, headings.DateKind], names: Sequence[str], columns: Columns, none: set[str]
) -> None:
    if "completed_on" in columns.fields or "completed_on" in none:
        return
    found = [i for i, kind in kinds.items() if kind == "completed"]
    found.sort(key=lambda i: ("actual" not in headings.normal(names[i]), i))
    if found:
        columns.fields["completed_on"] = found[0]
    for i in found[1:]:
        columns.note(
            "note", "another completion date", i, "",
            "This column also holds completion dates; it is kept but not used.",
        )  # fmt: skip


def _settle_completion(
    kinds: dict[int, headings.DateKind],
    profiles: list[Profile],
    columns: Columns,
    none: set[str],
    today: date,
) -> dict[int, headings.DateKind]:
    """Decide what a bare "Completion date" is from the rows that it stands on."""
    settled = dict(kinds)
    for i, kind in kinds.items():
        if kind != "completion":
            continue
        if "completed" in kinds.values():
            settled[i] = "end"
            continue
        due = _on_open_rows(profiles[i].cells, columns, profiles, today)
        has_due = any(k in _RANK for k in kinds.values()) or "original_due" in columns.fields
        settled[i] = ("revised" if has_due else "end") if due else "completed"
        meaning = "a due date" if due else "the day on which the action was completed"
        why = (
            "it has dates on actions that are not complete, or in the future"
            if due
            else "every date in it is past and on a completed action"
        )
        columns.note(
            "warning", "completion date", i,
            "completed_on" if not due else "original_due",
            f"“Completion date” can mean two things. It is taken as {meaning}, because {why}.",
        )  # fmt: skip
    return settled


def _on_open_rows(
    cells: Sequence[Cell], columns: Columns, profiles: list[Profile], today: date
) -> bool:
    status = columns.fields.get("status")
    for row, cell in enumerate(cells):
        reading = _date_of(cell)
        if reading.outcome not in ("date", "from_publication"):
            continue
        if reading.day and reading.day > today:
            return True
        if status is not None:
            group = statuses.read_status(as_text(profiles[status].cells[row])).group
            if group in ("not_started", "in_progress", "awaiting_sign_off"):
                return True
    return False


def _asks(name: str) -> bool:
    text = headings.normal(name)
    return (
        name.strip().endswith("?")
        or text in _BARE_DONE
        or bool(re.search(r"\b(?:y n|yes no|is)\b", text))
    )


def _assign_by_content(
    names: Sequence[str],
    profiles: list[Profile],
    kinds: dict[int, headings.DateKind],
    columns: Columns,
    none: set[str],
) -> None:
    """The last resort: what a column holds, where its heading says nothing against it."""
    taken = set(columns.fields.values()) | set(columns.revised) | columns.dropped
    free = [
        i for i in range(len(names))
        if i not in taken and profiles[i].values and kinds.get(i, "") != "other" and not headings.matches(names[i])
    ]  # fmt: skip
    if "status" not in columns.fields and "status" not in none:
        for i in free:
            texts = profiles[i].texts
            if (
                not statuses.only_colours(texts)
                and statuses.share_of_statuses(texts) >= STATUS_SHARE
            ):
                _by_content(columns, i, "status", "status words")
                break
    if "percent_complete" not in columns.fields and "percent_complete" not in none:
        for i in free:
            if all(re.fullmatch(r"\d{1,3}(?:\.\d+)? ?%", text) for text in profiles[i].texts):
                _by_content(columns, i, "percent_complete", "percentages")
                break
    dated = [
        i
        for i in free
        if profiles[i].dates >= 0.6 and headings.normal(names[i]) not in headings.NOT_NAMES
    ]
    if "original_due" not in columns.fields and "original_due" not in none:
        for i in dated:
            columns.note(
                "error", "dates not recognised", i, "original_due",
                "This column holds dates but its heading does not say which. If it is the original "
                "timescale, say so in the column mapping: until then no slippage can be measured.",
            )  # fmt: skip


def _by_content(columns: Columns, column: int, name: str, what: str) -> None:
    columns.fields[name] = column
    columns.note(
        "warning", "column recognised by its contents", column, name,
        f"The heading was not recognised, but the column holds {what}, so it is taken as "
        f"“{FIELDS[name].label}”. Change the column mapping if that is wrong.",
    )  # fmt: skip
