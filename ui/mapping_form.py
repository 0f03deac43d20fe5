"""The widgets of the page on which the user says how their file is read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

import pandas as pd
import streamlit as st

from tracker import Choices, Plan
from tracker.fields import FIELDS, STATUS_LABELS
from tracker.mapping import write_mapping
from tracker.reading.preview import Preview, status_words
from tracker.words import count, listed, shortened
from ui import mapping, people, uploading
from ui.mapping import NO_COLUMN, Subject
from ui.safe import escaped
from ui.view import View

MOST_WORDS = 40  # status words that can be given a meaning; those that need one come first
MAX_MAPPING_MEGABYTES = 1
LONGEST_VALUE = 24  # characters of a value within a choice
LONGEST_CELL = 80  # characters of a cell in the preview

_BESIDE = [3, 4]  # widths of a choice and of what stands beside it
_ORDERS = {
    mapping.EACH_COLUMN: "Let each column say",
    mapping.DAY_FIRST: "Day first: 1/2/2016 is 1 February",
    mapping.MONTH_FIRST: "Month first: 1/2/2016 is 2 January",
}
_CATALOGUE = (
    "Measure each recommendation from the inspectorate's own timescale as well. Only for plans "
    "that answer this inspection: another one also has a recommendation 5. Most rows of this list "
    "are not yet verified against the register, and are marked so wherever they are used."
)


def say_what_changed(view: View) -> None:
    """What came of the last change, wherever on the page the reader is."""
    said = mapping.said()
    if said:
        st.error(f"{escaped(said)} Nothing was changed.")
        st.toast("That could not be read: see the top of the page. Nothing was changed.")
    elif said is not None:
        totals = view.summary.totals
        st.toast(
            f"Read again: {count('action', totals['actions'])}, {totals['completed']} complete, "
            f"{totals['overdue']} overdue."
        )


def introduce(about: Subject) -> None:
    """What can be done here, and with which plan."""
    if about.can_be_changed:
        st.markdown(
            "Where a column or a word is read wrongly, change it here: the figures of every page "
            "follow at once. Your spreadsheet stays as it is."
        )
    else:
        shown = "the sample is" if about.plan_in_use.is_sample else "the recorded plan was"
        st.markdown(
            f"This is how {shown} read. Upload your own plan in the sidebar, and you can "
            "change here how its columns and words are read."
        )


def ask_where(about: Subject) -> None:
    """A file in which no plan was found: what its user has to say."""
    st.markdown(
        f"No plan was found in **{escaped(about.name)}**: no row has headings that the tracker "
        "knows. Look at its first rows and say which row the headings are in; then say which "
        "column is which."
    )
    _leave()


def cannot_be_shown(about: Subject, sentence: str) -> None:
    """A file that cannot be looked at either, and the way out."""
    st.error(f"{escaped(about.name)}: {escaped(sentence)}")
    if about.plan_in_use is None:
        _leave()


def _leave() -> None:
    st.button("Leave this file", on_click=uploading.put_refusal_away)


def place(about: Subject, seen: Preview) -> None:
    """The sheets, the row of the headings, and the first rows beside which they are chosen."""
    plan = about.plan_in_use.plan if about.plan_in_use else None
    read = plan.source.sheets if plan else (seen.sheet,)
    if len(seen.sheets) > 1:
        _sheets(about, seen, plan, read)
        _header_row(about, seen, tuple(read))
    else:
        _header_row(about, seen, about.layout.sheets)
    first_rows(seen, plan.columns if plan else {})


def _header_row(about: Subject, seen: Preview, sheets: tuple[str, ...]) -> None:
    st.session_state["map_row"] = seen.header_row
    st.number_input(
        "Row of the headings",
        min_value=1,
        max_value=seen.last_row,
        step=1,
        key="map_row",
        placeholder="Type its number",
        on_change=mapping.header_row_changed,
        args=(about, sheets, "map_row"),
        disabled=not about.can_be_changed,
        width=240,
    )
    if seen.header_row is not None:
        st.caption(_who(about.layout.header_row is not None, "Found automatically"))


def _sheets(about: Subject, seen: Preview, plan: Plan | None, read: tuple[str, ...]) -> None:
    choice = {
        "key": "map_sheets",
        "on_change": mapping.sheets_changed,
        "args": (about, "map_sheets"),
        "disabled": not about.can_be_changed,
    }
    if plan is None:
        st.session_state["map_sheets"] = seen.sheet
        st.selectbox("Sheet", seen.sheets, **choice)
        return
    st.session_state["map_sheets"] = list(read)
    st.multiselect("Sheets read together", seen.sheets, placeholder="Find them", **choice)
    st.caption(_who(bool(about.layout.sheets), "Found automatically"))


def first_rows(seen: Preview, columns: Mapping[str, str]) -> None:
    """The sheet's first rows under its column letters, each with the field it is read as."""
    fields = {heading: FIELDS[name].label for name, heading in columns.items() if name in FIELDS}
    read_as = {
        column.letter: fields[column.heading] for column in seen.columns if column.heading in fields
    }
    cells = {
        f"{letter}: {read_as[letter]}" if letter in read_as else letter: [
            shortened(row[i], LONGEST_CELL) for _, row in seen.rows
        ]
        for i, letter in enumerate(seen.letters)
    }
    numbers = [
        f"{number}, headings" if number == seen.header_row else str(number)
        for number, _ in seen.rows
    ]
    st.dataframe(
        pd.DataFrame({"Row": numbers, **cells}).replace("", None),
        hide_index=True,
        placeholder="",
        height="auto" if seen.header_row is None else "content",
        column_config={"Row": st.column_config.TextColumn(width=100)},
        alt=f"First rows of the sheet {seen.sheet}",
    )


def columns(about: Subject, seen: Preview, plan: Plan) -> None:
    """The column of each field: those that figures depend on, then the others."""
    for name in mapping.FIELDS_ON_PAGE:
        _column(about, seen, plan, name)
    with st.expander("Columns that no figure depends on"):
        for name, field in FIELDS.items():
            if field.mapped and name not in mapping.FIELDS_ON_PAGE:
                _column(about, seen, plan, name)


def _column(about: Subject, seen: Preview, plan: Plan, name: str) -> None:
    held = {column.heading: column for column in seen.columns}
    now = plan.columns.get(name) or about.layout.columns.get(name, NO_COLUMN)
    options = list(dict.fromkeys([NO_COLUMN, *held, now]))
    automatic = seen.automatic.get(name, NO_COLUMN)

    def said(heading: str) -> str:
        mark = " (automatic)" if heading == automatic else ""
        if heading == NO_COLUMN:
            return f"No column{mark}"
        found = held[heading].examples if heading in held else ()
        values = "; ".join(shortened(text, LONGEST_VALUE) for text in found)
        return f"{shortened(heading)}{mark}{f' · {values}' if values else ''}"

    key = f"map_column_{name}"
    st.session_state[key] = now
    choice, beside = st.columns(_BESIDE, vertical_alignment="bottom")
    with choice:
        st.selectbox(
            FIELDS[name].label,
            options,
            format_func=said,
            key=key,
            on_change=mapping.column_changed,
            args=(about, name, key),
            disabled=not about.can_be_changed,
        )
    with beside:
        by_user = name in about.layout.columns
        if now in held:
            values = "; ".join(f"“{shortened(text)}”" for text in held[now].examples) or "no values"
            st.caption(f"Column {held[now].letter}: {escaped(values)}. {_who(by_user)}")
        else:
            st.caption(_who(by_user, "No column was recognised"))


def _who(by_user: bool, otherwise: str = "Chosen automatically") -> str:
    return f"{'Chosen by you' if by_user else otherwise}."


def dates(about: Subject, plan: Plan) -> None:
    """Day or month first, the report's publication, and whose recommendations these are."""
    left, right = st.columns(2)
    with left:
        st.session_state["map_order"] = mapping.date_order(about.layout)
        st.radio(
            "Dates in figures, such as 1/2/2016",
            list(_ORDERS),
            format_func=_ORDERS.__getitem__,
            key="map_order",
            on_change=mapping.date_order_changed,
            args=(about, "map_order"),
            disabled=not about.can_be_changed,
        )
    with right:
        st.session_state["map_published"] = plan.published
        st.date_input(
            "The report was published on",
            format="DD/MM/YYYY",
            key="map_published",
            on_change=mapping.published_changed,
            args=(about, "map_published"),
            disabled=not about.can_be_changed,
        )
        st.caption(
            "“Immediately” and “Within six months” count from this day. "
            + _who(about.layout.published is not None, "Assumed")
        )
        st.session_state["map_catalogue"] = about.catalogue
        st.toggle(
            "These are the recommendations of *Building the Picture*",
            key="map_catalogue",
            help=_CATALOGUE,
            on_change=mapping.catalogue_changed,
            args=(about, "map_catalogue"),
            disabled=not about.can_be_changed,
        )


def words(about: Subject, plan: Plan) -> None:
    """What each status word means, those that do not say it for themselves first."""
    used = status_words(plan, about.layout.statuses)
    if used.empty:
        st.write("The plan has no status words.")
        return
    asked = int(used["asked"].sum() - (used["asked"] & used["chosen"]).sum())
    if asked:
        verb = "does" if asked == 1 else "do"
        st.markdown(
            f"{count('word', asked)} {verb} not say what is complete: say what "
            f"{'it means' if asked == 1 else 'they mean'}."
        )
    for row in used.head(MOST_WORDS).itertuples():
        _word(about, row)
    left = used["word"].iloc[MOST_WORDS:].tolist()
    if left:
        st.caption(f"And {count('more word', len(left))}: {escaped(listed(left[:MOST_WORDS]))}.")


def _word(about: Subject, row: tuple) -> None:
    key = f"map_status_{row.word}"
    st.session_state[key] = None if row.group == "unknown" and not row.chosen else row.group
    choice, beside = st.columns(_BESIDE, vertical_alignment="bottom")
    with choice:
        st.selectbox(
            f"“{escaped(shortened(row.word))}”, {count('action', row.actions)}",
            list(STATUS_LABELS),
            format_func=STATUS_LABELS.__getitem__,
            key=key,
            placeholder="Not understood: choose",
            on_change=mapping.status_changed,
            args=(about, row.word, key),
            disabled=not about.can_be_changed,
        )
    with beside:
        unsure = (
            "Not understood, so counted as open"
            if row.group == "unknown"
            else ("A colour alone does not say what is complete, so counted as in progress")
        )
        st.caption(_who(row.chosen, unsure if row.asked else "Understood"))


def keep(about: Subject) -> None:
    """The choices as a file, and the way back."""
    layout = about.layout
    with st.container(horizontal=True):
        name = f"{PurePath(about.name).stem} mapping.json"
        st.download_button(
            "Download this mapping",
            data=people.noted_download(name, lambda: write_mapping(layout)),
            file_name=name,
            mime="application/json",
            on_click="ignore",
            disabled=layout == Choices(),
        )
        st.button(
            "Undo my changes", on_click=mapping.undo, args=(about,), disabled=not about.changed
        )
        _remembering(about)
    kept = st.session_state.pop("_layout_kept", None)
    if kept is not None:
        st.toast("Remembered for the next file with these headings." if kept else "Forgotten.")
    st.caption(
        "The mapping holds what you changed here, and nothing else of your plan. Next month, give "
        "it here with the new plan, or let it be remembered; on the command line, give it with "
        "`--mapping`."
        if about.changed
        else "You have changed nothing yet."
    )


def _remembering(about: Subject) -> None:
    if about.plan_in_use is not None and about.plan_in_use.remembered:
        st.button("Forget what was remembered", on_click=mapping.forget, args=(about,))
    elif about.can_be_changed:
        st.button(
            "Remember it for these headings",
            on_click=mapping.remember,
            args=(about, about.layout),
            disabled=about.layout == Choices(),
            help="The next file with the same headings is then read in the same way.",
        )


def use_saved(about: Subject) -> None:
    """A file of choices that were made before."""
    key = f"map_upload_{st.session_state.get('_mapping_turn', 0)}"
    st.file_uploader(
        "Use a mapping that you downloaded before",
        type=["json"],
        key=key,
        max_upload_size=MAX_MAPPING_MEGABYTES,
        on_change=mapping.mapping_uploaded,
        args=(about, key),
        disabled=not about.can_be_changed,
    )
