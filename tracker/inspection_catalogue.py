"""A catalogue of an inspection's recommendations: a baseline that the plan did not write.

Used only when the user says that it belongs to the plan: another inspection also has a
recommendation 5. The file is described in ``docs/measures.md``, section 8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.book import PlanError
from tracker.fields import DATE_DTYPE
from tracker.reading.findings import SEVERITIES, Finding, FindingKind
from tracker.reading.plan import Plan
from tracker.recommendation_numbers import recommendation_key
from tracker.words import action_words, date_words

COLUMNS = ("number", "addressed_to", "timescale", "original_due", "summary", "checked")
VERIFIED = "verified"
"""What ``checked`` says of a row that was compared with the inspectorate's own register."""

UNVERIFIED = "This row of the catalogue is not verified against the inspectorate's register."
"""Said wherever a row that is not ``VERIFIED`` is used."""

MAX_BYTES = 1_000_000
"""A catalogue of ten recommendations takes 2 kB; no inspection makes 5,000."""

_DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")  # as shipped, and as Excel saves it again


def read_catalogue(file: bytes | str | PathLike[str]) -> pd.DataFrame:
    """The recommendations of a catalogue: a row each, with the columns of ``COLUMNS``.

    ``file`` is the CSV's bytes or its path. Text is None and ``original_due`` NaT where the file
    leaves it blank. A file that is not a catalogue raises ``PlanError``.

    >>> read_catalogue("sample_data/hmic_building_the_picture.csv")
    """
    rows = _rows_of(_text_of(file))
    header = [name.strip().casefold() for name in rows[0]] if rows else []
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise PlanError(
            f"This is not a catalogue of recommendations: its first row does not name "
            f"{', '.join(missing)}."
        )
    places = [header.index(name) for name in COLUMNS]
    records = []
    for line, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            padded = row + [""] * (len(header) - len(row))
            records.append(_record([padded[place].strip() for place in places], line))
    if not records:
        raise PlanError("The catalogue names no recommendation below its first row.")
    catalogue = pd.DataFrame(records, columns=list(COLUMNS), dtype="object")
    repeated = catalogue["number"][catalogue["number"].map(recommendation_key).duplicated()]
    if len(repeated):
        raise PlanError(f"The catalogue gives recommendation {repeated.iloc[0]} more than once.")
    return catalogue.astype({"original_due": DATE_DTYPE})


def apply_catalogue(plan: Plan, catalogue: pd.DataFrame) -> Plan:
    """The plan with the catalogue's timescales for the recommendations that give none of their own.

    See ``with_timescales``. Adds a warning for each recommendation whose original date in the plan
    (its own, else the latest of its actions) is another, saying where the catalogue's row is
    unverified; and one where the plan names no recommendation of the catalogue.
    The actions' own dates stand.
    """
    by_key = {recommendation_key(row["number"]): row for row in catalogue.to_dict("records")}
    keys = plan.actions["recommendation"].map(recommendation_key)
    named = [key for key in keys.dropna().unique() if key in by_key]
    differences = [
        _difference(plan, np.flatnonzero(keys.eq(key).to_numpy()), by_key[key]) for key in named
    ]
    added = [finding for finding in differences if finding] if named else [_no_match(plan)]
    by_severity = sorted((*plan.findings, *added), key=lambda f: SEVERITIES.index(f.severity))
    actions = with_timescales(plan.actions, catalogue)
    return replace(plan, actions=actions, findings=tuple(by_severity))


def with_timescales(actions: pd.DataFrame, catalogue: pd.DataFrame) -> pd.DataFrame:
    """The actions with ``recommendation_due`` of the catalogue where their plan gives none.

    Source: ``docs/measures.md``, section 4.
    """
    numbers = catalogue["number"].map(recommendation_key)
    timescales = dict(zip(numbers, catalogue["original_due"], strict=True))
    keys = actions["recommendation"].map(recommendation_key)
    stated = actions["recommendation_due"].groupby(keys).transform("first")
    due = stated.fillna(keys.map(timescales).astype(DATE_DTYPE))
    return actions.assign(recommendation_due=due.astype(DATE_DTYPE))


def _text_of(file: bytes | str | PathLike[str]) -> str:
    """The file's text: UTF-8, else as Excel saves CSV on Windows."""
    try:
        data = file if isinstance(file, bytes) else Path(file).read_bytes()
    except OSError as error:
        raise PlanError(f"The catalogue {file!s} could not be opened.") from error
    if len(data) > MAX_BYTES or b"\0" in data:
        raise PlanError("This is not a catalogue of recommendations: it is not a small CSV file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _rows_of(text: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise PlanError("This is not a catalogue of recommendations: it is not CSV.") from error


def _record(cells: list[str], line: int) -> dict[str, object]:
    """One row's values by column."""
    record: dict[str, object] = dict(zip(COLUMNS, (cell or None for cell in cells), strict=True))
    if record["number"] is None:
        raise PlanError(f"Row {line} of the catalogue has no number.")
    record["original_due"] = _date_of(str(record["original_due"] or ""), line)
    return record


def _date_of(text: str, line: int) -> date | None:
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    if text:
        raise PlanError(
            f"Row {line} of the catalogue gives “{text}” as original_due; "
            "write it as 2015-11-30, or leave it blank."
        )
    return None


def _difference(
    plan: Plan, places: NDArray[np.intp], recommendation: Mapping[Hashable, Any]
) -> Finding | None:
    """The finding where the original date of the actions at these places is not the catalogue's."""
    actions = plan.actions.iloc[places]
    stated = bool(actions["recommendation_due"].notna().any())
    field = "recommendation_due" if stated else "original_due"
    dates = actions[field]
    expected = recommendation["original_due"]
    if dates.isna().all() or pd.isna(expected) or dates.max() == expected:
        return None
    latest = int(dates.argmax())
    action = actions.to_dict("records")[latest]
    said = date_words(action[field])
    measured = (
        "The recommendation is measured from the plan's own"
        if stated
        else "The recommendation is measured from that, and the action keeps its own date"
    )
    problem = (
        f"The plan says {said} ({action_words(action['reference'], action['action'])}); "
        f"HMIC's timescale for recommendation {recommendation['number']} was "
        f"{date_words(expected)}. {measured}: check whether its original timescale was changed."
    )
    if recommendation["checked"] != VERIFIED:
        problem += f" {UNVERIFIED}"
    return Finding(
        severity="warning",
        sheet=action["sheet"],
        cell=plan.cell(field, int(places[latest])),
        field=field,
        value=said if stated else action["original_due_text"] or said,
        problem=problem,
        kind=FindingKind.DIFFERS_FROM_CATALOGUE,
    )


def _no_match(plan: Plan) -> Finding:
    return Finding(
        severity="warning",
        sheet=plan.source.sheet,
        cell="",
        field="recommendation",
        value="",
        problem=(
            "No recommendation of the plan is in the catalogue, so it changes nothing. "
            "Check that it is of the same inspection."
        ),
        kind=FindingKind.ANOTHER_CATALOGUE,
    )
