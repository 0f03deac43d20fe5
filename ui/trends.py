"""What the Trend page shows: the positions over time, and any one of them as it was known."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd
import streamlit as st

from tracker import Plan, measure, narrative, summarise
from tracker.charts.trend import LIMIT, MOST_CHOSEN
from tracker.fields import NO_OWNER, NO_RECOMMENDATION
from tracker.summaries import By
from tracker.timeline import (
    Decision,
    Position,
    Timeline,
    Trend,
    moves_by,
    public_positions,
    restricted_rows,
    trend,
)
from tracker.words import count, date_words
from ui import frame, groups, past, people, public, recording, uploading
from ui.safe import escaped
from ui.view import View

if TYPE_CHECKING:
    from tracker.history import History, Recorded

Version: TypeAlias = tuple[date, pd.DataFrame]

NONE_LEFT = "No action of the latest position is left by these filters."
CHOSEN, KNOWN = "lines", "known"
MOST_ACTIONS = 150_000  # of all positions, kept measured

_MOVES = {
    "date_moves": "Times moved",
    "moved": "Actions moved",
    "moved_again": "Moved more than once",
    "actions": "Actions",
}
_GROUPS: dict[By, tuple[str, str]] = {
    "owner": (NO_OWNER, "Owner"),
    "recommendation": (NO_RECOMMENDATION, "Recommendation"),
}
_ORIGINALS = {
    "reference": "Reference",
    "action": "Action",
    "original_due": "Original timescale first recorded",
    "original_now": "Original timescale now",
    "slippage_days": "Slippage in days from the first recorded",
}
_ACTIONS = {
    "reference": "Reference",
    "action": "Action",
    "owners": "Owner",
    "state": "State",
    "original_due": "Original timescale",
    "revised_due": "Revised timescale",
    "expected_finish": "Expected or actual finish",
    "slippage_days": "Slippage in days",
}


@dataclass(frozen=True)
class Known:
    """One past position: what is said of it, and how it and the later ones are opened."""

    key: str
    label: str
    as_at: date
    lines: tuple[str, ...]
    load: Callable[[], Plan]
    later: Callable[[], list[tuple[date, pd.DataFrame]]]
    decided: Sequence[Decision] = ()
    file_name: str = ""
    file: Callable[[], bytes] | None = None


@dataclass(frozen=True)
class Positions:
    """The plan's positions, the one shown among them.

    ``key`` says which they are, ``versions`` reads them, earliest first and one a date.
    ``decided`` is what the user said of doubtful matches; ``known`` those that can be opened.
    """

    key: tuple
    versions: Callable[[], list[Version]]
    decided: Sequence[Decision]
    known: list[Known]


def over_time(view: View) -> tuple[Trend, list[Known]]:
    """The plan's positions together with the one shown, and those that can be opened."""
    found = positions(view)
    choice = tuple(view.choice.items())
    over = view.once_of((_shown, found.key, choice), lambda: _shown(found, choice))
    return over, found.known


def _measured(found: Positions) -> list[Version]:
    """The positions followed and measured, once for what they are."""
    kept: tuple[tuple, list[Version]] | None = st.session_state.pop("_positions", None)
    if kept is None or kept[0] != found.key:
        kept = (found.key, _followed(found))
    if sum(len(rows) for _, rows in kept[1]) <= MOST_ACTIONS:
        st.session_state["_positions"] = kept
    return kept[1]


def _followed(found: Positions) -> list[Version]:
    positions = [Position(day, rows, read=lambda: None) for day, rows in found.versions()]
    return Timeline(tuple(positions), len(positions) - 1, tuple(found.decided)).over_time()


def _latest_per_day(versions: Iterable[Version]) -> list[Version]:
    return sorted(dict(versions).items(), key=lambda version: version[0])


def _shown(found: Positions, choice: tuple[tuple[str, Any], ...]) -> Trend:
    return trend(_measured(found), **dict(choice))


def positions(view: View) -> Positions:
    """The positions that are known of the plan."""
    if view.in_use.is_sample:
        plans = [uploading.sample_plan(path) for path in uploading.sample_versions().values()]
        key = ("sample", tuple(plan.as_at for plan in plans))
        versions = _latest_per_day((plan.as_at, plan.actions) for plan in plans)
        is_public, owners = view.in_use.is_public, view.in_use.owners
        return Positions(
            (*key, is_public, owners),
            lambda: public_positions(versions, (), owners) if is_public else versions,
            (),
            _sample_known(),
        )
    return _of_upload(view)


def _of_upload(view: View) -> Positions:
    """The recorded positions and the workbook's tabs, with the plan shown as at its date.

    In a public version without the superseded ones: they may lack their markings.
    """
    from tracker.history import HistoryError

    in_use = view.in_use
    history, name, recorded, decided = None, view.known.name, [], []
    try:
        history = past.look()
        recorded = history.recorded(name) if history and name else []
        decided = history.decisions(name) if history and name else []
    except HistoryError as error:
        st.warning(escaped(str(error)))
    ids = tuple((each.id, each.superseded is None) for each in recorded)

    def versions() -> list[Version]:
        tabs = recording.dated_tabs(in_use)
        kept = (
            [(each.as_at, rows) for each, rows in past.positions(history, name)] if recorded else []
        )
        others = _seen(view, [*tabs, *kept], decided)
        return _latest_per_day([*others, (view.as_at, in_use.plan.actions)])

    key = (in_use.id, view.as_at, name, ids, tuple(decided))
    known = [
        _known(view, history, each, decided)
        for each in reversed(recorded)
        if not in_use.is_public or each.superseded is None
    ]
    return Positions(key, versions, decided, known)


def _seen(view: View, others: list[Version], decided: Sequence[Decision]) -> list[Version]:
    """The other positions without what stays out of a public version."""
    in_use = view.in_use
    if not in_use.is_public:
        return others
    ordered = sorted(others, key=lambda version: version[0])
    frames = [actions for _, actions in ordered]
    if public.is_last(view, ordered):
        frames.append(in_use.whole_plan.actions)
    flags = restricted_rows(frames, decided, in_use.owners)
    return [
        (as_at, actions[~(hidden | public.beside(view, actions, decided))].reset_index(drop=True))
        for (as_at, actions), hidden in zip(ordered, flags, strict=False)
    ]


def say_what_would_fill_it(view: View, over: Trend) -> None:
    """With one position there is no trend yet."""
    if len(over.positions) < 2 and not view.in_use.is_sample:
        st.markdown(
            "One position is known so far. Press *Record this position* in the sidebar at each "
            "meeting, and this page shows how the dates move."
        )


def choose_recommendations(view: View, over: Trend) -> pd.DataFrame:
    """The rows of the recommendations whose lines are drawn, all where none is chosen."""
    rows = over.recommendations
    names = rows["recommendation"].fillna(NO_RECOMMENDATION)
    chosen = st.multiselect(
        "Recommendations drawn",
        groups.offer_first(list(dict.fromkeys(names)), st.session_state.get(CHOSEN, ())),
        key=CHOSEN,
        placeholder="Those that moved most",
        wrap=False,
    )
    return view.once(_named, rows, tuple(chosen)) if chosen else rows


def _named(rows: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    return rows[rows["recommendation"].fillna(NO_RECOMMENDATION).isin(names)]


def lines(rows: pd.DataFrame, over: Trend) -> int:
    """How many lines are drawn: more where the reader chose them."""
    return LIMIT if rows is over.recommendations else MOST_CHOSEN


def _moves_of(over: Trend, by: By, unnamed: str) -> pd.DataFrame:
    rows = moves_by(over.moves, by)
    return rows.assign(**{by: rows[by].fillna(unnamed)})


def moves(view: View, over: Trend) -> None:
    """How often dates have moved, by owner and by recommendation."""
    if over.moves.empty:
        st.write(NONE_LEFT)
        return
    for by, (unnamed, heading) in _GROUPS.items():
        rows = view.once(_moves_of, over, by, unnamed)
        frame.table(
            rows,
            {by: heading, **_MOVES},
            alt=f"How often dates have moved, by {by}, most first",
            bars=("date_moves",),
        )
    st.caption(
        "At least: a date that moved twice between two positions is counted once, unless the plan "
        "itself says so. An action with two owners counts for both."
    )


def originals(view: View, over: Trend) -> None:
    """The actions whose original timescale is not the one that was first recorded."""
    if over.moves.empty:
        st.write(NONE_LEFT)
        return
    rows = over.moves[over.moves["original_moved"]]
    if rows.empty:
        st.write("Every original timescale is the one that was first known.")
        return
    st.warning(
        f"{count('original timescale', len(rows))} {'is' if len(rows) == 1 else 'are'} not the one "
        "first recorded. Slippage is measured from the first recorded one."
    )
    frame.table(
        rows,
        _ORIGINALS,
        alt="Original timescales that are not those first recorded",
        wide=("action",),
    )


def as_known_on(view: View, known: list[Known]) -> None:
    """One past position, exactly as it was recorded."""
    if not known:
        st.write("Nothing of this plan is recorded yet.")
        return
    by_key = {each.key: each for each in known}
    if st.session_state.get(KNOWN) not in by_key:
        st.session_state.pop(KNOWN, None)
    key = st.selectbox(
        "As known on", list(by_key), format_func=lambda key: by_key[key].label, key=KNOWN
    )
    _show(view, by_key[key], tuple(by_key))


def _show(view: View, known: Known, every: tuple[str, ...]) -> None:
    from tracker.history import HistoryError

    st.markdown("  \n".join(known.lines))
    wanted = (view.in_use.id, known.key, known.lines, every, tuple(known.decided))
    try:
        measured, sentences = past.kept("_then", wanted, lambda: _then(view, known))
    except HistoryError as error:
        st.error(escaped(str(error)))
        return
    st.markdown(escaped(sentences))
    frame.table(
        measured, _ACTIONS, alt="Every action as known on the date chosen", wide=("action",)
    )
    if known.file is not None and not view.in_use.is_public:
        st.download_button(
            "Download the file as it was recorded",
            data=people.noted_download(known.file_name, known.file),
            file_name=known.file_name,
            on_click="ignore",
        )


def _then(view: View, known: Known) -> tuple[pd.DataFrame, str]:
    """The actions of a past position, measured as at its own date, and how it stood in words."""
    plan = public.earlier_plan(view, known.load(), known.later, known.decided)
    measured = measure(plan.actions, known.as_at, published=plan.published)
    return measured, narrative.overview(summarise(measured), measured, known.as_at)


def _known(view: View, history: History, recorded: Recorded, decided: Sequence[Decision]) -> Known:
    gone = recorded.superseded
    by = f" by {escaped(recorded.who)}" if recorded.who else ""
    lines = [
        f"File: {escaped(recorded.file_name)}",
        f"SHA-256: `{recorded.sha256}`",
        f"Recorded{by} on {date_words(recorded.when.date())}",
    ]
    if not view.in_use.is_public:
        lines[-1] += (
            f": {count('action', recorded.actions)}; {count('value', recorded.errors)} could not "
            f"be used, {count('assumption', recorded.warnings)}."
        )
    if gone is not None:
        lines.append(f"**Superseded** on {date_words(gone.when.date())}: {escaped(gone.reason)}")
    words = f"{date_words(recorded.as_at)}: {recorded.file_name}"
    return Known(
        str(recorded.id),
        f"{words} (superseded)" if gone else words,
        recorded.as_at,
        tuple(lines),
        lambda: history.load(recorded.id),
        lambda: past.recorded_since(history, recorded),
        decided,
        recorded.file_name,
        lambda: history.file(recorded.id),
    )


def _sample_known() -> list[Known]:
    known = []
    for words, path in uploading.sample_versions().items():
        plan = uploading.sample_plan(path)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        lines = (f"File: {escaped(path.name)}", f"SHA-256: `{sha256}`")
        load, later = partial(uploading.sample_plan, path), partial(uploading.later_samples, path)
        known.append(Known(words, words, plan.as_at, lines, load, later))
    return known
