"""Recording a position: asked for in the plan bar, never done unasked, never for the sample."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from tracker import Choices, Plan, PlanError
from tracker.store.errors import HistoryError
from tracker.timeline import name_from_file, of_file, of_the_day, standing
from tracker.words import count, date_words, listed
from ui import plan_source, recorded_plans
from ui.markdown_escape import escaped
from ui.plan_source import PlanInUse
from ui.session import session
from ui.view import View

if TYPE_CHECKING:
    from tracker.store import History
    from tracker.timeline import Recorded

NAME, WHO, AS_AT = "record_name", "record_who", "record_as_at"
NONE_OF_THEM = "None of them"
WHOLE, LAYOUT, REASON = "record_whole", "record_layout", "record_reason"


def offer(view: View) -> None:
    """The button that records an upload."""
    if view.in_use.is_upload and st.button("Record"):
        _ask(view)


def ask_which_plan(view: View) -> None:
    """Which recorded plan the upload is a version of, where anything is recorded."""
    try:
        names = recorded_plans.plans(None if view.over.trouble else recorded_plans.look())
    except HistoryError:
        return  # the page says that the history cannot be read
    if not names:
        return
    options = [*names, NONE_OF_THEM]
    known = view.over.name or NONE_OF_THEM
    key = f"version_of_{view.in_use.file}_{known}"  # answered elsewhere, it shows that
    st.selectbox(
        "A version of the recorded plan",
        options,
        index=options.index(known),
        key=key,
        on_change=lambda: plan_source.say_version_of(
            "" if st.session_state[key] == NONE_OF_THEM else st.session_state[key]
        ),
        help="Its original timescales are then those first recorded, and *Changes* "
        "compares it with what was recorded.",
    )


@st.dialog("Record this position")
def _ask(view: View) -> None:
    asked, known = st.session_state, view.over.name
    refused = session().said.get("history", (True, ""))[0] is False
    try:
        history = recorded_plans.to_record()
        name, as_at = asked.get(NAME, known or ""), asked.get(AS_AT, view.as_at)
        before, other = _there(history, name.strip(), view.in_use, view.in_use.whole_plan, as_at)
    except HistoryError as error:
        st.error(escaped(str(error)))
        return
    if before is not None:
        st.info(
            f"This file is already recorded under “{escaped(before.name)}”, as at "
            f"{date_words(before.as_at)}"
            + (f", by {escaped(before.who)}" if before.who else "")
            + f", on {date_words(before.when.date())}."
        )
    elif other is not None:
        st.warning(
            f"Another file, {escaped(other.file_name)}, is recorded under "
            f"“{escaped(other.name)}” as at {date_words(other.as_at)}. If this one corrects it, "
            "say why: it then takes its place. Else give the date that this one is as at."
        )
    if refused:
        recorded_plans.show_what_came_of_it()
    with st.form("record", border=False):
        default = known or session().recorded_under
        st.text_input(
            "Name of the plan",
            value=default or name_from_file(view.in_use.name),
            key=NAME,
            help="The same at every meeting: positions under one name are compared.",
        )
        st.date_input("As-at date", value=view.as_at, key=AS_AT, format="DD/MM/YYYY")
        st.text_input(
            "Who records it", value=recorded_plans.who(), key=WHO, placeholder="Your role or name"
        )
        _more_to_record(view, again=before is not None, corrects=other is not None)
        sent = st.form_submit_button("Record it", type="primary", on_click=_record, args=(view,))
    st.caption(
        "The whole plan and its file are kept in this tracker's history until "
        "an administrator deletes them. Everybody who can open this tracker can see them."
    )
    if sent and not refused:
        st.rerun()


def _there(
    history: History, name: str, in_use: PlanInUse, plan: Plan, as_at: date
) -> tuple[Recorded | None, Recorded | None]:
    """What is recorded of these sheets of this file, and of another file as at that date."""
    recorded = standing(history.recorded(name)) if name else []
    same = of_file(recorded, plan, in_use.file)
    return same, None if same and same.as_at == as_at else of_the_day(recorded, as_at)


def _more_to_record(view: View, *, again: bool, corrects: bool) -> None:
    versions = view.in_use.whole_plan.source.versions
    if versions:
        tabs = listed([escaped(version.sheet) for version in versions])
        st.checkbox(f"The other tabs too, each as at its own date: {tabs}", value=True, key=WHOLE)
    if view.in_use.mapping != Choices():
        st.checkbox(
            "Remember how its columns are read, for the next file with these headings",
            value=True,
            key=LAYOUT,
        )
    if again or corrects:
        what = "file corrects" if corrects else "reading is to take the place of"
        st.text_input(
            f"If this {what} the recorded one: why",
            key=REASON,
            help="The recorded one is kept as superseded, with this reason.",
        )


def _record(view: View) -> None:
    """Record what the form says; the sentence that tells of it waits for the next run."""
    asked = st.session_state
    name, who, as_at = asked[NAME].strip(), asked[WHO].strip(), asked[AS_AT]
    session().who, session().recorded_under = who, name
    try:
        history = recorded_plans.to_record()
        done = [_one(history, view.in_use, view.in_use.whole_plan, as_at, view.in_use.mapping)]
        if not done[0]:
            recorded_plans.say(False, "Not recorded yet: say why, or give another as-at date.")
            return
        if asked.get(WHOLE):
            done += list(_other_tabs(history, view.in_use))
        plan_source.say_version_of(name)
        if asked.get(LAYOUT):
            recorded_plans.remember_layout(
                view.in_use.whole_plan.original.columns, view.in_use.mapping
            )
    except (HistoryError, PlanError) as error:
        recorded_plans.say(False, str(error))
        return
    recorded_plans.say(True, " ".join(done))


def _one(history: History, in_use: PlanInUse, plan: Plan, as_at: date, mapping: Choices) -> str:
    """Record it and say so; nothing, where it takes another's place and it is not said why."""
    asked = st.session_state
    reason = (asked.get(REASON) or "").strip()
    name = asked[NAME].strip()
    same, other = _there(history, name, in_use, plan, as_at)
    if other and not reason:
        return ""
    before = other or same if reason else None
    recorded = history.record(
        plan,
        name=name,
        as_at=as_at,
        data=in_use.content(),
        who=asked[WHO].strip(),
        mapping=None if mapping == Choices() else mapping,
        corrects=before.id if before else None,
        reason=reason,
    )
    return (
        f"Recorded: “{recorded.name}” as at {date_words(recorded.as_at)}, "
        f"{count('action', recorded.actions)}."
    )


def _other_tabs(history: History, in_use: PlanInUse) -> Iterator[str]:
    """Record each other tab as at its date; what is there already, or has no date, is said."""
    from tracker.store import AlreadyRecorded

    for version in in_use.whole_plan.source.versions:
        if version.as_at is None:
            yield f"“{version.sheet}” says no date, so it was not recorded: open it to record it."
            continue
        plan, mapping = plan_source.tab(in_use, version.sheet)
        try:
            done = _one(history, in_use, plan, version.as_at, mapping)
        except AlreadyRecorded:
            done = ""
        yield done or f"“{version.sheet}” was left out: its date was recorded before."
