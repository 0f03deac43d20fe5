"""The sheet as it stands: where its table is, what each column and status word is read as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from tracker import Choices, Plan, PlanError
from tracker.fields import FIELDS, STATUS_LABELS
from tracker.reading.preview import Preview, PreviewColumn, preview, status_words
from tracker.words import count, date_words, listed, shortened
from ui import check, uploading
from ui.check import Subject
from ui.safe import escaped

MOST_WORDS = 40  # status words that can be given a meaning; those that need one come first
MOST_COLUMNS = 60  # that can be given a field; a sheet of more than twenty is rare
LONGEST_CELL = 80  # characters of a cell in the preview
ROW_WIDTH, COLUMN_WIDTH = 96, 176  # pixels; the choices stand over the columns they are of

NO_FIELD = ""
"""What a column that is read as no field is said to be, and what a field without a column has."""

_ORDERS = {True: "Day first: 1 February", False: "Month first: 2 January"}
_CATALOGUE = (
    "Measure each recommendation from the inspectorate's own timescale as well. Only for plans "
    "that answer this inspection: another one also has a recommendation 5. Most rows of this list "
    "are not yet verified against the register, and are marked so wherever they are used."
)


def look_at(about: Subject) -> Preview | str:
    """The first rows of the sheet, looked at once for each choice; a sentence where it fails."""
    source = about.plan_in_use.plan.source if about.plan_in_use else None
    sheet = next(iter(source.sheets if source else about.choices.sheets), "")
    row = about.choices.header_row or (source.header_row if source else None)
    columns = dict(about.choices.columns)
    wanted = (about.plan_in_use.file if about.plan_in_use else about.book(), sheet, row, columns)
    kept = st.session_state.get("_preview")
    if kept is None or kept[0] != wanted:
        try:
            seen: Preview | str = preview(
                about.book(), sheet=sheet, header_row=row, columns=columns
            )
        except PlanError as error:
            seen = str(error)
        kept = st.session_state["_preview"] = (wanted, seen)
    return kept[1]


def ask_where(about: Subject, seen: Preview | str) -> None:
    """A file in which no plan was found: what its user has to say, and the way out."""
    name = escaped(about.name)
    if isinstance(seen, str):
        st.error(f"{name}: {escaped(seen)}")
    else:
        st.markdown(
            f"No plan was found in **{name}**: no row has headings that the tracker knows. Look "
            "at its first rows and say which row the headings are in; then say which column is "
            "which."
        )
    if about.plan_in_use is None:
        st.button("Leave this file", on_click=uploading.put_refusal_away)


def place(about: Subject, seen: Preview) -> None:
    """Which sheets are read, from which row, how their dates are written, and since when."""
    plan = about.plan_in_use.plan if about.plan_in_use else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        read = _sheets(about, seen, plan) if len(seen.sheets) > 1 else about.choices.sheets
        st.session_state["check_row"] = seen.header_row
        st.number_input(
            "Row of the headings",
            min_value=1,
            max_value=seen.last_row,
            step=1,
            key="check_row",
            placeholder="Type its number",
            on_change=check.moved,
            args=(about, "check_row", partial(_in_row, about.choices, read)),
            disabled=not about.can_be_changed,
            width=220,
        )
        if plan is not None:
            _dates(about, plan)


def _in_row(choices: Choices, sheets: tuple[str, ...], row: int) -> Choices:
    return replace(choices, sheets=sheets, header_row=row)


def _in_sheets(choices: Choices, sheets: str | Sequence[str]) -> Choices:
    chosen = (sheets,) if isinstance(sheets, str) else tuple(sheets)
    return replace(choices, sheets=chosen, header_row=None)


def _sheets(about: Subject, seen: Preview, plan: Plan | None) -> tuple[str, ...]:
    key = "check_sheets"
    more = {
        "key": key,
        "width": 360,
        "on_change": check.moved,
        "args": (about, key, partial(_in_sheets, about.choices)),
        "disabled": not about.can_be_changed,
    }
    if plan is None or plan.source.versions:
        st.session_state[key] = seen.sheet
        st.selectbox("Sheet", seen.sheets, **more)
        return (seen.sheet,)
    st.session_state[key] = list(plan.source.sheets)
    st.multiselect("Sheets read together", seen.sheets, placeholder="Find them", **more)
    return plan.source.sheets


def _dates(about: Subject, plan: Plan) -> None:
    """Day or month first, the report's publication, and whose recommendations these are."""
    st.session_state["check_order"] = about.choices.day_first
    st.selectbox(
        "Dates such as 1/2/2016",
        list(_ORDERS),
        format_func=_ORDERS.__getitem__,
        placeholder="As each column says",
        key="check_order",
        width=220,
        on_change=_order_chosen,
        args=(about,),
        disabled=not about.can_be_changed,
    )
    check.published(about, "Report published on", "check_published", plan.published)
    st.session_state["check_catalogue"] = about.catalogue
    st.toggle(
        "Recommendations of *Building the Picture*",
        key="check_catalogue",
        help=_CATALOGUE,
        on_change=_catalogue_chosen,
        args=(about,),
        disabled=not about.can_be_changed,
    )


def _order_chosen(about: Subject) -> None:
    first = st.session_state["check_order"]
    check.change(about, replace(about.choices, day_first=first))


def _catalogue_chosen(about: Subject) -> None:
    check.change(about, about.choices, st.session_state["check_catalogue"])


def first_rows(about: Subject, seen: Preview) -> None:
    """The sheet's first rows, and over each column a choice of the field that it is read as."""
    numbers = [f"{row}, headings" if row == seen.header_row else str(row) for row, _ in seen.rows]
    cells = {
        letter: [shortened(row[i], LONGEST_CELL) for _, row in seen.rows]
        for i, letter in enumerate(seen.letters)
    }
    widths = {"Row": ROW_WIDTH} | dict.fromkeys(cells, COLUMN_WIDTH)
    with st.container(key="first_rows", gap=None):
        if about.plan_in_use is not None:
            _fields(about, seen, about.plan_in_use.plan, sum(widths.values()))
        st.dataframe(
            pd.DataFrame({"Row": numbers, **cells}).replace("", None),
            hide_index=True,
            placeholder="",
            width=sum(widths.values()),
            height="auto" if seen.header_row is None else "content",
            column_config={
                name: st.column_config.TextColumn(width=width) for name, width in widths.items()
            },
            alt=f"First rows of the sheet {seen.sheet}",
        )


def _fields(about: Subject, seen: Preview, plan: Plan, width: int) -> None:
    columns = {column.letter: column for column in seen.columns}
    fields = read_as(seen, plan)
    with st.container(horizontal=True, wrap=False, gap=None, width=width):
        st.markdown("Read as", width=ROW_WIDTH)
        for letter in seen.letters[:MOST_COLUMNS]:
            with st.container(width=COLUMN_WIDTH):
                if letter in columns:
                    _field(about, columns[letter], fields)


def read_as(seen: Preview, plan: Plan) -> dict[str, str]:
    """By a column's heading, the field that it is read as."""
    fields = {heading: name for name, heading in plan.columns.items() if name in FIELDS}
    if "revised_due" in plan.columns:
        fields |= dict.fromkeys(seen.revised, "revised_due")
    return fields


def _field(about: Subject, column: PreviewColumn, fields: Mapping[str, str]) -> None:
    key = f"field_of_{column.letter}"
    st.session_state[key] = fields.get(column.heading, NO_FIELD)
    st.selectbox(
        f"Column {column.letter}, “{escaped(shortened(column.heading))}”, is read as",
        [NO_FIELD, *(name for name, field in FIELDS.items() if field.mapped)],
        format_func=lambda name: FIELDS[name].label if name else "Kept as it is",
        key=key,
        label_visibility="collapsed",
        on_change=check.chosen,
        args=(about, key, partial(_with_field, about.choices, column.heading, fields)),
        disabled=not about.can_be_changed,
    )


def _with_field(choices: Choices, heading: str, fields: Mapping[str, str], name: str) -> Choices:
    """The choices with a column read as a field, or as none; a heading is one field's only."""
    columns = {field: said for field, said in choices.columns.items() if said != heading}
    before = fields.get(heading)
    if name != NO_FIELD:
        columns[name] = heading
    elif before is not None:  # another column of the same field stays it
        left = [other for other, field in fields.items() if field == before and other != heading]
        columns[before] = left[0] if left else NO_FIELD
    return replace(choices, columns=columns)


def words(about: Subject, plan: Plan) -> None:
    """What each status word means, those that do not say it for themselves first."""
    used = status_words(plan, about.choices.statuses)
    with st.container(horizontal=True):
        for row in used.head(MOST_WORDS).itertuples():
            _word(about, row)
    left = used["word"].iloc[MOST_WORDS:].tolist()
    if left:
        st.caption(f"And {count('more word', len(left))}: {escaped(listed(left[:MOST_WORDS]))}.")


def _word(about: Subject, row: tuple) -> None:
    key = f"status_{row.word}"
    st.session_state[key] = None if row.group == "unknown" and not row.chosen else row.group
    assumed = ", assumed" if row.asked and not row.chosen and row.group != "unknown" else ""
    st.selectbox(
        f"“{escaped(shortened(row.word))}”, {count('action', row.actions)}{assumed}",
        list(STATUS_LABELS),
        format_func=STATUS_LABELS.__getitem__,
        key=key,
        placeholder="Not understood: counts as open",
        width=280,
        on_change=check.chosen,
        args=(about, key, partial(_with_meaning, about.choices, row.word)),
        disabled=not about.can_be_changed,
    )


def _with_meaning(choices: Choices, word: str, group: str) -> Choices:
    return choices.with_change({"statuses": {word: group}})


def say_more(plan: Plan) -> None:
    """What else there is to know of the sheets."""
    source = plan.source
    said = []
    if source.versions:
        dated = [
            escaped(each.sheet) + (f" ({date_words(each.as_at)})" if each.as_at else "")
            for each in source.versions
        ]
        said.append(f"The plan as at other dates, in sheets of its own: {listed(dated)}.")
    if source.hidden_rows or source.hidden_columns:
        hidden = [
            count(noun, number)
            for noun, number in (("row", source.hidden_rows), ("column", source.hidden_columns))
            if number
        ]
        said.append(f"Hidden, and read like the others: {listed(hidden)}.")
    versions = {each.sheet for each in source.versions}
    others = [f"“{escaped(name)}”" for name in source.other_sheets if name not in versions]
    if others:
        said.append(f"Sheets not read: {listed(others)}.")
    if said:
        st.caption(" ".join(said))
