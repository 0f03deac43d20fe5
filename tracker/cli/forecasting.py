"""``forecast``: when the plan will be done, on past pace."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import (
    Asked,
    Filters,
    Format,
    Kept,
    OutputFormat,
    PlanName,
    PlanPath,
)
from tracker.cli.position import CommandError, Standing, day, pairs, standing
from tracker.cli.printing import print_json
from tracker.cli.recording import only_name

if TYPE_CHECKING:
    import pandas as pd

Promised = Annotated[
    list[str] | None,
    typer.Option(
        "--if",
        metavar="REFERENCE=YYYY-MM-DD",
        help="What if this open action is done on that day; repeat for more.",
    ),
]


def forecast(
    plan: PlanPath,
    asked: Asked,
    kept: Kept,
    filters: Filters,
    promised: Promised = None,
    name: PlanName = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """When the plan will be done, on past pace; with --database or --name, how such dates held."""
    from tracker import as_json, as_json_forecast, as_text
    from tracker.forecasting import forecast as forecast_of
    from tracker.narrative_forecast import BY_OUTCOME

    if filters.overdue or any("=" not in word for word in filters.status or []):
        raise CommandError(f"--status, --overdue: {BY_OUTCOME[0].lower()}{BY_OUTCOME[1:-1]}")
    at = standing(plan, asked, kept, filters)
    promises = _promises(promised, at)
    found = forecast_of(at.view, at.as_at)
    with_promises = forecast_of(at.view, at.as_at, promised=promises) if promises else None
    accuracy = None
    if name or kept.recorded_as or kept.database:
        accuracy = _accuracy(at, name or kept.recorded_as, kept.database, filters.public)
    if output_format is Format.json:
        print_json(
            {
                "as_at": at.as_at.isoformat(),
                "as_at_source": at.as_at_source,
                "source": as_json.source_values(at.plan),
                **as_json_forecast.forecast_values(found),
                "what_if": with_promises and as_json_forecast.what_if_values(with_promises),
                "accuracy": (
                    None if accuracy is None else as_json_forecast.accuracy_values(accuracy)
                ),
            }
        )
    else:
        typer.echo(as_text.forecast(at.view, found, with_promises, accuracy, at.filters))
        typer.echo(as_text.left_out(at.left_out), nl=bool(at.left_out))


def _promises(promised: list[str] | None, at: Standing) -> dict[Hashable, date]:
    """The open actions of ``--if``, by their index, and their days."""
    open_ = at.view[at.view["is_open"]]
    promises: dict[Hashable, date] = {}
    for reference, text in pairs(
        promised or [], "--if", "REFERENCE=YYYY-MM-DD", first=False
    ).items():
        named = open_.index[open_["reference"].eq(reference)]
        if len(named) != 1:
            found = "no open action has" if named.empty else "several open actions have"
            raise CommandError(f"--if {reference}: {found} this reference")
        when = day(text, f"--if {reference}")
        if when is None or when < at.as_at:
            raise CommandError(
                f"--if {reference}={text}: an open action cannot be done before the as-at date"
            )
        promises[named[0]] = when
    return promises


def _accuracy(at: Standing, name: str | None, database: str | None, public: bool) -> pd.DataFrame:
    from tracker.forecasting.accuracy import past_accuracy
    from tracker.history import History

    with History(database) as kept:
        chosen = name or only_name(kept.plans())
        if chosen is None:
            raise CommandError("--name: say which plan, as the history holds several or none")
        known = kept.timeline(chosen)
    over = known.using(at.timeline.in_use)
    over = over.redacted() if public else over
    past = [(day, actions) for day, actions in over.over_time(at.as_at) if day <= at.as_at]
    return past_accuracy(past, over.decided, published=at.plan.published)
