"""Which columns a list has, and in which order: those first that people come for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracker.listings import DUE, LIVE, OVERDUE
from tracker.summaries import DUE_WITHIN, By
from tracker.timeline import KIND_LABELS
from tracker.vocabulary import FIGURES

_OF_GROUPS = {
    "recommendation": (
        "recommendation",
        "completed",
        "overdue",
        "slippage_days",
        "slippage_is_minimum",
        "recommendation_text",
        "original_due",
        "expected_finish",
        "open",
    ),
    "owner": (
        "owner",
        "overdue",
        "open",
        "completed",
        "median_slippage_days",
        "max_slippage_days",
        "next_due",
        *(f"due_{days}" for days in DUE_WITHIN),
    ),
}

_OF_CHANGES = (
    "reference",
    "action",
    "days_moved",
    "agreed_before",
    "agreed_after",
    "what",
    "owners",
    "reason",
    "state",
    "original_due",
)
_MORE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        KIND_LABELS["original_changed"]: (
            "original_before",
            "original_after",
            "original_days_moved",
            "original_text_before",
            "original_text_after",
        ),
        KIND_LABELS["slipped"]: ("date_moves", "moved"),
        KIND_LABELS["completed"]: ("completed_on", "slippage_days"),
        OVERDUE: ("days_overdue", "dependency"),
        DUE: ("dependency",),
        LIVE: ("percent_complete",),
    }
)
"""What is also told of an action where the table is narrowed to one kind."""


def of_groups(by: By) -> list[str]:
    """The columns of the list of owners or of recommendations, then the others that are listed."""
    first = _OF_GROUPS[by]
    more = [name for name, figure in FIGURES.items() if figure.listed and name not in first]
    return [*first, *more]


def of_changes(chosen: str) -> list[str]:
    """The columns of the list of changes, and what is told besides where it is of one kind."""
    return [*_OF_CHANGES, *_MORE.get(chosen, ())]
