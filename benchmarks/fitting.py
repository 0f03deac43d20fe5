"""Fit the numbers of tracker/forecasting/reference.py: python -m benchmarks.fitting [FOLDER]

Each is fitted on one half of the histories and scored on the other, both ways round, and then on
all of them, which is what the tracker ships. Halves: cohorts made in 2001, 2005, 2009 … and in
2003, 2007, 2011 …; every other project.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.histories import (
    FOLDER,
    Closings,
    Reports,
    as_at,
    closed_within,
    cohorts,
    moments,
    read_histories,
)
from tracker.forecasting import counts as counting
from tracker.forecasting.curves import Record, borrowed
from tracker.forecasting.moves import terms
from tracker.forecasting.outlook import record_of
from tracker.forecasting.reference import MOVED_BEFORE, NOT_SEEN_BEFORE

WATCHED_FROM = 2001
"""The register's first closing is of 2001: what earlier cohorts had closed by then is not in it."""

STEADINESS = (2.5, 5.0, 10.0, 20.0)
HORIZONS = (183, 365)
RIDGE = 0.5
"""How much a coefficient is drawn towards 0: little, at hundreds of cases."""

Floats = NDArray[np.float64]


def curve_fit(records: Sequence[Record]) -> tuple[float, float]:
    """The typical days and rise that make whole cohorts likeliest, each with a curve of its own."""

    def unlikely(values: Floats) -> float:
        curves = borrowed(*np.exp(values))
        logs = [np.log(curves.weights) + curves.log_likelihood(record) for record in records]
        return -sum(float(np.logaddexp.reduce(each)) for each in logs)

    days, rise = np.exp(minimize(unlikely, np.log([1000, 1]), method="Nelder-Mead").x)
    return float(days), float(rise)


def count_cases(
    history: Closings, years: Collection[int], days: float, rise: float
) -> pd.DataFrame:
    """A row for each cohort, moment and horizon: ``score`` (log), ``held``, ``width``."""
    rows = []
    for year, cohort in cohorts(history):
        for day in moments(cohort) if year in years else ():
            measured = as_at(cohort, day)
            record = record_of(measured)
            curves = borrowed(days, rise).given(record)
            for ahead in HORIZONS if len(record.open_ages) else ():
                came = closed_within(cohort, measured, day, ahead)
                found = counting.counts(curves, record.open_ages, ahead, batch=record.batch)
                low, high = found.range(counting.RANGE)
                case = {"ahead": ahead, "score": np.log(max(found.chances[came], 1e-9))}
                held = {"held": low <= came <= high, "width": (high - low) / len(record.open_ages)}
                rows.append(case | held)
    return pd.DataFrame(rows)


def fit_counts(history: Closings) -> None:
    """Print the fits of the closing curve, and of the steadiness."""
    years = [year for year, _ in cohorts(history)]
    whole = {
        int(year): record_of(as_at(rows, history.ends))
        for year, rows in history.rows.groupby(history.rows["made"].dt.year)
        if year >= WATCHED_FROM
    }
    halves = [{year for year in whole if year % 4 == rest} for rest in (1, 3)]
    early = {year for year in years if year < WATCHED_FROM}
    for fitted, scored in (halves, halves[::-1], (set(whole), early)):
        days, rise = curve_fit([whole[year] for year in sorted(fitted)])
        print(f"{history.name}, cohorts {sorted(fitted)}: days {days:.0f}, rise {rise:.2f}")
        print(f"  on cohorts {sorted(scored.intersection(years))}:")
        for steadiness in STEADINESS:
            with mock.patch.object(counting, "STEADINESS", steadiness):
                cases = count_cases(history, scored, days, rise)
            held = ", ".join(
                f"{ahead} days on {of['held'].sum()} of {len(of)} ({of['width'].mean():.2f} wide)"
                for ahead, of in cases.groupby("ahead")
            )
            print(f"  steadiness {steadiness}: log score {cases['score'].mean():.3f}; held {held}")


def move_rows(histories: Sequence[Reports]) -> pd.DataFrame:
    """A row for each project and report but the last: its ``terms``, and whether it then moved."""
    parts = []
    for history in histories:
        reports: list[date] = list(history.agreed)
        dates = history.agreed.to_numpy(dtype="datetime64[D]")
        for place in range(1, len(reports)):
            then, now = dates[:, place - 1], dates[:, place]
            both = np.flatnonzero(~np.isnat(then) & ~np.isnat(now))
            past = dates[both, :place]
            rows = pd.DataFrame(terms(past, reports[: place + 1]), columns=list(MOVED_BEFORE))
            seen = ~np.isnat(past[:, -2]) if place > 1 else np.zeros(len(both), dtype=bool)
            told = {"history": history.name, "project": both, "seen": seen}
            parts.append(rows.assign(**told, moved=(now > then)[both]))
    return pd.concat(parts, ignore_index=True)


def logistic(values: Floats, moved: Floats) -> Floats:
    """The coefficients of a logistic regression, drawn a little towards 0 but for the first."""

    def unlikely(weights: Floats) -> tuple[float, Floats]:
        odds = values @ weights
        drawn = np.concatenate([[0.0], weights[1:]])
        value = float((np.logaddexp(0, odds) - moved * odds).sum() + RIDGE * drawn @ drawn)
        return value, values.T @ (1 / (1 + np.exp(-odds)) - moved) + 2 * RIDGE * drawn

    found: Floats = minimize(unlikely, np.zeros(values.shape[1]), jac=True, method="BFGS").x
    return found


def fit_moves(histories: Sequence[Reports]) -> None:
    """Print the fits of the chance that a date moves, and what they score."""
    rows = move_rows(histories)
    moved = rows["moved"].to_numpy(dtype=float)
    half = rows["project"].mod(2).eq(1).to_numpy()
    seen = rows["seen"].to_numpy()
    chance = np.empty(len(rows))
    for known, names in ((False, list(NOT_SEEN_BEFORE)), (True, list(MOVED_BEFORE))):
        which = seen if known else np.ones(len(rows), dtype=bool)
        values = rows[names].to_numpy(dtype=float)
        for fitted in (half, ~half):
            weights = logistic(values[which & fitted], moved[which & fitted])
            scored = which & ~fitted
            chance[scored] = 1 / (1 + np.exp(-values[scored] @ weights))
        weights = logistic(values[which], moved[which])
        print(f"earlier report {'known' if known else 'not known'}:")
        print("  " + ", ".join(f'"{n}": {w:.2f}' for n, w in zip(names, weights, strict=True)))
    for name, of in rows.groupby("history").groups.items():
        base = moved[of].mean() * (1 - moved[of].mean())
        better = 1 - ((chance[of] - moved[of]) ** 2).mean() / base
        print(f"{name}: {len(of)} cases, Brier {better:.1%} below the base rate's, other half")


def main(folder: Path) -> None:
    """Print every fit."""
    histories = read_histories(folder)
    for history in histories:
        if isinstance(history, Closings):
            fit_counts(history)
    reports = [each for each in histories if isinstance(each, Reports)]
    fit_moves([each for each in reports if not each.name.endswith("taskforce")])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
