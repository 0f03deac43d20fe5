"""The cells of one sheet's columns to the values of fields, with what must be said of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.book import Column, Objects, objects
from tracker.reading import owners, percentages
from tracker.reading.banners import (
    Banner,
    named_recommendation,
    recommendation_name,
    scope_of,
    split_recommendation,
)
from tracker.reading.findings import sayings
from tracker.reading.headings import are_bilingual
from tracker.reading.sheet_plan import SheetPlan

_SAID = sayings("values")


def _rows(column: Column, flags: Sequence[bool]) -> list[int]:
    return np.flatnonzero(column.spread(flags, bool)).tolist() if any(flags) else []


def read_owners(plan: SheetPlan) -> Objects:
    """The owners of each row, a tuple; names that differ only in case are one."""
    column = plan.column("owner")
    different = column.different_texts()
    if are_bilingual(plan.table.names):
        alone = {text.casefold() for text in different if text}
        different = [text and owners.in_two_languages(text, alone) for text in different]
    elsewhere = owners.whole_names([text for text in different if text])
    readings = [owners.split_owners(text or "", elsewhere) for text in different]
    spelling = owners.one_spelling([reading.names for reading in readings])
    nobody = {name for name in spelling if owners.names_nobody(name)}
    told = {
        "NO_OWNER_NAMED": [
            bool(text) and (not reading.names or not nobody.isdisjoint(reading.names))
            for text, reading in zip(different, readings, strict=True)
        ],
        "parted": [reading.parted for reading in readings],
        "joined": [reading.joined for reading in readings],
    }
    for code, flags in told.items():
        plan.tell(_SAID[code], "owner", _rows(column, flags))
    return column.spread(
        tuple(dict.fromkeys(spelling[name] for name in reading.names if name not in nobody))
        for reading in readings
    )


def read_percent(plan: SheetPlan) -> npt.NDArray[np.float64]:
    """The percentages of each row, 0 to 100."""
    if "percent_complete" not in plan.cells:
        return np.full(plan.size, np.nan)
    cells, sheet = plan.cells["percent_complete"], plan.table.sheet
    column, none = plan.columns.fields["percent_complete"], cells.map(percentages.says_none, bool)
    formatted = plan.rows_of(sheet.percent_cells, column)  # they show a share as a percentage
    told = [
        (np.nan, False, False) if percentages.says_none(cell) else percentages.percentage(cell)
        for cell in cells.different()
    ]
    shares = cells.spread((value for value, _, _ in told), np.float64)
    signed = cells.spread((sign for _, sign, _ in told), bool)
    signed |= plan.rows_of(sheet.typed_percent_cells, column)
    bad = np.isnan(shares) & cells.filled & ~none
    shares[formatted & ~signed] *= 100
    plain = ~np.isnan(shares) & ~signed & ~formatted
    numbers = shares[plain]
    fractions = bool(numbers.size and 0 < numbers.max() <= 1)
    least = (numbers > 0) & (numbers < 1)
    mixed = not fractions and bool(least.any() and (numbers > 1).any())
    small = plain & (shares > 0) & (shares <= 1) & mixed
    if fractions:
        shares[plain] *= 100
    bad |= (shares < 0) | (shares > 100)
    shares[bad | small] = np.nan
    shares = np.round(shares, 6)
    if plan.columns.own_download:
        return shares / 100 if fractions else shares
    first = np.flatnonzero(~np.isnan(shares))[:1].tolist() if fractions else []
    ones = bool(np.isin(numbers, (0, 1)).all())
    for code, rows in {
        "NO_PERCENTAGE_GIVEN": none,
        "PERCENTAGE_NOT_UNDERSTOOD": bad,
        "PERCENTAGES_OF_TWO_KINDS": small,
        "PERCENTAGE_IN_WORDS": cells.spread((words for _, _, words in told), bool),
    }.items():
        plan.tell(_SAID[code], "percent_complete", np.flatnonzero(rows).tolist())
    plan.tell(_SAID["ones" if ones else "fractions"], "percent_complete", first)
    return shares


LEAST_APART = 0.9
"""The share of a plan's recommendations that are of one row alone where they are its actions."""

_IN_WORDS = re.compile(r"(?:[^\W\d_]{2,}.*?\b){3}")
_NO_RECOMMENDATION = {"-", "–", "—", "n/a", "na", "none", "not applicable", "tbc", "tba"}
_NAMED = re.compile(r"\s*(?:rec|argymhelliad)", re.IGNORECASE)


def recommendations(plan: SheetPlan) -> tuple[Objects, Objects]:
    """Each row's recommendation and its wording, from the columns, else from the banners."""
    texts = plan.texts("recommendation_text")
    if "recommendation" not in plan.cells:
        return _recommendations_of_banners(plan, texts)
    column, heading = (
        plan.cells["recommendation"],
        plan.table.names[plan.columns.fields["recommendation"]],
    )
    number = recommendation_name(heading)
    if plan.table.is_turned and number[:1].isdigit():  # "Recommendation 3 | The force should …"
        return column.map_texts(lambda text: text and number), first_of(texts, column.texts)
    names: list[str | None] = []
    wordings: list[str | None] = []
    both = "recommendation_text" not in plan.cells
    none = column.map_texts(lambda text: (text or "").casefold() in _NO_RECOMMENDATION, bool)
    plan.tell(_SAID["NO_RECOMMENDATION_NAMED"], "recommendation", np.flatnonzero(none).tolist())
    column = column.with_codes(np.where(none, -1, column.codes))
    for name in column.different_texts():
        worded = both and name and (len(name) > 30 or _NAMED.match(name))
        split = split_recommendation(name) if name and worded else None
        if split and split[1]:
            names.append(split[0])
            wordings.append(split[1])
        else:
            names.append(recommendation_name(name) if name else None)
            wordings.append(None)
    if any(wordings):
        texts = column.spread(wordings)
    return column.spread(names), texts


def words_of_recommendations(names: Objects, wordings: Objects) -> Objects:
    """What is to be done, where a plan says it in a row's recommendation alone.

    None below a row that says the same, and of all where more than a few recommendations are of
    several rows.
    """
    pairs = zip(names, wordings, strict=True)
    said = [text or (name if name and _IN_WORDS.search(name) else None) for name, text in pairs]
    given = [text for text in said if text]
    if len(set(given)) < LEAST_APART * len(given):
        return objects([None] * len(said))
    return objects(
        None if text == above else text for text, above in zip(said, [None, *said], strict=False)
    )


def _recommendations_of_banners(plan: SheetPlan, texts: Objects) -> tuple[Objects, Objects]:
    of_sheet = named_recommendation([*plan.table.title.split("\n"), plan.name])

    def banner(of_row: Banner | None) -> Banner | None:
        """A row's banner, or its sheet's title where the banner names no recommendation."""
        return of_sheet if of_sheet and not (of_row and of_row.recommendation) else of_row

    def name(of_row: Banner | None) -> str | None:
        said = banner(of_row)
        if said is None or said.is_state:
            return None
        return said.recommendation or said.text

    def wording(of_row: Banner | None) -> str | None:
        said = banner(of_row)
        return said.text if said and said.recommendation else None

    return plan.rows.by_banner(name), first_of(texts, plan.rows.by_banner(wording))


def first_of(texts: Objects, others: Objects) -> Objects:
    """Each row's text, else the other one."""
    return np.where(pd.isna(texts), others, texts)


def scopes(plan: SheetPlan) -> Objects:
    """``national`` or ``force`` for each row: its column, its banner, or its sheet's name."""
    column = plan.column("scope")
    of_sheet = scope_of(plan.name)
    texts = column.different_texts()
    said = [scope_of(text) if text else None for text in texts]
    unclear = [text is not None and scope is None for text, scope in zip(texts, said, strict=True)]
    plan.tell(_SAID["SCOPE_NOT_UNDERSTOOD"], "scope", _rows(column, unclear))

    def scope(banner: Banner | None) -> str | None:
        return (banner.scope if banner else None) or of_sheet

    found = column.spread(said)
    if not any(map(scope, plan.rows.banners)):
        return found
    return first_of(found, plan.rows.by_banner(scope))
