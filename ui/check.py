"""How a file is read, and what its user says of it: kept with the upload, and read so at once.

Every widget shows what the plan in use was read with. What is changed reads the open file again,
and the figures follow; a choice with which it cannot be read is said, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from tracker import Choices, PlanError
from tracker.book import Book
from tracker.fields import FIELDS, STATUS_LABELS
from tracker.mapping import read_mapping
from tracker.words import count, date_words, listed
from ui import past, uploading
from ui.safe import escaped
from ui.store import Upload
from ui.uploading import PlanInUse, Refusal
from ui.view import View

EARLIEST_REPORT = date(1990, 1, 1)


@dataclass(frozen=True)
class Subject:
    """The file that the page is about: the plan in use, or one in which no plan was found yet."""

    name: str
    content: Callable[[], bytes]
    book: Callable[[], Book]
    choices: Choices
    catalogue: bool
    plan_in_use: PlanInUse | None

    @property
    def can_be_changed(self) -> bool:
        """The sample is everybody's and a recorded plan is as it was: both are read in one way."""
        return self.plan_in_use is None or self.plan_in_use.is_upload

    @property
    def changed(self) -> bool:
        """Whether the user has said anything of how to read it."""
        return self.choices != Choices() or self.catalogue


def subject(in_use: PlanInUse) -> Subject:
    """A file that waits to be shown where its plan stands, else the plan in use."""
    of = uploading.waiting()
    if of is not None:
        return Subject(of.name, lambda: of.content, lambda: of.book, of.mapping, of.catalogue, None)
    return Subject(
        in_use.name, in_use.content, in_use.book, in_use.mapping, in_use.catalogue, in_use
    )


def change(
    about: Subject, choices: Choices, catalogue: bool | None = None, *, moved: bool = False
) -> bool:
    """Read the file in another way; where that cannot be done, say why and leave all as it is.

    ``moved`` is whether it is to be looked for elsewhere in the file: where none is found it waits
    for its user to say more, and what is remembered for the headings that are found holds.
    """
    catalogue = about.catalogue if catalogue is None else catalogue
    opened = uploading.read_again(
        about.content(), about.book(), choices, catalogue, as_remembered=moved
    )
    if isinstance(opened, Refusal) and not (opened.can_be_mapped and moved):
        st.session_state["_check_said"] = opened.sentence
        if about.plan_in_use is not None:
            uploading.put_refusal_away()
        return False
    st.session_state["_check_said"] = ""
    if isinstance(opened, Upload):
        uploading.put_refusal_away()
    return True


def chosen(about: Subject, key: str, to_choices: Callable[[Any], Choices]) -> None:
    """A widget was changed: read the file with what that says."""
    value = st.session_state[key]
    if value is not None:
        change(about, to_choices(value))


def moved(about: Subject, key: str, to_choices: Callable[[Any], Choices]) -> None:
    """The plan is to be looked for elsewhere; the columns chosen so far may not be there."""
    value = st.session_state[key]
    if value is None:
        return
    choices = to_choices(value)
    if not change(about, choices, moved=True) and choices.columns:
        change(about, replace(choices, columns={}), moved=True)


def published(about: Subject, label: str, key: str, value: date | None) -> None:
    """The day that the report was published, to be typed."""
    st.session_state[key] = value
    st.date_input(
        label,
        min_value=EARLIEST_REPORT,
        format="DD/MM/YYYY",
        key=key,
        width=220,
        on_change=chosen,
        args=(about, key, lambda day: replace(about.choices, published=day)),
        disabled=not about.can_be_changed,
    )


def say_what_changed(view: View) -> None:
    """What came of the last change, wherever on the page the reader is."""
    said = st.session_state.pop("_check_said", None)
    if said:
        st.error(f"{escaped(said)} Nothing was changed.")
        st.toast("That could not be read: see the top of the page. Nothing was changed.")
    elif said is not None:
        totals = view.summary.totals
        st.toast(
            f"Read again: {count('action', totals['actions'])}, {totals['completed']} complete, "
            f"{totals['overdue']} overdue."
        )


def offer_to_undo(about: Subject) -> None:
    """Everything that was said of the file, each to be taken back by itself."""
    if not (about.changed and about.can_be_changed):
        return
    st.markdown("What you have said of this file, to be undone with a click:")
    said = [(words, choices, about.catalogue) for words, choices in said_of(about.choices)]
    if about.catalogue:
        said.append(("The recommendations are those of the list", about.choices, False))
    with st.container(horizontal=True, gap="xsmall"):
        for number, (words, choices, catalogue) in enumerate(said):
            st.button(
                escaped(words),
                key=f"undo_{number}",
                icon=":material/undo:",
                help="Undo",
                on_click=change,
                args=(about, choices, catalogue),
            )


def said_of(choices: Choices) -> list[tuple[str, Choices]]:
    """Each thing that is said, in words, and the choices without it."""
    said = [
        (words(key, value), replace(choices, **{name: _without(getattr(choices, name), key)}))
        for name, words in _OF_EACH.items()
        for key, value in getattr(choices, name).items()
    ]
    for name, in_words in _OF_ALL.items():
        value = getattr(choices, name)
        if value != getattr(Choices(), name):
            said.append((in_words(value), replace(choices, **{name: getattr(Choices(), name)})))
    return said


def _without(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {each: value for each, value in values.items() if each != key}


def _column_words(name: str, heading: str) -> str:
    label = FIELDS[name].label
    return f"{label}: “{heading}”" if heading else f"{label}: no column"


_OF_EACH: Mapping[str, Callable[[str, Any], str]] = {
    "statuses": lambda word, group: (
        f"“{word}”: {'as it was read' if group == 'unknown' else STATUS_LABELS[group].lower()}"
    ),
    "columns": _column_words,
    "percent": lambda heading, is_it: (
        f"“{heading}” is {'' if is_it else 'not '}the percentage complete"
    ),
}
_OF_ALL: Mapping[str, Callable[[Any], str]] = {
    "sheets": lambda sheets: f"Read: {listed([f'“{sheet}”' for sheet in sheets])}",
    "header_row": lambda row: f"Headings in row {row}",
    "day_first": lambda first: f"{'Day' if first else 'Month'} first",
    "published": lambda day: f"Report published on {date_words(day)}",
    "tabs": lambda tabs: f"Tabs are {'parts of one plan' if tabs == 'parts' else 'versions'}",
    "second_table": lambda use: f"Second table {'used' if use == 'use' else 'left out'}",
    "struck": lambda struck: f"Struck-out rows {'kept' if struck == 'keep' else 'withdrawn'}",
}


def read_saved(about: Subject, key: str) -> None:
    """The user gave a mapping saved before."""
    file = st.session_state[key]
    if file is None:
        return
    st.session_state["_mapping_turn"] = st.session_state.get("_mapping_turn", 0) + 1
    try:
        choices = read_mapping(file.getvalue())
    except PlanError as error:
        st.session_state["_check_said"] = str(error)
        return
    change(about, choices, moved=about.plan_in_use is None)


def undo(about: Subject) -> None:
    """Read the file as if the user had said nothing, now or before."""
    change(about, Choices(), catalogue=False)


def remember(about: Subject, choices: Choices) -> None:
    """Keep how this file is read for the next one with its headings; no choices forgets it."""
    from tracker.history import HistoryError

    if about.plan_in_use is None:
        return
    try:
        past.remember_layout(about.plan_in_use.plan.original.columns, choices)
    except HistoryError as error:
        st.session_state["_check_said"] = str(error)
        return
    st.session_state["_layout_kept"] = choices != Choices()


def forget(about: Subject) -> None:
    """Forget what was remembered for these headings, and read the file without it."""
    remember(about, Choices())
    undo(about)
