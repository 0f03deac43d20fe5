"""Measured plans made of ages, for the tests of the forecast."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from tracker.fields import PUBLISHED, actions_frame
from tracker.measures import measure

AS_AT = date(2016, 4, 30)  # 303 days after publication

AGES = (43, 102, 127, 141, 148, 151, 190, 211, 239, 242, 260, 266)
"""Twelve completions, days after publication."""


def done(*ages: int | None, **fields: Any) -> list[dict[str, Any]]:
    """An action completed at each age [days]; ``None`` for one without a date."""
    return [
        {
            "status": "complete",
            "completed_on": None if age is None else PUBLISHED + timedelta(days=age),
            **fields,
        }
        for age in ages
    ]


def still_open(number: int, **fields: Any) -> list[dict[str, Any]]:
    """So many open actions alike."""
    return [{"status": "in_progress", **fields} for _ in range(number)]


def actions(*rows: dict[str, Any]) -> pd.DataFrame:
    """A plan's actions, each with a reference and a wording of its own unless it is given."""
    named = [
        {"reference": f"A{place}", "action": f"Do thing number {place}", "owners": (), **row}
        for place, row in enumerate(rows)
    ]
    frame = pd.DataFrame(named)
    return actions_frame({str(name): frame[name] for name in frame}, index=frame.index)


def measured(
    *rows: dict[str, Any], as_at: date = AS_AT, published: date | None = PUBLISHED
) -> pd.DataFrame:
    """The measured actions of a plan."""
    return measure(actions(*rows), as_at, published=published)


NONE_TOLD: list[tuple[list[dict[str, Any]], dict[str, Any], str]] = [
    ([*done(*AGES), *still_open(5)], {"published": None}, "no_publication"),
    ([*still_open(5)], {"as_at": PUBLISHED - timedelta(days=1)}, "before_publication"),
    ([*done(*AGES)], {}, "complete"),
    ([{"status": "withdrawn"}], {}, "no_actions"),
]
"""Rows, the options of ``measured``, and why there is no forecast of them."""
