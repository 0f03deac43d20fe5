"""What the Records page shows: a plan's recorded positions, and superseding or deleting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker import listings
from tracker.store.errors import HistoryError
from tracker.timeline import standing
from tracker.words import count, date_words
from ui import correct_records, identity, opened_position, page_frame, recorded_plans
from ui.markdown_escape import escaped
from ui.view import View

if TYPE_CHECKING:
    from tracker.store import History
    from tracker.timeline import Recorded

PLAN, WHICH, WHO = "history_plan", "history_which", correct_records.WHO

_SHOW = "Show it on every page"
_DELETED = {"name": "Plan", "as_at": "As at", "who": "Deleted by", "when": "Deleted on"}


def look(view: View) -> tuple[History, str, list[Recorded]] | None:
    """The history, the plan chosen and its positions; ``None``, said, where there is none."""
    try:
        history = recorded_plans.look()
        names = recorded_plans.plans(history)
        if not names:
            st.markdown(
                "Nothing is recorded yet. Upload your plan and press *Record*: "
                "what it says is then kept for the next meeting to compare with."
            )
            if history:
                deleted(history)
            return None
        own = view.over.name
        name = st.selectbox(
            "Recorded plan", names, index=names.index(own) if own in names else 0, key=PLAN
        )
        return history, name, history.recorded(name)
    except HistoryError as error:
        st.error(escaped(str(error)))
        return None


def show(versions: list[Recorded]) -> None:
    """Every position recorded of the plan, the latest first."""
    counting = len(standing(versions))
    gone = len(versions) - counting
    superseded = f"; {count('position', gone)} superseded and not counted" if gone else ""
    first, last = (date_words(each.as_at) for each in (versions[0], versions[-1]))
    dated = f"as at {first}" if first == last else f"from {first} to {last}"
    st.markdown(
        f"{count('position', counting)} recorded, {dated}{superseded}. "
        "*Changes* shows any of them as it was known."
    )
    rows = listings.positions(versions)
    hidden = ("actions", "errors", "warnings") if looks_only() else ()  # counts of all rows
    columns = [name for name in rows if name not in hidden]
    page_frame.table(rows, columns, alt="Every position recorded of this plan")


def looks_only() -> bool:
    """Whether this person may open what is recorded, but not correct it nor see all of it."""
    return not identity.current().may("see_restricted")


def offer_to_open(versions: list[Recorded]) -> None:
    """Choose a position to look at."""
    by_id = {each.id: each for each in reversed(versions)}
    which = st.selectbox(
        "Position", list(by_id), format_func=lambda key: _label(by_id[key]), key=WHICH
    )
    st.button(_SHOW, on_click=opened_position.open_position, args=(which,), type="primary")


def correct(history: History, name: str, versions: list[Recorded]) -> None:
    """Choose a position, then supersede it by another one, or delete it."""
    st.markdown(
        "A recorded position is never edited. One that was wrong is **superseded** by a better "
        "one, and both are kept; one that should not be here at all is **deleted**."
    )
    by_id = {each.id: each for each in reversed(versions)}
    which = page_frame.choose_one(
        "Position", {key: _label(each) for key, each in by_id.items()}, WHICH
    )
    if which is None:
        return
    chosen = by_id[which]
    st.button(_SHOW, on_click=opened_position.open_position, args=(which,), type="primary")
    st.text_input(
        "Who does this", value=recorded_plans.who(), key=WHO, placeholder="Your role or name"
    )
    others = [e for e in standing(by_id.values()) if e.id != which and e.as_at == chosen.as_at]
    if chosen.superseded is None and others:
        correct_records.supersede(history, chosen, others, _label)
    elif chosen.superseded is None:
        st.caption(
            "There is no other position of its date to supersede it by: record the better one "
            "first, or delete this one."
        )
    if chosen.superseded is None:
        correct_records.redate(history, chosen)
    else:
        correct_records.undo(history, chosen)
    if st.button("Delete this position"):
        _confirm_deleting(history, name, chosen)


@st.dialog("Delete this position?", width="large")
def _confirm_deleting(history: History, name: str, chosen: Recorded) -> None:
    st.markdown(
        f"**{escaped(name)}, as at {date_words(chosen.as_at)}** ({escaped(chosen.file_name)})"
    )
    st.write(
        "The position and its file are removed for ever; this cannot be undone. That it was "
        "there, and who deleted it, is kept. Copies made before, such as back-ups, still have it."
    )
    correct_records.say_effect(lambda: history.effect_of_deleting(chosen.id))
    with st.container(horizontal=True):
        done = f"Deleted: the position as at {date_words(chosen.as_at)}."
        gone = correct_records.button(
            "Delete for ever", lambda who: history.delete(chosen.id, who=who), done, type="primary"
        )
        stays = st.button("Keep it")
    if gone or stays:
        st.rerun()


def deleted(history: History) -> None:
    """What was deleted: that it was there, when and by whom it was removed."""
    gone = history.deleted()
    if not gone:
        return
    st.header("Deleted", anchor=False)
    page_frame.table(
        listings.deleted(gone), _DELETED, alt="Positions that were deleted, the latest first"
    )


def _label(version: Recorded) -> str:
    words = f"{date_words(version.as_at)}: {version.file_name}"
    return words if version.superseded is None else f"{words} (superseded)"
