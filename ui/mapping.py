"""How a file is read, as its user can change it: sheet, headings, columns, dates, status words.

Every choice shows what the plan in use was read with. A choice that is changed reads the plan
again, and the figures follow; one that cannot be read is said, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from tracker import Choices, PlanError
from tracker.mapping import read_mapping
from tracker.reading.preview import Preview, preview
from ui import past, uploading
from ui.store import Upload
from ui.uploading import PlanInUse, Refusal

NO_COLUMN = ""
"""What a mapping calls having no column for a field."""

EACH_COLUMN, DAY_FIRST, MONTH_FIRST = "each column", "day first", "month first"
_DAY_FIRST = {EACH_COLUMN: None, DAY_FIRST: True, MONTH_FIRST: False}

FIELDS_ON_PAGE = (
    "reference",
    "recommendation",
    "action",
    "owner",
    "original_due",
    "revised_due",
    "status",
    "percent_complete",
    "completed_on",
)
"""The fields that a figure is worked out from; the others are one click away."""


@dataclass(frozen=True)
class Subject:
    """The file that the page is about: the plan in use, or one in which no plan was found yet."""

    name: str
    file: str
    content: Callable[[], bytes]
    layout: Choices
    catalogue: bool
    plan_in_use: PlanInUse | None

    @property
    def can_be_changed(self) -> bool:
        """The sample is everybody's and a recorded plan is as it was: both are read in one way."""
        return self.plan_in_use is None or self.plan_in_use.is_upload

    @property
    def changed(self) -> bool:
        """Whether the user has said anything of how to read it."""
        return self.layout != Choices() or self.catalogue


def subject(in_use: PlanInUse) -> Subject:
    """A file that waits to be shown where its plan stands, else the plan in use."""
    waiting = uploading.waiting()
    if waiting is not None:
        return _of_upload(waiting)
    return Subject(
        in_use.name, in_use.file, in_use.content, in_use.mapping, in_use.catalogue, in_use
    )


def _of_upload(waiting: Upload) -> Subject:
    return Subject(
        waiting.name,
        waiting.sha256,
        lambda: waiting.content,
        waiting.mapping,
        waiting.catalogue,
        None,
    )


def look_at(about: Subject) -> Preview | str:
    """The first rows of the sheet, looked at once for each choice; a sentence where it fails."""
    in_use = about.plan_in_use
    read = in_use.plan.source.sheets if in_use else about.layout.sheets
    sheet, row = next(iter(read), ""), about.layout.header_row
    columns = dict(about.layout.columns)
    wanted = (about.file, sheet, row, columns)
    kept = st.session_state.get("_preview")
    if kept is None or kept[0] != wanted:
        try:
            seen: Preview | str = preview(
                about.content(), sheet=sheet, header_row=row, columns=columns
            )
        except PlanError as error:
            seen = str(error)
        kept = st.session_state["_preview"] = (wanted, seen)
    return kept[1]


def change(
    about: Subject,
    layout: Choices,
    catalogue: bool | None = None,
    *,
    may_wait: bool = True,
    as_remembered: bool = True,
) -> bool:
    """Read the file in another way; where that cannot be done, say why and leave all as it is.

    A file in which no plan is found then waits for its user to say where it stands, if it may.
    """
    catalogue = about.catalogue if catalogue is None else catalogue
    opened = uploading.read(
        about.name, about.content(), layout, catalogue, as_remembered=as_remembered
    )
    if isinstance(opened, Refusal) and not (opened.can_be_mapped and may_wait):
        st.session_state["_mapping_said"] = opened.sentence
        if about.plan_in_use is not None:
            uploading.put_refusal_away()
        return False
    st.session_state["_mapping_said"] = ""
    if isinstance(opened, Upload):
        uploading.put_refusal_away()
    return True


def said() -> str | None:
    """Why the last change could not be made, empty where it was, ``None`` where there was none."""
    return st.session_state.pop("_mapping_said", None)


def with_column(columns: Mapping[str, str], name: str, heading: str) -> dict[str, str]:
    """The user's columns with one more; a heading is one field's only."""
    others = {
        field: chosen
        for field, chosen in columns.items()
        if field != name and (chosen != heading or heading == NO_COLUMN)
    }
    return {**others, name: heading}


def column_changed(about: Subject, name: str, key: str) -> None:
    """The user chose a column for a field."""
    columns = with_column(about.layout.columns, name, st.session_state[key])
    change(about, replace(about.layout, columns=columns))


def status_changed(about: Subject, word: str, key: str) -> None:
    """The user said what a status word means."""
    group = st.session_state[key]
    if group is not None:
        statuses = {**about.layout.statuses, word: group}
        change(about, replace(about.layout, statuses=statuses))


def sheets_changed(about: Subject, key: str) -> None:
    """The user chose the sheets to read."""
    chosen = st.session_state[key]
    if chosen is None:
        return
    sheets = tuple([chosen] if isinstance(chosen, str) else chosen)
    _change_place(about, replace(about.layout, sheets=sheets, header_row=None))


def find_sheets(about: Subject) -> None:
    """The sheets are to be found as if the user had not chosen any."""
    _change_place(about, replace(about.layout, sheets=(), header_row=None))


def header_row_changed(about: Subject, sheets: tuple[str, ...], key: str) -> None:
    """The user said which row of these sheets the headings are in."""
    row = st.session_state[key]
    if row is not None:
        _change_place(about, replace(about.layout, sheets=sheets, header_row=int(row)))


def _change_place(about: Subject, layout: Choices) -> None:
    """Look elsewhere for the table; the columns chosen so far may not be there."""
    if not change(about, layout) and layout.columns:
        change(about, replace(layout, columns={}))


def date_order_changed(about: Subject, key: str) -> None:
    """The user said whether the day or the month comes first."""
    change(about, replace(about.layout, day_first=_DAY_FIRST[st.session_state[key]]))


def date_order(layout: Choices) -> str:
    """Which comes first as the user says it, one of the three choices."""
    return next(order for order, first in _DAY_FIRST.items() if first is layout.day_first)


def published_changed(about: Subject, key: str) -> None:
    """The user said when the report was published."""
    published: date | None = st.session_state[key]
    change(about, replace(about.layout, published=published))


def catalogue_changed(about: Subject, key: str) -> None:
    """The user said whether the recommendations are those of the catalogue."""
    change(about, about.layout, st.session_state[key])


def mapping_uploaded(about: Subject, key: str) -> None:
    """The user gave a mapping saved before."""
    file = st.session_state[key]
    if file is None:
        return
    st.session_state["_mapping_turn"] = st.session_state.get("_mapping_turn", 0) + 1
    try:
        layout = read_mapping(file.getvalue())
    except PlanError as error:
        st.session_state["_mapping_said"] = str(error)
        return
    change(about, layout, may_wait=about.plan_in_use is None)


def undo(about: Subject) -> None:
    """Read the file as if the user had said nothing, now or before."""
    change(about, Choices(), catalogue=False, as_remembered=False)


def remember(about: Subject, layout: Choices) -> None:
    """Keep how this file is read for the next one with its headings; an empty layout forgets it."""
    from tracker.history import HistoryError

    if about.plan_in_use is None:
        return
    try:
        past.remember_layout(about.plan_in_use.plan.original.columns, layout)
    except HistoryError as error:
        st.session_state["_mapping_said"] = str(error)
        return
    st.session_state["_layout_kept"] = layout != Choices()


def forget(about: Subject) -> None:
    """Forget what was remembered for these headings, and read the file without it."""
    remember(about, Choices())
    undo(about)
