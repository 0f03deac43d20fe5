"""The words that belong to an inspection: a JSON file beside its catalogue of recommendations."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from os import PathLike
from pathlib import Path

from tracker.book import PlanError
from tracker.report.content import to_confirm
from tracker.report.own_words import MAX_BYTES, ReportWords
from tracker.words import date_words

NOT_CHECKED = to_confirm("from the catalogue")
"""Stands before words that are offered, until their author takes it out."""


@dataclass(frozen=True)
class Inspection:
    """What a report may say of an inspection: its ``name``, when its report was ``published``,
    what is said nationally of it (``national_view``) and the ``implications`` of its actions.
    """

    name: str
    published: date | None = None
    national_view: str = ""
    implications: str = ""


def read_inspection(catalogue: str | PathLike[str]) -> Inspection | None:
    """The words in the JSON file beside a catalogue's CSV; None where there is none.

    Raises :class:`PlanError` where it is not such a file.

    >>> read_inspection("sample_data/hmic_building_the_picture.csv").name
    """
    path = Path(catalogue).with_suffix(".json")
    if not path.is_file():
        return None
    known = {field.name for field in fields(Inspection)}
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        values = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(values, dict) or set(values) - known:
            raise ValueError("other values than those of an inspection")
        texts = {name: values[name] for name in known - {"published"} if name in values}
        if not all(isinstance(text, str) for text in texts.values()):
            raise ValueError("other values than those of an inspection")
        published = values.get("published")
        return Inspection(**texts, published=date.fromisoformat(published) if published else None)
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise PlanError(
            f"“{path.name}”, beside the catalogue, does not give an inspection's words: it needs "
            f"{', '.join(sorted(known))}."
        ) from error


def offered(inspection: Inspection | None) -> ReportWords:
    """The words that a report begins with, those of the inspection marked until confirmed."""
    if inspection is None:
        return ReportWords()
    published = inspection.published
    source = f"{inspection.name}, published on {date_words(published)}" if published else ""
    return ReportWords(
        national_view=_marked(inspection.national_view),
        implications=_marked(inspection.implications),
        background=_marked(source),
    )


def _marked(text: str) -> str:
    return f"{NOT_CHECKED} {text}" if text else ""
