"""Owners' replies: what they propose beside what the plan says, to be accepted or sent back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from tracker import accept, read_replies
from tracker.replies.accepted import MADE_ANEW
from tracker.replies.proposals import in_words, silent_words
from tracker.vocabulary import FIELDS
from tracker.words import count
from ui import saving
from ui.markdown_escape import escaped
from ui.view import View

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from tracker.replies.accepted import Accepted
    from tracker.replies.proposals import Proposal, Replies

TITLE = "Owners' replies"
MAX_FILES = 200  # at once: each is read in a process of its own
MAX_MEGABYTES = 5  # a workbook of an owner's actions has some 20 KB
ACCEPT = "Accept"


def offer(view: View) -> None:
    """Take owners' workbooks that came back, and give the plan with what is accepted of them."""
    with st.expander(TITLE):
        if view.in_use.is_public:
            st.caption("Owners' replies are about the whole plan, which is not shown now.")
            return
        files = st.file_uploader(
            "Workbooks that owners sent back, all together",
            accept_multiple_files=True,
            key="replies",
            max_upload_size=MAX_MEGABYTES,
            help="*Owners' workbooks* under *Download* gives the workbooks to send out.",
        )
        if len(files) > MAX_FILES:
            st.error(f"No more than {MAX_FILES} workbooks can be taken at once: leave some out.")
        elif files:
            _show(view, files)


def _show(view: View, files: Sequence[UploadedFile]) -> None:
    key = (read_replies, *(file.file_id for file in files))
    found: Replies = view.once_of(
        key,
        lambda: read_replies(
            view.plan, view.measured, view.as_at, [(file.name, file.getvalue()) for file in files]
        ),
    )
    if found.stopped:
        st.markdown(f"**{count('answer', len(found.stopped))} stopped**")
        st.table(stopped_table(found), hide_index=True, alt="What was stopped, and why")
    for sentence in silent_words(found):
        st.markdown(escaped(sentence))
    if not found.proposed:
        st.markdown("No change is proposed.")
        _sent_back(view, found, ())
        return
    st.markdown(f"**{count('change', len(found.proposed))} proposed**")
    every = st.toggle("Accept all", value=True, key="replies_all")
    table = st.data_editor(
        proposed_table(found.proposed, accepted=every),
        disabled=[name for name in proposed_table(()).columns if name != ACCEPT],
        hide_index=True,
        key=f"replies_{every}_{hash(key)}",
        alt="What owners propose, beside what the plan says",
    )
    taken = table[ACCEPT].tolist()
    chosen = [each for each, is_taken in zip(found.proposed, taken, strict=True) if is_taken]
    with st.container(horizontal=True):
        _download(view, chosen)
        _sent_back(view, found, [e for e, t in zip(found.proposed, taken, strict=True) if not t])


def proposed_table(proposed: Sequence[Proposal], *, accepted: bool = True) -> pd.DataFrame:
    """A row a proposal, with whether it is accepted."""
    return pd.DataFrame(
        {
            ACCEPT: [accepted] * len(proposed),
            "Reference": [each.reference for each in proposed],
            "What": [FIELDS[each.field].label for each in proposed],
            "In the plan now": [in_words(each.before) for each in proposed],
            "Proposed": [in_words(each.after) for each in proposed],
            "Reason": [each.reason for each in proposed],
            "Owner": [each.owner for each in proposed],
            "File": [each.file for each in proposed],
        }
    )


def stopped_table(found: Replies) -> pd.DataFrame:
    """A row for each thing that was stopped, as Markdown."""
    return pd.DataFrame(
        {
            "File": [escaped(each.file) for each in found.stopped],
            "Cell": [each.cell for each in found.stopped],
            "Why": [escaped(each.problem) for each in found.stopped],
        }
    )


def _sent_back(view: View, found: Replies, refused: Sequence[Proposal]) -> None:
    """A list of what goes back to the owners: what was stopped, and what was not accepted."""
    if not (found.stopped or refused):
        return
    file = f"owners_sent_back_{view.dated}_for_excel.csv"
    saving.button("What goes back to owners", file, lambda: sent_back(found, refused))


def sent_back(found: Replies, refused: Sequence[Proposal]) -> bytes:
    """A CSV for Excel: each answer that was stopped or not accepted, and why."""
    from tracker.output.csv import csv_bytes

    rows = [(each.file, each.cell, each.problem) for each in found.stopped]
    rows += [
        (each.file, each.cell, f"Not accepted: {FIELDS[each.field].label} {in_words(each.after)}")
        for each in refused
    ]
    return csv_bytes(("File", "Cell", "Why"), rows)


def _download(view: View, chosen: Sequence[Proposal]) -> None:
    """The user's workbook with what is accepted, made now so that what cannot be is said."""
    if not chosen:
        return
    made: Accepted = view.once_of(
        (accept, *chosen), lambda: accept(view.plan, view.in_use.content(), chosen)
    )
    for each in made.stopped:
        st.warning(escaped(each.problem))
    if made.is_new:
        st.caption(MADE_ANEW)
    name = PurePath(view.in_use.name)
    macros = name.suffix.casefold() == ".xlsm" and not made.is_new
    file = f"{name.stem} with replies{'.xlsm' if macros else '.xlsx'}"
    saving.button(
        "My workbook with what is accepted",
        file,
        lambda: made.content,
        disabled=not made.written,
        help="The changed cells are yellow, and a last sheet lists them. Save it as your plan, and "
        "upload it here again.",
    )
