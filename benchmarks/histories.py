"""Real histories by others, from which forecasts are fitted and on which they are tried.

Two forms: a table of recommendations (made, closed, status), and what reports said of agreed
dates: a table of projects and reports, or a folder of dated versions of one plan.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from tracker.fields import actions_frame
from tracker.measures import measure

FOLDER = Path(__file__).parents[2] / "shared" / "histories"
"""Where they lie beside the project; they are others' and no part of it."""

NOT_WORKED = r"cancel|withdraw|supersede"
NOT_CLOSED = r"unconfirmed|open"
"""What the statuses say of recommendations that count as withdrawn, and as open whatever their
day of closing."""

LEAST_IN_COHORT = 15
MOMENTS = (0.2, 0.35, 0.5, 0.65, 0.8)
"""Shares closed at which a cohort is looked at."""

YEAR_END = "-03-31"
"""The day in its year that a yearly report is taken to be of."""


@dataclass(frozen=True)
class Closings:
    """Recommendations: when each was ``made`` and, where by work, ``closed``.

    Those that were cancelled, withdrawn or superseded are out. ``ends``: the last day that the
    history knows of.
    """

    name: str
    rows: pd.DataFrame
    ends: date


@dataclass(frozen=True)
class Reports:
    """Agreed dates: a row a project, a column a report (its date), ``NaT`` where not open in it."""

    name: str
    agreed: pd.DataFrame


def read_histories(folder: Path) -> list[Closings | Reports]:
    """Every history in a folder, by name; of a table of another form it is said that it is one."""
    found: list[Closings | Reports] = []
    for path in sorted(folder.iterdir()):
        if path.is_dir() and any(path.glob("*.csv")):
            found.append(_versions(path))
        elif path.suffix == ".csv":
            rows = pd.read_csv(path)
            if {"made", "closed", "status"} <= set(rows):
                found.append(_closings(path.stem, rows))
            elif {"project", "agreed_due"} <= set(rows):
                found.append(_projects(path.stem, rows))
            else:
                print(f"{path.name}: not a history of a known form", file=sys.stderr)
    return found


def _projects(name: str, rows: pd.DataFrame) -> Reports:
    if "reported" not in rows:
        rows["reported"] = rows["year"].astype(str) + YEAR_END
    rows = rows.drop_duplicates(["project", "reported"], keep="last")
    agreed = rows.pivot(index="project", columns="reported", values="agreed_due")  # noqa: PD010
    return _reports(name, agreed)


def _versions(folder: Path) -> Reports:
    columns = {}
    for path in sorted(folder.glob("*.csv")):
        rows = pd.read_csv(path).set_index("Ref")
        open_ = ~rows["Status"].isin(["completed", "abandoned"])
        agreed = rows["Revised target date"].fillna(rows["Target date"]).where(open_)
        columns[path.stem[-10:]] = agreed
    return _reports(folder.name, pd.DataFrame(columns))


def _reports(name: str, agreed: pd.DataFrame) -> Reports:
    dates = agreed.apply(pd.to_datetime).sort_index(axis=1)
    return Reports(name, dates.set_axis([date.fromisoformat(day) for day in dates], axis=1))


def _closings(name: str, rows: pd.DataFrame) -> Closings:
    rows = rows.assign(made=pd.to_datetime(rows["made"]), closed=pd.to_datetime(rows["closed"]))
    ends = max(rows["made"].max(), rows["closed"].max()).date()
    status = rows["status"].str.casefold()
    worked = ~status.str.contains(NOT_CLOSED)
    rows = rows.assign(worked=worked, closed=rows["closed"].where(worked))
    return Closings(name, rows[~status.str.contains(NOT_WORKED)].reset_index(drop=True), ends)


def cohorts(history: Closings) -> Iterator[tuple[int, pd.DataFrame]]:
    """The recommendations made in one year, of each year with enough of them."""
    for year, rows in history.rows.groupby(history.rows["made"].dt.year):
        if len(rows) >= LEAST_IN_COHORT:
            yield int(year), rows


def moments(cohort: pd.DataFrame) -> list[date]:
    """The days by which 20, 35, 50, 65 and 80% of a cohort had closed, each once."""
    closed = cohort["closed"].dropna().sort_values()
    places = [int(np.ceil(share * len(cohort) - 1e-9)) for share in MOMENTS]
    return sorted({closed.iloc[place - 1].date() for place in places if place <= len(closed)})


def as_at(cohort: pd.DataFrame, day: date) -> pd.DataFrame:
    """A cohort as a plan's measured actions on a day: those made by then."""
    known = cohort[cohort["made"].le(pd.Timestamp(day))]
    done = known["closed"].le(pd.Timestamp(day))
    undated = known["worked"] & known["closed"].isna()
    actions = actions_frame(
        {
            "status": np.where(done | undated, "complete", "in_progress"),
            "completed_on": known["closed"].where(done),
        },
        index=known.index,
    )
    measured = measure(actions, day, published=None)
    ends = known["closed"].where(done, pd.Timestamp(day))
    age = (ends - known["made"]).dt.days.where(~undated).astype("Int64")
    return measured.assign(age_days=age)


def closed_within(cohort: pd.DataFrame, measured: pd.DataFrame, day: date, days: int) -> int:
    """How many of those open on a day closed in so many days after it."""
    open_ = cohort.loc[measured.index[measured["is_open"]], "closed"]
    return int(open_.le(pd.Timestamp(day + timedelta(days=days))).sum())
