"""The words of the About page, and the inspection's recommendations as shipped."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from tracker.catalogue import VERIFIED, read_catalogue
from tracker.vocabulary import FIGURES, MEASURES, OWN, Figure, Measure
from ui.uploading import CATALOGUE as CATALOGUE_FILE

SAMPLE = (
    "What the pages show until you upload a plan is **illustrative**. Its recommendations follow "
    "those of *Building the Picture: an inspection of police information management* (Her "
    "Majesty's Inspectorate of Constabulary, July 2015). Its actions, owners (role titles only), "
    "dates and notes are made up: they show the position that forces were in, with most "
    "timescales of 30 November 2015 not met, and describe no force."
)

CATALOGUE = (
    "In our own words, with the inspectorate's timescales. One was checked against the "
    "inspectorate's register. In the others, marked *not verified*, the groups addressed were "
    "checked; the wording and the numbering were not: check them against the report before you "
    "rely on them."
)


@functools.cache
def measures() -> str:
    """The definitions of every measure and figure, as Markdown."""
    text = Path(__file__).with_name("about_measures.md").read_text(encoding="utf-8")
    return text.replace("{measures}", _list(MEASURES)).replace("{figures}", _list(FIGURES))


def _list(terms: Mapping[str, Measure] | Mapping[str, Figure]) -> str:
    said = []
    for term in terms.values():
        source = "" if term.source == OWN else f" *Source: {term.source}.*"
        said.append(f"- **{term.label}**: {term.definition}{source}")
    return "\n".join(said)


@functools.cache
def recommendations() -> str:
    """The inspection's recommendations as a list; each says whether it was verified."""
    catalogue = read_catalogue(CATALOGUE_FILE)
    return "\n".join(
        f"- **{row.number}**, {row.addressed_to}: {row.summary}. *{row.timescale}; "
        f"{'verified' if row.checked == VERIFIED else 'not verified'}.*"
        for row in catalogue.itertuples()
    )
