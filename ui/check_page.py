"""How a file is read, and what its user says of it: kept with the upload, and read so at once.

Every widget shows what the plan in use was read with. What is changed reads the open file again,
and the figures follow; a choice with which it cannot be read is said, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from tracker import Choices, PlanError
from tracker.book import Book
from tracker.mapping import read_mapping, told
from tracker.statements.on_overdue import overdue_count
from tracker.store.errors import HistoryError
from tracker.words import count
from ui import plan_source, recorded_plans
from ui.filter_widgets import EARLIEST
from ui.held_uploads import Upload
from ui.markdown_escape import escaped
from ui.plan_source import PlanInUse, Refusal
from ui.session import session
from ui.view import View

CATALOGUE = "check_catalogue"  # the widget whose choice no mapping file holds


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
    of = plan_source.waiting()
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
    opened = plan_source.read_again(
        about.content(), about.book(), choices, catalogue, as_remembered=moved
    )
    if isinstance(opened, Refusal) and not (opened.can_be_mapped and moved):
        session().said["check"] = opened.sentence
        if about.plan_in_use is not None:
            plan_source.put_refusal_away()
        return False
    session().said["check"] = ""
    if isinstance(opened, Upload):
        plan_source.put_refusal_away()
    return True


def bound(
    about: Subject,
    key: str,
    value: Any,
    to_choices: Callable[[Any], Choices],
    *,
    moved: bool = False,
) -> dict[str, Any]:
    """A widget's keywords: it shows how the file is read, and reads it so when it is changed."""
    st.session_state[key] = value
    return {"key": key, "on_change": _changed, "args": (about, key, to_choices, moved)}


def _changed(about: Subject, key: str, to_choices: Callable[[Any], Choices], moved: bool) -> None:
    value = st.session_state[key]
    choices = to_choices(value)
    catalogue = value if key == CATALOGUE else None
    if not change(about, choices, catalogue, moved=moved) and moved and choices.columns:
        change(about, replace(choices, columns={}), moved=True)  # they may not be there


def published(about: Subject, label: str, key: str, value: date | None) -> None:
    """The day that the report was published, to be typed."""
    st.date_input(
        label,
        min_value=EARLIEST,
        format="DD/MM/YYYY",
        width=220,
        **bound(about, key, value, lambda day: replace(about.choices, published=day)),
    )


def say_what_changed(view: View) -> None:
    """What came of the last change, wherever on the page the reader is."""
    said = session().said.pop("check", None)
    if said:
        st.error(f"{escaped(said)} Nothing was changed.")
        st.toast("That could not be read: see the top of the page. Nothing was changed.")
    elif said is not None:
        totals = view.summary.totals
        st.toast(
            f"Read again: {count('action', totals['actions'])}, {totals['completed']} complete, "
            f"{overdue_count(totals)}."
        )


def offer_to_undo(about: Subject) -> None:
    """Everything that was said of the file, each to be taken back by itself."""
    if not (about.changed and about.can_be_changed):
        return
    st.markdown("What you have said of this file, to be undone with a click:")
    said = [(words, choices, about.catalogue) for words, choices in told(about.choices)]
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


def read_saved(about: Subject, key: str) -> None:
    """The user gave a mapping saved before."""
    file = st.session_state[key]
    if file is None:
        return
    session().next_turn("map_upload")
    try:
        choices = read_mapping(file.getvalue())
    except PlanError as error:
        session().said["check"] = str(error)
        return
    change(about, choices, moved=about.plan_in_use is None)


def remember(about: Subject, choices: Choices) -> None:
    """Keep how this file is read for the next one with its headings; no choices forgets it."""
    if about.plan_in_use is None:
        return
    try:
        recorded_plans.remember_layout(about.plan_in_use.plan.original.columns, choices)
    except HistoryError as error:
        session().said["check"] = str(error)
        return
    session().said["layout"] = choices != Choices()


def forget(about: Subject) -> None:
    """Forget what was remembered for these headings, and read the file without it."""
    remember(about, Choices())
    change(about, Choices(), catalogue=False)
