"""The view: a plan as at a date, with what the filters leave of it. Worked out once, then kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd
import streamlit as st

from tracker import Finding, Plan, Summary, filter_actions, measure, summarise
from tracker.filters import describe_filters
from ui import originals
from ui.originals import Known
from ui.uploading import PlanInUse


@dataclass(frozen=True)
class View:
    """What every page shows. ``measured`` is all of the plan, ``shown`` what the filters leave.

    ``known`` is the plan in use as its history knows it; ``in_use.plan`` is as its file says.
    """

    in_use: PlanInUse
    known: Known
    as_at: date
    as_at_origin: str
    choice: Mapping[str, object]
    measured: pd.DataFrame

    @property
    def plan(self) -> Plan:
        """The plan whose figures are shown: from the original timescales first recorded."""
        return self.known.plan

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The measured actions that the filters leave."""
        return filter_actions(self.measured, **self.choice)

    @cached_property
    def summary(self) -> Summary:
        """The figures of what is shown."""
        return summarise(self.shown, confirmed=self.plan.tells_confirmed)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the reader found, with what depends on the as-at date."""
        return self.plan.findings_as_at(self.as_at)

    @property
    def dated(self) -> str:
        """The end of a download's name: its date, and what it is in respect of restricted rows."""
        public = "_public" if self.in_use.is_public else ""
        held = "_not_for_publication" if self.shown["restricted"].any() else public
        return f"as_at_{self.as_at.isoformat()}{held}"

    @property
    def filters(self) -> str:
        """The filters in words, or an empty text."""
        return describe_filters(**self.choice)


def keep_view(
    in_use: PlanInUse, as_at: date, as_at_origin: str, choice: Mapping[str, object]
) -> View:
    """The view for this run: the last run's where nothing changed, its measures where they hold."""
    known = originals.known(in_use, as_at)
    last: View | None = st.session_state.get("_view")
    if last is not None and last.plan is known.plan and last.as_at == as_at:
        same = (last.choice, last.known.name, last.known.trouble)
        if same == (choice, known.name, known.trouble):
            return last
        measured = last.measured
    else:
        measured = measure(known.plan.actions, as_at, published=known.plan.published)
    view = View(in_use, known, as_at, as_at_origin, choice, measured)
    st.session_state["_view"] = view
    return view


def current_view() -> View:
    """The view that the shell made in this run."""
    return st.session_state["_view"]
