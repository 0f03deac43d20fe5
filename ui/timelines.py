"""The plan in use over time: one Timeline, of what is recorded, of its tabs, of what it is compared
with; whole, or as the public may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from tracker import Plan, sample
from tracker.store.errors import HistoryError
from tracker.timeline import (
    Decision,
    Likeness,
    Position,
    Timeline,
    of_file,
    standing,
    versions_of,
)
from tracker.words import count, date_words
from ui import identity, plan_source, recorded_plans
from ui.markdown_escape import escaped
from ui.plan_source import PlanInUse, plan_of
from ui.session import kept, session

if TYPE_CHECKING:
    from tracker.protective_marking import Audience
    from tracker.store import History

PUBLIC = "public"
LABEL = "Public version"
UNREACHED = (
    "The history cannot be read at present, so slippage is measured from the original timescales "
    "of this plan alone, and a change of them since an earlier meeting would not show."
)


@dataclass(frozen=True)
class OverTime:
    """What is known of the plan in use over time.

    ``whole`` is its timeline, ``shown`` the same or its public version; ``labels`` says of each
    position what it is, in their order. ``likeness`` is the recorded plan that it looks like a
    version of, where its user has not said yet. ``trouble`` says that the history cannot be read.
    """

    whole: Timeline
    shown: Timeline
    labels: tuple[str, ...]
    likeness: Likeness | None = None
    trouble: str = ""

    @property
    def name(self) -> str | None:
        """The name under which the plan is recorded, None where it is of no recorded plan."""
        return self.whole.name

    @property
    def is_recorded(self) -> bool:
        """Whether the position in use is recorded, also where its file was uploaded again."""
        return self.whole.in_use.recorded is not None

    @property
    def others(self) -> dict[int, str]:
        """The places of the other positions, the last of an earlier date first: their labels."""
        places = [place for place in range(len(self.labels)) if place != self.whole.place]
        own = self.whole.in_use.as_at
        before = [place for place in places if self.whole.positions[place].as_at < own]
        after = [place for place in places if place not in before]
        return {place: self.labels[place] for place in (*reversed(before), *reversed(after))}


def choose(in_use: PlanInUse) -> PlanInUse:
    """The plan in use with what is known of it over time, public where it is to be."""
    over, trouble, likeness = _known(in_use)
    person = identity.current()
    hidden = kept("redacted", (over, person.owners), lambda: over.redacted(_owners(person)))
    if person.may("see_restricted"):
        public = bool(hidden.left_out) and st.toggle(
            LABEL,
            key=PUBLIC,
            bind="query-params",
            help=f"Leaves {count('restricted row', hidden.left_out)} out of every page, chart and "
            "download, and says how many were left out.",
        )
    else:
        public = True  # also of earlier positions, where this one has no restricted row
    shown = hidden if public else over
    standing = OverTime(over, shown, sample.labels(over), likeness, trouble)
    if not public:
        return replace(in_use, over=standing)
    return replace(
        in_use,
        id=f"{in_use.id} public {' '.join(person.owners)}".strip(),
        plan=shown.in_use.plan,
        whole=in_use.plan,
        over=standing,
    )


def _owners(person: identity.Person) -> tuple[str, ...]:
    """Whose restricted rows are shown all the same: their own, to who may not see the others."""
    return () if person.may("see_restricted") else person.owners


def another_reading(in_use: PlanInUse, plan: Plan, as_at: date) -> Plan:
    """The plan in use as read in another way, measured and redacted as it is."""
    over = in_use.over
    mine = Position.of(plan, plan.as_at or as_at, recorded=over.whole.in_use.recorded)
    others = [each for each in over.whole.positions if each is not over.whole.in_use]
    again = replace(over.whole, positions=tuple(others), place=-1, followed=None).using(mine)
    shown = again.redacted(_owners(identity.current())) if in_use.is_public else again
    return shown.baseline


def _known(in_use: PlanInUse) -> tuple[Timeline, str, Likeness | None]:
    """The timeline of the plan in use, made anew only when something of it changes."""
    history, name, revision, likeness, trouble = None, None, None, None, ""
    if not in_use.is_sample:
        try:
            with recorded_plans.not_again_at_once():
                history = recorded_plans.look()
                name, likeness = _name(history, in_use) if history else (None, None)
                revision = history.revision(name) if history and name else None
        except HistoryError:
            history, name, likeness, trouble = None, None, None, UNREACHED
    own = in_use.plan.as_at or plan_source.as_at_chosen()
    other, decided = session().plan.other, session().plan.decisions
    wanted = (in_use.id, own, name, revision, other and other.key, decided, trouble)
    over = kept("timeline", wanted, lambda: _timeline(in_use, history, name, own, other, decided))
    return over, trouble, likeness


def _name(history: History, in_use: PlanInUse) -> tuple[str | None, Likeness | None]:
    """The recorded plan that this is a version of, as its user said or its file is recorded; else
    the one that it looks like."""
    if in_use.recorded:
        return in_use.recorded.name, None
    names = recorded_plans.plans(history)
    if in_use.version_of is not None:
        return (in_use.version_of if in_use.version_of in names else None), None
    if not names:
        return None, None
    return kept("likeness", (in_use.id, history.revision()), lambda: _likeness(history, in_use))


def _likeness(history: History, in_use: PlanInUse) -> tuple[str | None, Likeness | None]:
    like = next(iter(versions_of(in_use.plan.actions, history.last_actions())), None)
    recorded = standing(history.recorded(like.name)) if like else []
    same = of_file(recorded, in_use.plan, in_use.file)
    return (same.name, None) if same else (None, like)


def _timeline(
    in_use: PlanInUse,
    history: History | None,
    name: str | None,
    own: date,
    other: plan_source.OtherPlan | None,
    decided: tuple[Decision, ...],
) -> Timeline:
    if in_use.is_sample:
        return sample.timeline(in_use.file)
    over = history.timeline(name) if history and name else Timeline(())
    over = replace(over, decided=(*over.decided, *decided), followed=None)
    if in_use.recorded:
        every = (*over.positions, *over.corrected)
        here = (each for each in every if each.recorded.id == in_use.recorded.id)
        alone = Position.of(in_use.plan, own, recorded=in_use.recorded)  # the history is away
        mine = next(here, alone)
    else:
        mine = Position.of(_with_publication(in_use, over.published), own)
        same = (each.recorded for each in over.positions if each.is_of_file(mine))
        mine = replace(mine, recorded=next(same, None))
    for position in (*_tabs(in_use), *([other.position] if other else [])):
        over = over.using(position)
    over = over.using(mine)
    return over.with_catalogue(plan_source.own_catalogue()) if in_use.catalogue else over


def _with_publication(in_use: PlanInUse, published: date | None) -> Plan:
    """The plan, read with the day of publication that is remembered of it, where it says none."""
    plan = in_use.plan
    if published is None or plan.choices.published or plan.published == published:
        return plan
    choices = plan.choices.with_change({"published": published})
    return plan_of(in_use.book(), choices, in_use.catalogue)


def _tabs(in_use: PlanInUse) -> Iterator[Position]:
    """The other tabs of the workbook that hold the plan as at another date."""
    if in_use.recorded and not identity.current().may("see_restricted"):
        return
    for version in in_use.plan.source.versions:
        if version.as_at:
            plan, _ = plan_source.tab(in_use, version.sheet)
            yield Position.of(plan, version.as_at)


def ask_whether_it_is_a_version(in_use: PlanInUse) -> None:
    """One line, until it is answered: that the upload looks like a recorded plan's next version."""
    recorded = in_use.over.whole.in_use.recorded
    if in_use.is_upload and recorded:
        st.info(
            f"This file is recorded already, as the position of **{escaped(recorded.name)}** as at "
            f"{date_words(recorded.as_at)}."
        )
    if in_use.over.likeness is None or not in_use.is_upload:
        return
    like = in_use.over.likeness
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"This looks like the next version of **{escaped(like.name)}** ({like.paired} of "
            f"{count('action', like.actions)}). Slippage is then measured from the original "
            "timescales first recorded."
        )
        st.button(
            "Yes, it is", type="primary", on_click=plan_source.say_version_of, args=(like.name,)
        )
        st.button("No, another plan", on_click=plan_source.say_version_of, args=("",))


def say(audience: Audience) -> None:
    """Whom the page is for, where not all may see all of it."""
    what, _, how_many = audience.of_figures.partition(":")
    if how_many:
        offered = "" if audience.is_public else f" *{LABEL}* leaves out what may not be published."
        st.caption(f"**{what}**:{how_many}{offered}")


def only_in_full(in_use: PlanInUse) -> bool:
    """Whether the public version is shown; says then that this page is about all of the plan."""
    if not identity.current().may("see_restricted"):
        st.info("This page is about the whole of the plan, with its restricted rows: for managers.")
        return True
    if in_use.is_public:
        st.info(
            "This page is about the whole of the plan, with its restricted rows. Switch *Public "
            "version* off to use it."
        )
    return in_use.is_public
