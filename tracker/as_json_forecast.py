"""A forecast as the plain values that the command line prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from tracker.as_json import plain
from tracker.forecasting import Forecast, Outlook
from tracker.narrative_forecast import reason_words

_DATES = ("p50", "p80", "p95", "later_than")


def forecast_values(forecast: Forecast) -> dict[str, Any]:
    """The plan's dates and what it says itself, each part's, and the closure curve."""
    return {
        "published": plain(forecast.published),
        "plan": _outlook(forecast, forecast.plan),
        "plan_says": _agreed(forecast.plan),
        "recommendations": _parts(forecast, forecast.recommendations, "recommendation"),
        "scopes": _parts(forecast, forecast.scopes, "scope"),
        "owners": _parts(forecast, forecast.owners, "owner"),
        "median_age_days": forecast.record.median,
        "curve": _rows(forecast.curve),
        "ahead": _rows(forecast.ahead),
    }


def what_if_values(forecast: Forecast) -> dict[str, Any]:
    """The plan's dates, and what it says itself, with the days that were given by hand."""
    return {
        "dates_given": forecast.promised,
        "plan": _outlook(forecast, forecast.plan),
        "plan_says": _agreed(forecast.plan),
    }


def accuracy_values(accuracy: pd.DataFrame) -> list[dict[str, Any]]:
    """A row for each earlier position: those of ``past_accuracy``."""
    return _rows(accuracy)


def _parts(forecast: Forecast, outlooks: Iterable[Outlook], by: str) -> list[dict[str, Any]]:
    return [
        {by: each.name, **_outlook(forecast, each), "plan_says": _agreed(each)} for each in outlooks
    ]


def _outlook(forecast: Forecast, outlook: Outlook) -> dict[str, Any]:
    return {
        **{name: plain(getattr(outlook, name)) for name in _DATES},
        "completions": outlook.behind,
        "own_pace": outlook.own,
        "actions": outlook.actions,
        "open": outlook.open,
        "completed": outlook.completed,
        "completed_on": plain(outlook.completed_on),
        "reason": reason_words(forecast, outlook) or None,
    }


def _agreed(outlook: Outlook) -> dict[str, Any]:
    agreed = outlook.agreed
    return {
        "latest": plain(agreed.latest),
        "without_date": agreed.without,
        "passed": agreed.passed,
        "chance": plain(agreed.chance),
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): plain(value) for name, value in row.items()} for row in frame.to_dict("records")
    ]
