"""Which column of a table is which field: by heading, then by what the column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from tracker.book import Column, PlanError, column_letters
from tracker.fields import CALCULATED_HEADINGS, DERIVED_HEADINGS, FIELDS, heading_in_download
from tracker.reading import headings, markings, percentages, statuses
from tracker.reading.due_columns import assign_dates
from tracker.reading.kinds import FindingKind
from tracker.reading.profile import DATE_SHARE, Columns, Profile
from tracker.reading.table import Table

LONG_TEXT = 40
"""Characters on average from which a column holds sentences, not names or numbers."""

STATUS_SHARE = 0.6
"""Share of different values that must be status words before a column is a status by content."""


_OWN_HEADINGS = 5
"""Calculated headings that only a file that the tracker wrote has together."""


def assign(
    names: Sequence[str],
    cells: Sequence[Column],
    chosen: Mapping[str, str],
    today: date,
    first: int = 0,
) -> Columns:
    """Choose the column of each field.

    ``names`` are the headings, ``cells`` the columns below them, ``chosen`` the user's own
    choices (field to heading; an empty heading means no column). ``today`` decides only
    whether a bare "Completion date" lies in the future; ``first`` is where in the sheet the
    first column stands, for choices by letter. Raises :class:`PlanError` where a
    choice names a field or heading that does not exist.
    """
    profiles = [Profile(column) for column in cells]
    columns = Columns()
    _take_own_download(names, columns)
    none = _take_choices(names, chosen, columns, first)
    free = [
        i
        for i in range(len(names))
        if i not in columns.fields.values() and i not in columns.dropped and names[i].strip()
    ]
    kinds = {i: _date_kind(names[i], profiles[i]) for i in free}
    _assign_words([i for i in free if not kinds[i]], names, profiles, columns, none)
    assign_dates({i: k for i, k in kinds.items() if k}, names, profiles, columns, none, today)
    _assign_by_content(names, profiles, kinds, columns, none)
    status = columns.fields.get("status")
    if status is not None:
        answers = _answers_done(names[status], profiles[status])
        columns.yes_no = _asks(names[status]) or answers
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


def _take_choices(
    names: Sequence[str], chosen: Mapping[str, str], columns: Columns, first: int
) -> set[str]:
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
        column = find_heading(names, heading, first)
        columns.fields = {n: i for n, i in columns.fields.items() if i != column}
        columns.fields[name] = column
        if name == "revised_due":
            columns.revised = [column]
    return none


def has_heading(table: Table, heading: str) -> bool:
    """Whether a table has a column with a heading, or with a letter such as ``H``."""
    return _place(table.names, heading, table.sheet.start[1]) is not None


def _place(names: Sequence[str], heading: str, first: int) -> int | None:
    wanted = headings.normal(heading)
    for i, name in enumerate(names):
        if name.strip() == heading.strip() or (wanted and headings.normal(name) == wanted):
            return i
    letters = [column_letters(i + first) for i in range(len(names))]
    letter = heading.strip().upper()
    return letters.index(letter) if letter in letters else None


def find_heading(names: Sequence[str], heading: str, first: int = 0) -> int:
    """The column with a heading, or with a letter such as ``H``; ``first`` is the first's place.

    Raises :class:`PlanError` where there is none.
    """
    place = _place(names, heading, first)
    if place is not None:
        return place
    known = "; ".join(" ".join(name.split()) for name in names if name.strip())
    raise PlanError(f"There is no column headed “{heading}” in this plan: its columns are {known}.")


_BARE_DONE = frozenset(("complete", "completed", "done", "closed", "implemented", "resolved"))
_SAYS_DATE = re.compile(r"\b(?:date|dates|deadline|timescale|due|by when|duedate)\b")


def _date_kind(name: str, profile: Profile) -> headings.DateKind:
    """The heading's word on its dates, where what it holds does not speak against it."""
    text = headings.normal(name)
    kind = headings.date_kind(name)
    if text in _BARE_DONE:
        blank = not profile.values and text.endswith("ed")
        return "completed" if blank or profile.has_dates(DATE_SHARE) else ""
    if not kind or not profile.values:
        return kind
    if profile.is_like_dates(DATE_SHARE):
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
    _progress_as_status(free, names, profiles, columns, taken, none)
    _prefer_short_recommendation(candidates, profiles, columns, taken)
    for _, i, match in candidates:
        if i in taken or match.field in columns.fields:
            continue
        columns.fields[match.field] = i
        taken.add(i)
        if match.how == "similar":
            columns.note(
                "note",
                FindingKind.HEADING_TAKEN_BY_LIKENESS,
                i,
                match.field,
                f"This heading was read as “{FIELDS[match.field].label}”. Change it if that is "
                "wrong.",
            )
    _say_other_owners(free, names, columns)


def _say_other_owners(free: list[int], names: Sequence[str], columns: Columns) -> None:
    for i in free:
        best = headings.matches(names[i])[:1]
        other = best and best[0].field == "owner" and best[0].how in ("exact", "part")
        if other and i not in columns.fields.values() and not columns.own_download:
            used = names[columns.fields["owner"]] if "owner" in columns.fields else "no column"
            columns.note(
                "warning",
                FindingKind.ANOTHER_OWNER_COLUMN,
                i,
                "owner",
                f"This column also looks like an owner's; “{used}” is used. If this one is "
                "answerable, say so in the column mapping.",
            )


def _progress_as_status(
    free: list[int],
    names: Sequence[str],
    profiles: list[Profile],
    columns: Columns,
    taken: set[int],
    none: set[str],
) -> None:
    """A "Progress" column of nothing but status words is the status, where no other is."""
    if "status" in columns.fields or "status" in none:
        return
    found = {i: {m.field: m.how for m in headings.matches(names[i])} for i in free}
    if any(fields.get("status") == "exact" and profiles[i].values for i, fields in found.items()):
        return
    for i, fields in found.items():
        texts = profiles[i].texts
        worded = not statuses.only_colours(texts) and statuses.share_of_statuses(texts) == 1.0
        if "progress" in fields and "status" in fields and worded:
            columns.fields["status"] = i
            taken.add(i)
            return


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
        return how == "exact" or percentages.share_of_percentages(profile.values) >= 0.5
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
    return not profile.has_dates(0.8)


_RESTRICTING = re.compile(r"publish|publication|sensitiv|exempt|restrict|confiden|withh")
_DONE_WORDS = re.compile(
    r"\b(?:implemented|delivered|achieved|completed?|closed|done|finished|discharged|resolved|"
    r"actioned|fixed|met)\b"
)
_YES_NO = frozenset(("yes", "no", "y", "n", "true", "false"))


def _answers_done(name: str, profile: Profile) -> bool:
    """Whether a column answers yes or no to "is it done?"."""
    answers = {text.casefold() for text in profile.texts}
    return bool(answers) and answers <= _YES_NO and bool(_DONE_WORDS.search(headings.normal(name)))


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
        i
        for i in range(len(names))
        if i not in taken
        and profiles[i].values
        and kinds.get(i, "") != "other"
        and not headings.matches(names[i])
    ]
    if "status" not in columns.fields and "status" not in none:
        for i in free:
            texts = profiles[i].texts
            if _answers_done(names[i], profiles[i]):
                columns.fields["status"] = i
                break
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
    if "restricted" not in columns.fields and "restricted" not in none:
        for i in free:
            if markings.are_markings(profiles[i].texts):
                _by_content(columns, i, "restricted", "protective markings")
                break
    for i in range(len(names)):
        mapped = i in columns.fields.values() or i in columns.dropped
        if not mapped and profiles[i].values and _RESTRICTING.search(headings.normal(names[i])):
            columns.note(
                "warning",
                FindingKind.PERHAPS_A_MARKING,
                i,
                "restricted",
                "This heading may say which rows must not be published. The column is not used for "
                "that: if it does, say so in the column mapping.",
            )
    dated = [
        i
        for i in free
        if profiles[i].has_dates(0.6) and headings.normal(names[i]) not in headings.NOT_NAMES
    ]
    if "original_due" not in columns.fields and "original_due" not in none:
        for i in dated:
            columns.note(
                "error",
                FindingKind.DATES_NOT_RECOGNISED,
                i,
                "original_due",
                "This column holds dates but its heading does not say which. If it is the original "
                "timescale, say so in the column mapping: until then no slippage can be measured.",
            )


def _by_content(columns: Columns, column: int, name: str, what: str) -> None:
    columns.fields[name] = column
    columns.note(
        "warning",
        FindingKind.COLUMN_RECOGNISED_BY_ITS_CONTENTS,
        column,
        name,
        f"The heading was not recognised, but the column holds {what}, so it is taken as "
        f"“{FIELDS[name].label}”. Change the column mapping if that is wrong.",
    )
