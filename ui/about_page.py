"""The words of the About page, and the inspection's recommendations as shipped."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from tracker.inspection_catalogue import VERIFIED, read_catalogue
from tracker.vocabulary import FIGURES, MEASURES, OWN, Figure, Measure
from ui.plan_source import CATALOGUE as CATALOGUE_FILE


@functools.cache
def measures() -> str:
    """The definitions of every measure and figure, as Markdown."""
    text = Path(__file__).with_name("about_measures.md").read_text(encoding="utf-8")
    return (
        text.replace("{measures}", _list(MEASURES))
        .replace("{figures}", _list(FIGURES))
        .replace("{recommendations}", recommendations())
    )


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
