"""How far forecasts hold on real histories: python -m benchmarks.calibration [FOLDER]

One JSON object a line on standard output, of each history in the folder; then a table for people
on standard error. Definitions are in docs/forecast.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

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
from tracker.fields import actions_frame
from tracker.forecasting.moves import date_chances
from tracker.forecasting.outlook import counting, record_of
from tracker.measures import measure

HORIZONS = (91, 183, 365)
RANGES = (50, 80)
BANDS = np.linspace(0, 1, 6)
"""Chances are put together by fifths to see how often what they are of came."""


def count_cases(history: Closings) -> pd.DataFrame:
    """A row for each cohort, moment, horizon and range: ``refused``, ``covered``, ``width``."""
    rows = []
    for year, cohort in cohorts(history):
        for day in moments(cohort):
            measured = as_at(cohort, day)
            open_ = int(measured["is_open"].sum())
            in_days = counting(measured, record_of(measured), day) if open_ else "complete"
            for days in HORIZONS:
                if in_days == "complete" or day + timedelta(days=days) > history.ends:
                    continue
                came = closed_within(cohort, measured, day, days)
                for level in RANGES:
                    case = {"cohort": year, "day": day, "horizon_days": days, "range": level}
                    if isinstance(in_days, str):
                        rows.append(case | {"refused": True, "covered": False, "width": np.nan})
                        continue
                    low, high = in_days(days).range(level / 100)
                    held = {"covered": low <= came <= high, "width": (high - low) / open_}
                    rows.append(case | {"refused": False, **held})
    return pd.DataFrame(rows)


def move_cases(history: Reports) -> pd.DataFrame:
    """A row for each project and report but the last: ``chance`` and ``moved`` at the next."""
    rows = []
    reports = list(history.agreed)
    for place, (day, next_day) in enumerate(pairwise(reports)):
        before = history.agreed[reports[: place + 1]]
        there = before[before[day].notna()]
        actions = actions_frame(
            {"status": "in_progress", "original_due": there[day]}, index=there.index
        )
        earlier = there[reports[:place]]
        chances = date_chances(measure(actions, day), day, next_day, earlier)
        now = history.agreed.loc[chances.index, next_day]
        found = chances.assign(report=day, next_due=now)[now.notna().to_numpy()]
        rows.append(found.assign(moved=found["next_due"].gt(found["agreed_due"])))
    return pd.concat([pd.DataFrame(), *rows])


def lines(history: Closings | Reports) -> Iterator[dict[str, Any]]:
    """What is printed of a history."""
    found = move_cases(history) if isinstance(history, Reports) else count_cases(history)
    if found.empty:
        return
    if isinstance(history, Reports):
        yield _moves_line(history.name, found)
        return
    for (days, level), cases in found.groupby(["horizon_days", "range"]):
        told = cases[~cases["refused"]]
        yield {
            "history": history.name,
            "measure": "count",
            "horizon_days": int(days),
            "range": int(level),
            "cases": len(cases),
            "covered": int(told["covered"].sum()),
            "refused": int(cases["refused"].sum()),
            "mean_width": round(float(told["width"].mean()), 4) if len(told) else None,
        }


def _moves_line(name: str, cases: pd.DataFrame) -> dict[str, Any]:
    chance, moved = cases["chance"].to_numpy(), cases["moved"].to_numpy(dtype=float)
    bands = np.clip(np.digitize(chance, BANDS) - 1, 0, len(BANDS) - 2)
    return {
        "history": name,
        "measure": "date_moves_later",
        "cases": len(cases),
        "brier": round(float(((chance - moved) ** 2).mean()), 4),
        "base_brier": round(float(moved.mean() * (1 - moved.mean())), 4),
        "reliability": [
            [round(float(chance[of].mean()), 4), round(float(moved[of].mean()), 4), int(of.sum())]
            for of in (bands == band for band in range(len(BANDS) - 1))
            if of.any()
        ],
    }


def _row(line: dict[str, Any]) -> str:
    name = line["history"]
    if line["measure"] == "count":
        told = max(line["cases"] - line["refused"], 1)
        return (
            f"{name:28} {line['range']}% range, {line['horizon_days']:3} days on: "
            f"held {line['covered']} of {told} ({line['covered'] / told:.0%}), "
            f"width {line['mean_width'] or 0:.2f} of the open, refused {line['refused']}"
        )
    return (
        f"{name:28} next report moves a date later: {line['cases']} cases, Brier "
        f"{line['brier']:.3f}, base rate's {line['base_brier']:.3f}"
    )


def main(folder: Path) -> None:
    """Print the lines of every history in ``folder``, then the table."""
    printed = [line for history in read_histories(folder) for line in lines(history)]
    for line in printed:
        print(json.dumps(line))
    for line in printed:
        print(_row(line), file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
