"""A forecast as the plain values that the command line prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from tracker.forecasting import Forecast, Outlook
from tracker.forecasting.reference import LEAST_COMPLETIONS, SOURCE
from tracker.output.as_json import plain
from tracker.statements.on_forecast import because, outlook_words
from tracker.summaries import By

_DAYS = ("half_by", "eight_in_ten_by", "all_by", "record_reaches")


def forecast_values(
    forecast: Forecast, measured: pd.DataFrame, parts: Mapping[By, Sequence[Outlook]]
) -> dict[str, Any]:
    """The count by a day, each date's chance, when half, and what the forecast rests on.

    ``parts`` are the outlooks of ``owner`` and ``scope``.
    """
    return {
        **count_values(forecast),
        "chances": _chances(forecast, measured),
        **{
            f"{by}s": [{by: each.name, **_outlook(each)} for each in outlooks]
            for by, outlooks in parts.items()
        },
    }


def count_values(forecast: Forecast) -> dict[str, Any]:
    """The count by a day, and when half and eight in ten are done."""
    plan = forecast.plan
    borrowed = {
        "source": SOURCE,
        "completions": plan.dated,
        "completions_needed": LEAST_COMPLETIONS,
    }
    return {
        "by": plain(plan.by),
        **_outlook(plan),
        "reason": outlook_words(plan) if plan.reason else None,
        **{name: plain(getattr(forecast, name)) for name in _DAYS},
        "reference": borrowed if plan.is_borrowed else None,
    }


def what_if_values(forecast: Forecast) -> dict[str, Any]:
    """What is supposed, and the count that would come of it."""
    return {
        "dates_given": forecast.promised,
        "times_as_many": plain(forecast.times),
        **count_values(forecast),
    }


def _outlook(outlook: Outlook) -> dict[str, Any]:
    told = outlook.reason is None
    return {
        "open": outlook.open,
        "completed": outlook.completed,
        "completions": outlook.dated,
        "range": [outlook.low, outlook.high] if told else None,
        "most_likely": outlook.likeliest,
    }


def _chances(forecast: Forecast, measured: pd.DataFrame) -> list[dict[str, Any]]:
    """The open actions with an agreed date, likeliest to move first."""
    rows: Any = forecast.chances.join(measured[["reference", "owners"]]).itertuples()
    return [
        {
            "reference": plain(row.reference),
            "owners": plain(row.owners),
            "agreed_due": plain(row.agreed_due),
            "chance": plain(row.chance),
            "moves": plain(row.moves),
            "because": because(row),
        }
        for row in rows
    ]
