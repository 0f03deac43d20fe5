"""``forecast``: how many open actions will be done by a day, and which dates may move."""

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
    Shown,
)
from tracker.cli.printing import print_answer, print_notice
from tracker.cli.recording import only_name
from tracker.cli.showing import CommandError, Standing, day, not_recorded, pairs, standing, weighed

if TYPE_CHECKING:
    from tracker.summaries import By as Group

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="YYYY-MM-DD",
        help="How many will be done by this day, the next meeting; else 91 days on.",
    ),
]
Promised = Annotated[
    list[str] | None,
    typer.Option(
        "--if",
        metavar="REFERENCE=YYYY-MM-DD",
        help="What if this open action is done on that day; repeat for more.",
    ),
]
Times = Annotated[
    float,
    typer.Option(
        "--times", min=0.1, max=10, help="What if so many times as many are done a month."
    ),
]


def forecast(
    plan: PlanPath,
    asked: Asked,
    kept: Kept,
    shown: Shown,
    filters: Filters,
    by: By = None,
    promised: Promised = None,
    times: Times = 1.0,
    name: PlanName = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """How many will be done by a day, and which dates may move; with a history, how that held."""
    from tracker.forecasting import forecast as forecast_of
    from tracker.forecasting.outlook import outlooks
    from tracker.forecasting.past_accuracy import past_accuracy
    from tracker.output import as_json_forecast, as_text
    from tracker.output.as_json import row_values
    from tracker.statements.on_forecast import BY_OUTCOME
    from tracker.words import uncapitalised

    if filters.overdue or any("=" not in word for word in filters.status or []):
        raise CommandError(f"--status, --overdue: {uncapitalised(BY_OUTCOME[:-1])}")
    known = _kept(kept, name)
    at = standing(plan, asked, known, shown, filters)
    until, promises = _until(by, at), _promises(promised, at)
    before = accuracy = None
    if known.recorded_as:
        before = at.before.narrowed(**at.chosen)
        accuracy = past_accuracy(at.over_time, published=at.plan.published)
    found = forecast_of(at.view, at.as_at, by=until, before=before)
    supposed = None
    if promises or times != 1:
        supposed = forecast_of(
            at.view, at.as_at, by=until, before=before, promised=promises, times=times
        )
    groups: tuple[Group, ...] = ("owner", "scope")
    parts = {group: outlooks(at.view, at.as_at, found.plan.by, group, before) for group in groups}
    if output_format is Format.json:
        values = {
            **as_json_forecast.forecast_values(found, at.view, parts),
            "what_if": supposed and as_json_forecast.what_if_values(supposed),
            "accuracy": None if accuracy is None else row_values(accuracy, accuracy.columns),
        }
        print_answer("forecast", at, values, weighed(at, asked, known))
    else:
        typer.echo(as_text.forecast(at.view, found, supposed, parts, accuracy, at.filters))
        print_notice(at)
        if found.plan.reason == "no_publication":
            typer.echo("--published YYYY-MM-DD says on which day the report was published.")


def _until(by: str | None, at: Standing) -> date | None:
    """The day of ``--by``."""
    until: date | None = day(by, "--by")
    if until is not None and until <= at.as_at:
        raise CommandError(f"--by {by}: it is not after the as-at date, {at.as_at.isoformat()}")
    return until


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


def _kept(kept: Kept, name: str | None) -> Kept:
    """Which recorded plan this is a version of, where any is asked for."""
    from tracker.store import History
    from tracker.words import folded

    if not (name or kept.recorded_as or kept.database):
        return kept
    with History(kept.database) as history:
        names = history.plans()
    if name and folded(name) not in map(folded, names):
        raise not_recorded("--name", name, names)
    return Kept(name or kept.recorded_as or only_name(names), kept.database)
