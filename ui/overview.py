"""What the overview shows of a plan: its slips, its recommendations, what is due next."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from tracker.charts import recommendations_standing
from tracker.statements import plan as statements
from tracker.statements.changes import changes_finding
from tracker.summaries import due_next
from tracker.timeline import Comparison
from tracker.vocabulary import NO_OWNER
from tracker.words import date_words, number, shortened
from ui import actions, earlier, frame, groups
from ui.links import link_to
from ui.safe import escaped
from ui.view import View

DAYS_AHEAD = 90
MOST_SLIPS = 6  # rows that are read without a scroll on a laptop
WORDS, OWNER = 80, 44  # characters in a row: more would be cut within a word

_SLIPPED = {"what": "Action", "who": "Owner", "from": "From", "to": "To", "days": "Days"}
_DUE = {
    "agreed_due": "Due",
    "reference": "Reference",
    "action": "Action",
    "owners": "Owner",
    "state": "State",
    "dependency": "Waiting for",
}


def say(view: View) -> None:
    """How the plan stands, in a sentence, and in another what changed."""
    said = [view.once(statements.position, view.summary, view.shown)]
    since = earlier.since(view)()
    if since:
        said.append(view.once(changes_finding, since))
    st.markdown(escaped(" ".join(said)))


def slipped(view: View) -> None:
    """The actions that slipped most since the earlier position; without one, that slipped most."""
    since = earlier.since(view)()
    if since:
        st.header(f"Slipped since {date_words(since.previous_as_at)}", anchor=False)
        rows, page = view.once(slips_since, since), "changes"
    else:
        st.header("Slipped most", anchor=False)
        rows, page = view.once(slips, view.shown), "slippage"
    if rows.empty:
        st.write("No date was moved to a later one." if since else "No action has slipped.")
        return
    frame.table(
        rows.head(MOST_SLIPS),
        _SLIPPED,
        alt="The actions that slipped most",
        key="slipped",
        pick=actions.open_one,
    )
    if len(rows) > MOST_SLIPS:
        link_to(page, f"All {number(len(rows))}")


def slips_since(since: Comparison) -> pd.DataFrame:
    """The actions whose agreed date is later than it was, most days first."""
    rows = since.lists.extended
    moved = {"from": rows["agreed_before"], "to": rows["agreed_due"], "days": rows["days_moved"]}
    return _most_first(rows.assign(**moved))


def slips(shown: pd.DataFrame) -> pd.DataFrame:
    """The actions later than their original timescale, most days first."""
    rows = shown[shown["slippage_days"].gt(0).fillna(False).astype(bool)]
    known = rows["expected_finish"].mask(rows["slippage_is_minimum"])
    slip = {"from": rows["original_due"], "to": known, "days": rows["slippage_days"]}
    return _most_first(rows.assign(**slip))


def _most_first(rows: pd.DataFrame) -> pd.DataFrame:
    named = zip(rows["reference"].fillna(""), rows["action"].fillna(""), strict=True)
    what = [shortened(f"{reference} {action}", WORDS) for reference, action in named]
    who = ["; ".join(map(_both_ends, owners)) or NO_OWNER for owners in rows["owners"]]
    ordered = rows.assign(what=what, who=who)
    return ordered.sort_values("days", ascending=False, kind="stable", na_position="last")


def _both_ends(name: str) -> str:
    """A long name without its middle, as two of them may begin alike: "Head of … (North)"."""
    if len(name) <= OWNER:
        return name
    start, end = shortened(name, OWNER // 2), name[-OWNER // 2 :]
    return f"{start} {end.partition(' ')[2] or end}"


def recommendations(view: View) -> None:
    """Each with its bar, its dates and its slippage; a click on a bar opens it."""
    with st.container(key="standing"):
        frame.chart(
            "recommendations",
            recommendations_standing,
            view.shown,
            view.summary.recommendations,
            view.as_at,
            pick=lambda key: groups.open_one("recommendation", key),
        )


def due(view: View) -> None:
    """The open actions that fall due in the next quarter."""
    st.header("Due next", anchor=False)
    rows = view.once(due_next, view.shown, view.as_at, DAYS_AHEAD)
    if rows.empty:
        st.write(f"No open action falls due in the {DAYS_AHEAD} days after the as-at date.")
        return
    alt = f"Open actions due in the next {DAYS_AHEAD} days, soonest first"
    frame.table(rows, _DUE, alt=alt, wide=("action",))
