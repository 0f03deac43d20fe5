"""The earlier plans that the one in use can be compared with, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from tracker import Plan, PlanError, read_plan
from tracker.access import AuditError, NotAllowed
from tracker.words import date_words
from ui import past, people, recording, uploading
from ui.filters import EARLIEST, LATEST
from ui.safe import escaped
from ui.view import View

if TYPE_CHECKING:
    import pandas as pd

    from tracker.history import History, Recorded

CHOICE = "since"
_LISTED = 24  # recorded positions offered: two years of monthly meetings


@dataclass(frozen=True)
class Earlier:
    """One earlier plan: ``as_at`` where it is known; ``name`` is its plan's in the history.

    ``same_plan`` is whether it is known to be a version of the plan in use. ``later`` reads the
    versions known after it: dates and actions.
    """

    key: str
    label: str
    as_at: date | None
    load: Callable[[], Plan]
    name: str = ""
    same_plan: bool = True
    later: Callable[[], list[tuple[date, pd.DataFrame]]] = list


def choose(view: View) -> tuple[Earlier, date] | None:
    """The plan compared with and its date; ``None``, with what would help, where there is none.

    What was compared with another version is not kept: each begins with the last one before it.
    """
    offered = {each.key: each for each in _offered(view)}
    shown = _version(view)
    if st.session_state.get(CHOICE) not in offered or st.session_state.get("_since_of") != shown:
        st.session_state.pop(CHOICE, None)
    st.session_state["_since_of"] = shown
    chosen = None
    if offered:
        key = st.selectbox(
            "Compared with",
            list(offered),
            format_func=lambda key: offered[key].label,
            index=0 if next(iter(offered.values())).same_plan else None,
            placeholder="Choose the plan that this is a version of",
            key=CHOICE,
        )
        chosen = offered.get(key)
    if not view.in_use.is_sample:
        _offer_other_file()
    if chosen is None:
        if not offered:
            _nothing_yet(view)
        return None
    if chosen.as_at is not None:
        return chosen, chosen.as_at
    as_at = st.date_input(
        "As-at date of the earlier plan, which states none",
        value=view.as_at,
        min_value=EARLIEST,
        max_value=LATEST,
        format="DD/MM/YYYY",
        key=f"since_date_{chosen.key}",
    )
    return chosen, as_at


def _offered(view: View) -> list[Earlier]:
    """What the plan can be compared with, what is asked for most first."""
    if view.in_use.is_sample:
        return _samples(view)
    offered = _recorded(view) + _tabs(view)
    offered.sort(key=lambda each: not each.same_plan)
    other = st.session_state.get("_other_plan")
    if other is not None:
        key, name, plan = other
        offered.append(Earlier(key, _label(name, plan.as_at), plan.as_at, lambda: plan))
    return offered


def last(view: View) -> Earlier | None:
    """The last position of this plan before the one shown; ``None`` where none is known."""
    from tracker.history import HistoryError

    if view.in_use.is_sample:
        return next(iter(_samples(view)), None)
    name = view.known.name
    try:
        history = past.look() if name else None
        versions = past.standing_kept(history, name) if history and name else []
    except HistoryError:
        return None  # the page says that the history cannot be read
    before = [each for each in _others(view, versions) if each.as_at < view.as_at]
    return _of_history(history, before[-1], name) if before else None


def _samples(view: View) -> list[Earlier]:
    """The versions of the sample before the one shown, the latest first."""
    shown = view.in_use.whole_plan.as_at
    return [
        Earlier(
            f"sample {words}",
            f"The sample as at {words}",
            uploading.sample_date(path),
            lambda path=path: uploading.sample_plan(path),
            later=lambda path=path: uploading.later_samples(path),
        )
        for words, path in uploading.sample_versions().items()
        if shown and uploading.sample_date(path) < shown
    ]


def _recorded(view: View) -> list[Earlier]:
    """The recorded positions of the plan: before the date shown latest first, then the others."""
    from tracker.history import HistoryError

    name = view.known.name
    try:
        history = past.look()
        versions = past.standing_kept(history, name) if history and name else []
        elsewhere = history.latest(_LISTED) if history else []
    except HistoryError as error:
        st.warning(escaped(str(error)))
        return []
    versions = _others(view, versions)
    before = [each for each in versions if each.as_at <= view.as_at]
    after = [each for each in versions if each.as_at > view.as_at]
    of_others = [each for each in elsewhere if each.name != name]
    latest_first = [*reversed(before), *reversed(after), *of_others]
    return [_of_history(history, each, name) for each in latest_first[:_LISTED]]


def _others(view: View, versions: list[Recorded]) -> list[Recorded]:
    """Without the position of the very file that is shown."""
    this = _version(view)
    return [each for each in versions if (each.sha256, each.sheets) != this]


def _version(view: View) -> tuple[str, tuple[str, ...]]:
    """Which file is shown, and which of its sheets."""
    return view.in_use.file, view.in_use.whole_plan.source.sheets


def _of_history(history: History, recorded: Recorded, name: str | None) -> Earlier:
    return Earlier(
        f"recorded {recorded.id}",
        f"{recorded.name}, recorded as at {date_words(recorded.as_at)}",
        recorded.as_at,
        lambda: history.load(recorded.id),
        recorded.name,
        recorded.name == name,
        lambda: past.recorded_since(history, recorded),
    )


def _tabs(view: View) -> list[Earlier]:
    """The other tabs of the workbook that hold the plan as at another date, the latest first."""
    if not recording.may_have_tabs(view.in_use):
        return []
    versions = sorted(
        view.in_use.whole_plan.source.versions,
        key=lambda version: version.as_at or date.min,
        reverse=True,
    )
    return [
        Earlier(
            f"tab {version.sheet}",
            _label(f"The tab {version.sheet}", version.as_at),
            version.as_at,
            lambda version=version: recording.tab(view.in_use, version.sheet)[0],
            later=lambda version=version: recording.dated_tabs(view.in_use, after=version.as_at),
        )
        for version in versions
    ]


def _label(name: str, as_at: date | None) -> str:
    return f"{name}, as at {date_words(as_at)}" if as_at else name


def _offer_other_file() -> None:
    turn = st.session_state.setdefault("_other_turn", 0)
    with st.expander("Compare with another file"):
        st.file_uploader(
            "The earlier version of your plan",
            type=uploading.FILE_TYPES,
            key=f"other_{turn}",
            max_upload_size=uploading.MAX_FILE_BYTES // 1024**2,
            on_change=_other_uploaded,
            args=(f"other_{turn}",),
            help="It is compared with the plan shown, and not kept.",
        )
    refused = st.session_state.pop("_other_refused", None)
    if refused:
        st.error(refused)


def _other_uploaded(key: str) -> None:
    file = st.session_state[key]
    if file is None:
        return
    st.session_state["_other_turn"] += 1
    try:
        people.current().must("upload")
        plan = read_plan(file.getvalue(), name=file.name)
        people.note("uploaded to compare", {"file_name": file.name, "actions": len(plan.actions)})
    except (PlanError, NotAllowed, AuditError) as error:
        st.session_state["_other_refused"] = (
            f"{escaped(file.name)} could not be read. {escaped(str(error))}"
        )
        return
    chosen = f"other file {st.session_state['_other_turn']}"  # a second one is another choice
    st.session_state["_other_plan"] = (chosen, file.name, plan)
    st.session_state[CHOICE] = chosen


def _nothing_yet(view: View) -> None:
    if view.in_use.is_sample:
        st.markdown(
            "This is the first version of the sample. Choose a later one in the sidebar to see "
            "what changed."
        )
    else:
        st.markdown(
            "There is no earlier position to compare with yet. Press *Record this position* in "
            "the sidebar, and at the next meeting this page says what changed since; or give an "
            "earlier version of your plan above."
        )
