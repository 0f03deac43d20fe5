"""The plan in use as its history knows it: measured from the original timescales first recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker import Plan
from tracker.timeline import Position
from ui import past
from ui.uploading import PlanInUse

UNREACHED = (
    "The history cannot be read at present, so slippage is measured from the original timescales "
    "of this plan alone, and a change of them since an earlier meeting would not show."
)


@dataclass(frozen=True)
class Known:
    """A plan with what its history says of it.

    ``plan`` is measured from the original timescales first recorded. ``name`` is the plan's in
    the history, ``None`` where it is not known there. ``trouble`` says that the history could not
    be read.
    """

    plan: Plan
    name: str | None = None
    trouble: str = ""


def known(in_use: PlanInUse, as_at: date) -> Known:
    """The plan in use as at this date: worked out once, until the plan or its history changes."""
    if in_use.is_sample:
        return Known(in_use.plan)
    from tracker.history.errors import HistoryError

    try:
        with past.not_again_at_once():
            return _looked_up(in_use, as_at)
    except HistoryError:
        return Known(in_use.plan, trouble=UNREACHED)


def _looked_up(in_use: PlanInUse, as_at: date) -> Known:
    history = past.look()
    if history is None:
        return Known(in_use.plan)
    name = past.recorded_as(history, in_use)
    if name is None:
        return Known(in_use.plan)
    wanted = (in_use.id, as_at, name, history.revision(name))

    def from_first_recorded() -> Known:
        plan = history.timeline(name).using(Position.of(in_use.plan, as_at)).baseline
        return Known(plan, name)

    found: Known = past.kept("_known", wanted, from_first_recorded)
    return found
