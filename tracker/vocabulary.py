"""The vocabulary: every field, measure and figure, once, as ``vocabulary.toml`` has them.

Everything else in the tracker speaks in these names. JSON's order, Excel's headings and sheet of
definitions, the pages' headings, the About page and the tables of ``docs/measures.md`` come from
here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

Kind = Literal["text", "date", "number", "list", "flag", "status"]
Unit = Literal["date", "days", "working days", "flag", "count", "rate", "ratio", "state"]

OWN = "The tracker's own definition"


@dataclass(frozen=True)
class Field:
    """One field of an action.

    ``name`` is the column in ``Plan.actions``; ``label`` is what people see; ``kind`` says
    how the cell is read; ``mapped`` is whether a column of the user's sheet can be it.
    """

    name: str
    label: str
    kind: Kind
    mapped: bool = True


@dataclass(frozen=True)
class Measure:
    """What is worked out of an action; unknown is empty in a download and null in JSON.

    ``places`` says which of ``json``, ``csv`` and ``xlsx`` give it; pages have them all.
    """

    name: str
    label: str
    unit: Unit
    definition: str
    source: str = OWN
    places: tuple[str, ...] = ("json", "csv", "xlsx")


@dataclass(frozen=True)
class Figure:
    """What a group of actions comes to: all, a recommendation's, an owner's, a scope's.

    A rate whose whole is 0, a figure of slippage of which none is known, is unknown. ``short`` is
    its heading where a table has little room; ``listed`` is whether the pages' lists have it.
    """

    name: str
    label: str
    unit: Unit
    definition: str
    source: str = OWN
    short: str = ""
    listed: bool = False


def tables_beside(module: str) -> dict[str, Any]:
    """The tables of the TOML file that stands beside a module; ``module`` is its ``__file__``."""
    return tomllib.loads(Path(module).with_suffix(".toml").read_text(encoding="utf-8"))


_Term = TypeVar("_Term", Field, Measure, Figure)
_SAID: dict[str, dict[str, Any]] = tables_beside(__file__)


def _terms(make: type[_Term], section: str) -> dict[str, _Term]:
    return {name: make(name, **said) for name, said in _SAID[section].items()}


FIELDS: Mapping[str, Field] = _terms(Field, "fields")
"""Every field of an action, in the order in which people meet them."""

MEASURES: Mapping[str, Measure] = _terms(Measure, "measures")
"""The measures of section 3 of ``docs/measures.md``, in its order."""

FIGURES: Mapping[str, Figure] = _terms(Figure, "figures")
"""The figures of section 4 of ``docs/measures.md``, in its order."""

STATUS_LABELS: Mapping[str, str] = _SAID["statuses"]
"""The status groups, in order, with the words shown for them."""

STATUS_GROUPS = tuple(STATUS_LABELS)
COMPLETED_GROUPS = ("complete", "confirmed")

SCOPE_LABELS: Mapping[str, str] = _SAID["scopes"]

STATE_LABELS: Mapping[str, str] = _SAID["states"]
"""What a chart draws an action as, in the order in which states are stacked."""

LABELS: Mapping[str, Mapping[str, str]] = {
    "status": STATUS_LABELS,
    "scope": SCOPE_LABELS,
    "state": STATE_LABELS,
}
"""The words shown for what these columns hold."""

NO_RECOMMENDATION = "No recommendation given"
NO_OWNER = "No owner named"
NO_SCOPE = "Not said"
NO_SOURCE = "No inspection given"


def heading(name: str) -> str:
    """What a column is called over a page's table, as short as it can be said."""
    said: str | None = _SAID["headings"].get(name)
    if said is None and name in FIGURES:
        said = FIGURES[name].short or FIGURES[name].label
    return said or (MEASURES.get(name) or FIELDS[name]).label
