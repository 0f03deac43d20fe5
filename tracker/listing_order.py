"""Which columns a list has, and in which order: those first that people come for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracker.listings import DUE, LIVE, OVERDUE
from tracker.summaries import DUE_WITHIN, By
from tracker.timeline import KIND_LABELS
from tracker.vocabulary import FIGURES, heading

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


_OF_PLANS = (
    "overdue",
    "completion_rate",
    "completed",
    "open",
    "actions",
    "withdrawn",
    "on_time_rate",
    "median_slippage_days",
    "max_slippage_days",
    "rebaselined",
    "next_due",
)

OF_KNOWN = (
    "reference",
    "action",
    "owners",
    "state",
    "original_due",
    "revised_due",
    "expected_finish",
    "slippage_days",
)
"""The actions of one position, as it was known."""

OF_MOVES: Mapping[str, str] = MappingProxyType(
    {
        "date_moves": "Times moved",
        "moved": "Actions moved",
        "moved_again": "Moved more than once",
        "actions": "Actions",
    }
)
"""How often dates have moved, beside whose they are; here and below each with its heading."""

OF_ORIGINALS: Mapping[str, str] = MappingProxyType(
    {
        "reference": "Reference",
        "action": "Action",
        "original_due": "Original timescale first recorded",
        "original_now": "Original timescale now",
        "slippage_days": "Slippage in days from the first recorded",
    }
)

OF_DATES = ("reference", "chance", "because", "agreed_due", "action", "owners")
"""The dates that may move."""

OF_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "name": "{}",
        "open": "Open",
        "range": "Done by then",
        "likeliest": "Most likely",
        "dated": "Completions it rests on",
    }
)
"""What is forecast of each owner or scope, which fills in the first heading."""

SIDE_BY_SIDE: Mapping[str, str] = MappingProxyType(
    {"what": "Open actions", "now": "As the plan stands", "given": "What if"}
)

OF_FORECASTS: Mapping[str, str] = MappingProxyType(
    {
        "as_at": "Forecast as at",
        "dated": "Completions it rests on",
        "foretold": "Done by now, it gave",
        "came": "Done by now",
        "due": "Dates due by now",
        "kept": "Kept",
    }
)
"""Earlier forecasts beside what came."""


def of_groups(by: By) -> list[str]:
    """The columns of the list of owners or of recommendations, then the others that are listed."""
    first = _OF_GROUPS[by]
    more = [name for name, figure in FIGURES.items() if figure.listed and name not in first]
    return [*first, *more]


def of_changes(chosen: str) -> list[str]:
    """The columns of the list of changes, and what is told besides where it is of one kind."""
    return [*_OF_CHANGES, *_MORE.get(chosen, ())]


def of_plans() -> dict[str, str]:
    """The columns of the list of recorded plans, each with its heading."""
    return {"plan": "Plan", "as_at": "As at"} | {name: heading(name) for name in _OF_PLANS}
