"""The frame of a page: notices, title, context line, charts, tables, and what to say when empty."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from tracker.charts import PLOTLY_CONFIG, Chart, ThemeName
from tracker.statements.on_version import assumed, measured_from, version_doubts
from tracker.vocabulary import LABELS, heading
from tracker.words import UNKNOWN as DASH
from tracker.words import number, percent, told_apart
from ui import filter_widgets, opened_position, plan_source, timelines
from ui.links import link_to
from ui.markdown_escape import escaped
from ui.session import session
from ui.view import View, current_view

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

T = TypeVar("T")
DATES = "D MMM YYYY"
PERCENT = "%d%%"
WHOLE_ROWS = 25  # of a list to pick from: no more than these are looked through without a scroll
MOST_ROWS = 1_000  # of a table on a page: a browser takes a second for ten times as many
LONGEST_CELL, LONGEST_OWNER = 56, 34  # characters that a table shows: a click shows all
WIDTH_OF_LETTER = 7  # pixels of a table's text
IN_WORDS = {"owners": "; ".join} | {name: labels.get for name, labels in LABELS.items()}
"""Columns whose cells are shown in other words than they hold."""

CHECK = "check"  # the page on which the user says how a file is read

SAMPLE_BANNER = (
    "**Illustrative sample plan.** Its actions, owners and dates are made up. Upload your own plan."
)
OTHER_PLAN = (
    "This link is for a plan that is not open in this browser. You see the same view of the "
    "illustrative sample plan instead: upload the plan to see its own."
)
PLAN_GONE = (
    "The plan that you had open is no longer held: it was forgotten, or not used for two hours. "
    "Upload it again to go on with it."
)


def notices(view: View, page: str) -> None:
    """What stands above every page: the sample's banner, a refusal, what a link could not show.

    ``page`` is the one shown: *Check the reading* itself tells of the file that waits there.
    """
    if view.in_use.is_sample:
        st.info(SAMPLE_BANNER)
        opened_position.offer_plans()
        if filter_widgets.link_to_other_plan():
            st.warning(OTHER_PLAN)
        elif session().gone:
            st.warning(PLAN_GONE)
    timelines.ask_whether_it_is_a_version(view.in_use)
    refused = session().refusal
    if refused is not None and not (refused.can_be_mapped and page == CHECK):
        _refused(refused, view)
    missing = filter_widgets.not_in_plan()
    if missing:
        values = ", ".join(f"“{escaped(value)}”" for value in missing)
        st.warning(f"Left out of the filters, because this plan does not have it: {values}.")


def _refused(refused: plan_source.Refusal, view: View) -> None:
    st.error(refusal_in_words(refused, view))
    with st.container(horizontal=True, vertical_alignment="center"):
        if refused.can_be_mapped:  # a link keeps the filters in the address
            link_to(CHECK, "Show where the plan is in it")
        st.button("Dismiss", on_click=plan_source.put_refusal_away)


def layout_remembered(in_use: plan_source.PlanInUse) -> None:
    """That the file was read as its user said of an earlier one, and where to change that."""
    if in_use.remembered:
        st.caption("Read as remembered for a file with these headings.")
        link_to(CHECK, "See or forget how it is read")


def refusal_in_words(refused: plan_source.Refusal, view: View) -> str:
    """Why a file was refused, and which plan is still shown."""
    still = "the sample plan" if view.in_use.is_sample else escaped(view.in_use.name)
    return (
        f"{escaped(refused.name)} could not be read. {escaped(refused.sentence)} "
        f"Still shown: {still}."
    )


def begin(title: str, *, needs_actions: bool = True) -> View:
    """Title and what holds of all figures. A page that needs actions ends here without any."""
    view = current_view()
    st.title(title, anchor=False)
    timelines.say(view.audience)
    if view.over.trouble:
        st.warning(view.over.trouble)
    if not view.in_use.is_public:
        for doubt in view.once(version_doubts, view.over.whole, view.as_at):
            st.warning(escaped(doubt))
    if needs_actions and view.shown.empty:
        nothing_to_show(view)
        st.stop()
    return view


def chart(
    key: str,
    draw: Callable[..., Chart],
    *of: object,
    pick: Callable[[Any], None] | None = None,
    **named: object,
) -> Chart:
    """A chart with its finding as alternative text; its figures and its picture for who asks.

    ``draw`` makes it of the other arguments and a ``theme``: the page's, and the light one for a
    picture. ``pick`` is told what the row is of that was clicked.
    """
    drawn = current_view().once(draw, *of, theme=theme(), **named)
    if drawn.figure is None:
        st.markdown(f"{escaped(drawn.title)}.")
        return drawn
    with st.container(gap="xsmall"):
        st.markdown(f"**{escaped(drawn.title)}**")
        st.caption(escaped(drawn.subtitle))
        config = dict(PLOTLY_CONFIG)
        if pick is None:
            st.plotly_chart(drawn.figure, key=key, alt=drawn.alt, config=config, theme=None)
        else:
            turn = _turn(key)
            st.plotly_chart(
                current_view().once(_left_to_scroll, drawn),
                key=turn,
                alt=drawn.alt,
                config=config,
                theme=None,
                on_select=partial(_picked, key, turn, lambda row: pick(drawn.rows[row])),
                selection_mode="points",
            )
    _figures(lambda theme: draw(*of, theme=theme, **named), drawn, key)
    return drawn


def _left_to_scroll(drawn: Chart) -> go.Figure:
    """The figure of a chart that is clicked, which a finger can still scroll the page by.

    Streamlit gives such a chart a way of dragging unless it names one, and takes ``False`` for
    none named. Plotly takes what its template says in place of a name that it does not know.
    """
    plain = drawn.figure.to_dict()
    still = {"dragmode": "none", "template": {"layout": {"dragmode": False}}}
    return go.Figure(plain["data"], {**plain["layout"], **still}, _validate=False)


def _turn(key: str) -> str:
    """The key of what answers clicks: another after each, so that none stays marked in it."""
    return session().turn(key)


def _picked(key: str, turn: str, pick: Callable[[int], None]) -> None:
    """Tell of the row that was clicked, in a chart or in a table."""
    selection = st.session_state[turn]["selection"]
    points = selection.get("points") or ()
    rows = [point["y"] for point in points] or selection.get("rows") or ()
    if rows:
        session().next_turn(key)
        pick(round(rows[0]))


@st.fragment
def _figures(draw: Callable[[ThemeName], Chart], drawn: Chart, key: str) -> None:
    """The chart's figures as a table, and its downloads: sent when somebody opens them."""
    label = "Table and picture of this chart"
    with st.expander(label, key=f"{key}_figures", on_change="rerun") as opened:
        if opened.open:
            from ui import chart_downloads  # what draws and writes them is loaded for who asks

            headings = {name: name for name in drawn.table}
            table(drawn.table, headings, alt=f"Figures of: {drawn.title}")
            chart_downloads.offer(draw, drawn, key)


def open_action(index: Hashable) -> None:
    """Have the page open an action, at the end of its run."""
    session().plan.opened_action = index


def theme() -> ThemeName:
    """``light`` or ``dark``, as the reader's browser shows the page."""
    return "dark" if st.context.theme.type == "dark" else "light"


def table(
    frame: pd.DataFrame,
    columns: Iterable[str] | Mapping[str, str],
    *,
    alt: str,
    key: str = "",
    pick: Callable[[Any], None] | None = None,
) -> None:
    """Columns of ``frame``, under the vocabulary's headings or under those given.

    Unknown is a dash, rates are whole percentages, long text is cut at a word until its cell is
    clicked. ``pick`` is told the index of the row that was clicked, of a table with a ``key``.
    Restricted actions are marked. The table can be searched, sorted and downloaded.
    """
    every, frame = len(frame), frame.head(MOST_ROWS)
    if not isinstance(columns, Mapping):
        columns = {name: heading(name) for name in columns}
    shown, config = _columns(frame, columns)
    answers: dict[str, object] = {}
    if pick is not None:
        turn = _turn(key)
        answers = {"key": turn, "selection_mode": "single-row"}  # a cell would be with Tab
        answers["height"] = "content" if len(frame) <= WHOLE_ROWS else "auto"
        answers["on_select"] = partial(_picked, key, turn, lambda row: pick(frame.index[row]))
    st.dataframe(
        _cut(pd.DataFrame(shown).reset_index(drop=True), config),
        column_config=config,
        hide_index=True,
        placeholder=DASH,
        alt=alt,
        **answers,
    )
    if every > len(frame):
        st.caption(
            f"The first {number(len(frame))} of {number(every)}, in this order. Filters and "
            "downloads reach them all."
        )


def _columns(
    frame: pd.DataFrame, headings: Mapping[str, str]
) -> tuple[dict[str, pd.Series], dict[str, object]]:
    """What a table shows, and how, by heading: see ``table``."""
    shown: dict[str, pd.Series] = {}
    config: dict[str, object] = {}
    for name, words in headings.items():
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column):
            config[words] = st.column_config.DateColumn(format=DATES)
        elif name.endswith("_rate"):
            column = column.map(_whole_percent)
            config[words] = st.column_config.NumberColumn(format=PERCENT)
        elif pd.api.types.is_bool_dtype(column):
            column = column.map({True: "Yes", False: "No"})
        elif pd.api.types.is_numeric_dtype(column):
            column = column.round(1)
            config[words] = st.column_config.NumberColumn(format="localized")
        elif name in IN_WORDS:
            column = column.astype("object").map(IN_WORDS[name])
        shown[words] = column
    if "restricted" in frame and frame["restricted"].astype(bool).any():
        shown["Restricted"] = frame["restricted"].map({True: "Restricted", False: ""})
    return shown, config


def _cut(shown: pd.DataFrame, config: dict[str, object]) -> pd.DataFrame | Styler:
    """With long text cut at a word where it is shown, in columns that have room for it.

    The cells hold all of it.
    """
    cut = {}
    for words, column in shown.items():
        limit = LONGEST_OWNER if words == heading("owner") else LONGEST_CELL
        texts = [cell for cell in column if isinstance(cell, str)]
        known = told_apart((text for text in texts if len(text) > limit), limit)
        if known:
            cut[words] = partial(_of_known, known)
        longest = max((len(known.get(text, text)) for text in texts), default=0)
        if longest > len(words):
            config.setdefault(words, st.column_config.Column(width=20 + WIDTH_OF_LETTER * longest))
    return shown.style.format(cut, na_rep=DASH) if cut else shown


def _of_known(known: Mapping[str, str], cell: object) -> object:
    return known.get(cell, cell) if isinstance(cell, str) else cell


def _whole_percent(rate: float) -> int | None:
    """A rate as ``tracker.words.percent`` says it: 100 means all, 0 means none."""
    words = percent(rate, 1)
    return None if words == DASH else int(words.removesuffix("%"))


def choose_one(label: str, labels: Mapping[T, str], key: str) -> T | None:
    """One of those labelled, chosen in the widget of this ``key``; ``None`` until one is."""
    if st.session_state.get(key) not in labels:
        st.session_state.pop(key, None)
    return st.selectbox(
        label,
        list(labels),
        format_func=labels.__getitem__,
        index=None,
        placeholder="Choose one",
        key=key,
    )


def assumptions(view: View) -> None:
    """The foot of a page: what its figures are measured from, and what was assumed of the plan."""
    changed = view.plan.changed_originals
    if changed:
        st.caption(escaped(measured_from(changed, view.over.name)))
    doubtful = sum(finding.severity != "note" for finding in view.findings)
    if doubtful:
        st.caption(assumed(doubtful))
    if doubtful or changed:
        link_to(CHECK, "See which")


def nothing_to_show(view: View) -> None:
    """Why a page is empty, and the way on."""
    if view.measured.empty:
        st.info("This plan has no actions. Upload one that has, or see what was read of it.")
        link_to(CHECK, "Check the reading")
        return
    st.info("No action is left by these filters.")
    st.button("Clear the filters", on_click=filter_widgets.clear)
