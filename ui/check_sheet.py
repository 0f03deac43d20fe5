"""The sheet as it stands: where its table is, what each column and status word is read as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from tracker import Choices, Plan
from tracker.reading.choices import NO_FIELD
from tracker.reading.preview import Preview, PreviewColumn, preview, status_words
from tracker.vocabulary import FIELDS, STATUS_LABELS
from tracker.words import count, listed, shortened
from ui import check_page, page_frame, plan_source
from ui.check_page import Subject
from ui.markdown_escape import escaped
from ui.session import kept

MOST_WORDS = 40  # status words that can be given a meaning; those that need one come first
MOST_COLUMNS = 60  # that can be given a field; a sheet of more than twenty is rare
LONGEST_CELL = 32  # characters of a cell in the preview: as many as its column is wide
ROW_WIDTH, COLUMN_WIDTH = 96, 236  # pixels: the choices stand over the columns they are of
CHOICE_WIDTH, WORD_WIDTH = 220, 280

_ORDERS = {True: "Day first: 1 February", False: "Month first: 2 January"}
_CATALOGUE = (
    "Measure each recommendation from the inspectorate's own timescale as well. Only for plans "
    "that answer this inspection: another one also has a recommendation 5. Most rows of this list "
    "are not yet verified against the register, and are marked so wherever they are used."
)


def look_at(about: Subject) -> Preview:
    """The first rows of the sheet, looked at once for each choice."""
    source = about.plan_in_use.plan.source if about.plan_in_use else None
    sheet = next(iter(source.sheets if source else about.choices.sheets), "")
    row = about.choices.header_row or (source.header_row if source else None)
    columns = dict(about.choices.columns)
    wanted = (about.plan_in_use.id if about.plan_in_use else about.book(), sheet, row, columns)
    look = partial(preview, about.book(), sheet=sheet, header_row=row, columns=columns)
    return kept("preview", wanted, look)


def ask_where(about: Subject) -> None:
    """A file in which no plan was found: what its user has to say, and the way out."""
    st.markdown(
        f"No plan was found in **{escaped(about.name)}**: no row has headings that the tracker "
        "knows. Look at its first rows and say which row the headings are in; then say which "
        "column is which."
    )
    st.button("Leave this file", on_click=plan_source.put_refusal_away)


def place(about: Subject, seen: Preview) -> None:
    """Which sheets are read, from which row, how their dates are written, and since when."""
    choices, plan = about.choices, about.plan_in_use.plan if about.plan_in_use else None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        read = _sheets(about, seen, plan) if len(seen.sheets) > 1 else choices.sheets
        st.number_input(
            "Row of the headings",
            min_value=1,
            max_value=seen.last_row,
            step=1,
            placeholder="Type its number",
            width=CHOICE_WIDTH,
            **check_page.bound(
                about,
                "check_row",
                seen.header_row,
                lambda row: replace(choices, sheets=read, header_row=row),
                moved=True,
            ),
        )
        if plan is not None:
            _dates(about, plan)


def _sheets(about: Subject, seen: Preview, plan: Plan | None) -> tuple[str, ...]:
    """The choice of sheets: of one where each is the plan as at another date."""
    one = plan is None or bool(plan.source.versions)
    read = (seen.sheet,) if plan is None else plan.source.sheets

    def of_sheets(chosen: Any) -> Choices:
        sheets = (chosen,) if one else tuple(chosen)
        return replace(about.choices, sheets=sheets, header_row=None)

    standing = seen.sheet if one else list(read)
    bound = check_page.bound(about, "check_sheets", standing, of_sheets, moved=True)
    if one:
        st.selectbox("Sheet", seen.sheets, width=WORD_WIDTH, **bound)
    else:
        st.multiselect(
            "Sheets read together", seen.sheets, placeholder="Find them", width=WORD_WIDTH, **bound
        )
    return read


def _dates(about: Subject, plan: Plan) -> None:
    """Day or month first, the report's publication, and whose recommendations these are."""
    choices = about.choices
    st.selectbox(
        "Dates such as 1/2/2016",
        list(_ORDERS),
        format_func=_ORDERS.__getitem__,
        placeholder="As each column says",
        width=CHOICE_WIDTH,
        **check_page.bound(
            about,
            "check_order",
            choices.day_first,
            lambda first: replace(choices, day_first=first),
        ),
    )
    check_page.published(about, "Report published on", "check_published", plan.published)
    bound = check_page.bound(about, check_page.CATALOGUE, about.catalogue, lambda _: choices)
    st.toggle("Recommendations of *Building the Picture*", help=_CATALOGUE, **bound)


def first_rows(about: Subject, seen: Preview) -> None:
    """The sheet's first rows under the field that each column is read as, which can be changed."""
    numbers = [f"{row}, headings" if row == seen.header_row else str(row) for row, _ in seen.rows]
    cells = {
        letter: [shortened(row[i], LONGEST_CELL) for _, row in seen.rows]
        for i, letter in enumerate(seen.letters)
    }
    widths = {"Row": ROW_WIDTH} | dict.fromkeys(cells, COLUMN_WIDTH)
    columns = {column.letter: column for column in seen.columns}
    fields = _read_as(about, seen)
    labels = {
        letter: f"{letter}: {FIELDS[fields[column.heading]].label}"
        for letter, column in columns.items()
        if column.heading in fields
    }
    changed = about.can_be_changed and about.plan_in_use is not None
    if changed:
        labels = {}  # the fields stand above the columns
    with st.container(key="first_rows", gap=None):
        if changed:
            with st.container(horizontal=True, wrap=False, gap=None, width=sum(widths.values())):
                st.markdown("Read as", width=ROW_WIDTH)
                for letter in seen.letters[:MOST_COLUMNS]:
                    with st.container(width=COLUMN_WIDTH):
                        if letter in columns:
                            _field(about, columns[letter], fields)
        st.dataframe(
            pd.DataFrame({"Row": numbers, **cells}).replace("", None),
            hide_index=True,
            placeholder="",
            width=sum(widths.values()) if changed else "stretch",
            height="auto" if seen.header_row is None else "content",
            column_config={
                name: st.column_config.TextColumn(labels.get(name), width=width)
                for name, width in widths.items()
            },
            alt=f"First rows of the sheet {seen.sheet}",
        )


def _read_as(about: Subject, seen: Preview) -> dict[str, str]:
    """By a column's heading the field that it is read as."""
    read = about.plan_in_use.plan.columns if about.plan_in_use else {}
    fields = {heading: name for name, heading in read.items() if name in FIELDS}
    if "revised_due" in read:
        fields |= dict.fromkeys(seen.revised, "revised_due")
    return fields


def _field(about: Subject, column: PreviewColumn, fields: Mapping[str, str]) -> None:
    st.selectbox(
        f"Column {column.letter}, “{escaped(shortened(column.heading))}”, is read as",
        [NO_FIELD, *(name for name, field in FIELDS.items() if field.mapped)],
        format_func=lambda name: FIELDS[name].label if name else "Kept as it is",
        label_visibility="collapsed",
        **check_page.bound(
            about,
            f"field_of_{column.letter}",
            fields.get(column.heading, NO_FIELD),
            partial(about.choices.with_field, column.heading, fields),
        ),
    )


def words(about: Subject, plan: Plan) -> None:
    """What each status word means, those that do not say it for themselves first."""
    used = status_words(plan, about.choices.statuses)
    if not about.can_be_changed:
        used["status"] = used["group"]
        headings = {"word": "Word", "actions": "Actions", "status": "Meaning"}
        page_frame.table(used, headings, alt="What each status word means")
        return
    with st.container(horizontal=True):
        for row in used.head(MOST_WORDS).itertuples():
            unknown, assumed = row.group == "unknown", row.asked and not row.chosen
            actions = count("action", row.actions) + (", assumed" * (assumed and not unknown))
            st.selectbox(
                f"“{escaped(shortened(row.word))}”, {actions}",
                list(STATUS_LABELS),
                format_func=STATUS_LABELS.__getitem__,
                placeholder="Not understood: counts as open",
                width=WORD_WIDTH,
                **check_page.bound(
                    about,
                    f"status_{row.word}",
                    None if unknown and not row.chosen else row.group,
                    partial(about.choices.with_meaning, row.word),
                ),
            )
    left = used["word"].iloc[MOST_WORDS:].tolist()
    if left:
        st.caption(f"And {count('more word', len(left))}: {escaped(listed(left[:MOST_WORDS]))}.")
