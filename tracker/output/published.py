"""What may be published of a plan, as one HTML file that anybody can open and check."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.colours import STATE_COLOURS
from tracker.output.csv import actions_csv
from tracker.output.data_package import ACTIONS_FILE, data_package
from tracker.output.excel import export_excel
from tracker.output.sheet_of_changes import changes_table
from tracker.output.templates import templates
from tracker.own_downloads import ILLUSTRATIVE, PUBLISHED_MARK
from tracker.protective_marking import Audience
from tracker.statements.on_action import slippage
from tracker.statements.on_changes import changes_finding
from tracker.statements.on_overdue import beside_overdue
from tracker.statements.on_plan import overview, slippage_finding
from tracker.summaries import (
    Summary,
    groups_of,
    overdue_known,
    recommendation_labels,
    summarise,
)
from tracker.timeline import Comparison
from tracker.vocabulary import NO_OWNER, NO_RECOMMENDATION, STATE_LABELS
from tracker.words import (
    about_days,
    date_words,
    moved_words,
    number,
    rate_words,
    recommendation_words,
    sentence_case,
    short_date,
    short_finish,
    shortened,
)

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

MOST_BYTES = 6_000_000
"""Of the file: what can be sent by e-mail and opened on an old computer."""

MOST_DRAWN = 60
"""Actions drawn in the chart of slippage: more cannot be told apart; the tables have them all."""

_STATES = tuple(STATE_COLOURS["light"])
_LOOK: Mapping[str, Any] = {
    "mark": PUBLISHED_MARK,
    "states": [(state, STATE_LABELS[state]) for state in _STATES],
    "colours": STATE_COLOURS,
    "actions_file": ACTIONS_FILE,
}
_CHANGED = (
    "What changed",
    "Reference",
    "Action",
    "Agreed timescale before",
    "Agreed timescale now",
)
_CELLS_OF = ("original_due", "revised_due", "status", "completed_on")


class TooLarge(Exception):
    """A plan whose page would be larger than ``MOST_BYTES``; ``str(error)`` is one sentence."""


def publish(
    plan: Plan,
    measured: pd.DataFrame,
    *,
    as_at: date,
    title: str,
    comparison: Comparison | None = None,
    illustrative: bool = False,
) -> bytes:
    """One accessible HTML file of what may be published, which needs no network.

    Parameters
    ----------
    plan, measured : Plan, DataFrame
        The plan without what may not be published (``Timeline.redacted``), and its measured
        actions.
    as_at : date
        The day the position is stated at.
    title : str
        What the plan is called.
    comparison : Comparison
        What changed since the last position, of the redacted timeline too.
    illustrative : bool
        Whether the plan is the sample.

    Returns
    -------
    bytes
        UTF-8. ``read_plan`` of it gives the same figures.

    Raises
    ------
    TooLarge
        Where it would be over ``MOST_BYTES``.
    """
    workbook = export_excel(
        plan,
        measured,
        as_at=as_at,
        plan_name=title,
        illustrative=illustrative,
        comparison=comparison,
    )
    audience = Audience.of(plan, measured)
    page = templates().get_template("published.html.j2")
    made = page.render(
        title=title,
        notices=_notices(audience, illustrative),
        since=comparison and _since(comparison, audience),
        downloads=_rows(plan, measured, as_at, title) | {"workbook": _base64(workbook)},
        **_position(plan, measured, as_at),
        **_look(),
    )
    data = made.encode(errors="replace")
    if len(data) > MOST_BYTES:
        raise TooLarge(
            f"The page would have {len(data) / 1e6:.0f} MB, more than {MOST_BYTES / 1e6:.0f}: "
            "publish the plan in parts, an inspection each."
        )
    return data


def _position(plan: Plan, measured: pd.DataFrame, as_at: date) -> dict[str, Any]:
    """How the plan stands, in words, figures and rows."""
    summary = summarise(measured, confirmed=plan.tells_confirmed)
    return {
        "source": plan.source,
        "as_at": date_words(as_at),
        "finding": overview(summary, measured, as_at),
        "tiles": _tiles(summary),
        "recommendations": _recommendations(plan, measured, summary),
        "chart": _chart(measured, slippage_finding(measured)),
        "owners": _names(measured["owners"]),
    }


def _rows(plan: Plan, measured: pd.DataFrame, as_at: date, title: str) -> dict[str, str]:
    """The actions as CSV, and what its columns mean, as the page carries them."""
    rows = actions_csv(plan, measured, as_at)
    described = data_package(plan, measured, as_at, rows, title)
    package = json.dumps(described, indent=2, ensure_ascii=False)
    return {"csv": _base64(rows), "package": _base64(package.encode(errors="replace"))}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@cache
def _look() -> dict[str, Any]:
    """The page's colours, its one script, and the digest by which alone that may run."""
    script = (Path(__file__).parent / "published.js").read_text(encoding="utf-8").strip()
    digest = _base64(hashlib.sha256(script.encode()).digest())
    return {**_LOOK, "script": script, "script_hash": digest}


def _tuples(frame: pd.DataFrame) -> Iterator[Any]:
    return frame.itertuples(index=False)


def _notices(audience: Audience, illustrative: bool) -> list[str]:
    return [*([f"{ILLUSTRATIVE}."] if illustrative else []), audience.of_figures]


def _tiles(summary: Summary) -> list[tuple[str, str]]:
    totals: Any = summary.totals
    live = totals["actions"] - totals["withdrawn"]
    median = totals["median_slippage_days"]
    early = " early" if median is not None and median < 0 else ""
    tiles = [
        ("Complete", rate_words(totals["completed"], live)),
        ("Overdue against the original timescale", _overdue(totals)),
        ("Median slippage", "not known" if median is None else f"{about_days(median)}{early}"),
    ]
    if totals["withdrawn"]:
        tiles.append(("Withdrawn, left out of the figures", str(totals["withdrawn"])))
    return tiles


def _overdue(totals: Any) -> str:
    late = overdue_known(totals)
    return "not known" if late is None else f"{number(late)}{beside_overdue(totals)}"


def _since(comparison: Comparison, audience: Audience) -> dict[str, Any]:
    """What changed since the last position, a row an action."""
    table = changes_table(comparison, "")
    columns = [column for column in table.columns if column.heading in _CHANGED]
    cells = [[_cell(value) for value in column.cells] for column in columns]
    return {
        "day": date_words(comparison.previous_as_at),
        "finding": f"{changes_finding(comparison)} {audience.of_changes}".strip(),
        "headings": [column.heading for column in columns],
        "rows": list(zip(*cells, strict=True)),
    }


def _cell(value: object) -> str:
    return short_date(value) if isinstance(value, date) else "–" if value is None else str(value)


def _recommendations(plan: Plan, measured: pd.DataFrame, summary: Summary) -> list[dict[str, Any]]:
    """Each recommendation with its figures, its address in the page and its actions."""
    groups = summary.recommendations
    labels = recommendation_labels(groups)
    places = _places([label if pd.notna(label) else "none" for label in labels], "r")
    rows, codes, _ = groups_of(measured, "recommendation")
    every = _actions(plan, measured)
    of: dict[int, list[dict[str, Any]]] = {}
    for at, code in zip(rows.tolist(), codes.tolist(), strict=True):
        of.setdefault(code, []).append(every[at])
    made = []
    each = zip(_tuples(groups), labels, places, strict=True)
    for code, (row, label, place) in enumerate(each):
        actions = of.get(code, [])
        live = int(row.actions - row.withdrawn)
        named = sentence_case(recommendation_words(label)).strip("“”") if pd.notna(label) else ""
        made.append(
            {
                "place": place,
                "name": named or NO_RECOMMENDATION,
                "wording": row.recommendation_text or "",
                "shares": [
                    (state, round(100 * many / live, 2))
                    for state, many in _by_state(actions).items()
                    if live
                ],
                "complete": f"{row.completed} of {live}",
                "overdue": number(overdue_known(row._asdict())),
                "original": short_date(row.original_due),
                "finish": short_finish(row.expected_finish, row.finish_is_minimum),
                "slippage": slippage(row),
                "actions": actions,
            }
        )
    return made


def _by_state(actions: Sequence[dict[str, Any]]) -> dict[str, int]:
    counted = Counter(action["state"] for action in actions)
    return {state: counted[state] for state in _STATES if counted[state]}


def _actions(plan: Plan, measured: pd.DataFrame) -> list[dict[str, Any]]:
    """Each action's row as the page shows it, with its address and the cells behind it."""
    names = [
        name or str(row) for name, row in zip(measured["reference"], measured["row"], strict=True)
    ]
    cells = _cells(plan, measured)
    return [
        {
            "place": place,
            "reference": row.reference or "–",
            "action": row.action or "–",
            "owners": list(row.owners) or [NO_OWNER],
            "original": short_date(row.original_due),
            "agreed": short_date(row.agreed_due),
            "state": str(row.state),
            "label": STATE_LABELS[row.state],
            "finish": short_finish(row.expected_finish, row.slippage_is_minimum),
            "slippage": slippage(row, overdue=True),
            "waits": row.dependency or "–",
            "moved": _moved(row),
            "cells": where,
        }
        for row, place, where in zip(_tuples(measured), _places(names, "a"), cells, strict=True)
    ]


def _moved(row: Any) -> str:
    """What the plan now gives where another original timescale was first recorded."""
    if not row.original_moved:
        return ""
    return f"{moved_words(row.reference, row.action, row.original_due, row.original_now)}."


def _cells(plan: Plan, measured: pd.DataFrame) -> list[str]:
    """Where the figures of each action stand in the file: sheet, and the cells of its dates."""
    positions = plan.actions.index.get_indexer(measured.index).tolist()
    told = [plan.cells(name, positions) for name in _CELLS_OF if name in plan.columns]
    rows = zip(*told, strict=True) if told else ([f"row {row}"] for row in measured["row"])
    return [
        f"{sheet + ', ' if sheet else ''}{', '.join(dict.fromkeys(cells))}"
        for sheet, cells in zip(measured["sheet"], rows, strict=True)
    ]


def _names(owners: pd.Series[Any]) -> list[str]:
    named = sorted({name for each in owners for name in each}, key=str.casefold)
    return [*named, NO_OWNER] if any(not each for each in owners) else named


def _places(names: Sequence[str], letter: str) -> list[str]:
    """Addresses within the page, each its own: a second one of a name is numbered."""
    seen: Counter[str] = Counter()
    places = []
    for name in names:
        slug = re.sub(r"[^a-z0-9.]+", "-", name.casefold()).strip("-") or "x"
        seen[slug] += 1
        places.append(f"{letter}{slug}" + (f"-{seen[slug]}" if seen[slug] > 1 else ""))
    return places


def _chart(measured: pd.DataFrame, finding: str) -> dict[str, Any] | None:
    """The actions whose slippage is known, most first, as places on a line of days."""
    known = measured[measured["slippage_days"].notna()]
    if known.empty:
        return None
    drawn = known.sort_values("slippage_days", ascending=False, kind="stable").head(MOST_DRAWN)
    days = drawn["slippage_days"].astype("float64")
    least, most = min(0.0, days.min()), max(1.0, days.max())
    scale = 100 / (most - least)
    return {
        "finding": finding,
        "zero": round(-least * scale, 2),
        "of": len(known),
        "rows": [
            {
                "name": " ".join(filter(None, [row.reference, shortened(row.action or "", 70)])),
                "state": str(row.state),
                "words": slippage(row),
                "start": round((min(0.0, row.slippage_days) - least) * scale, 2),
                "length": round(abs(row.slippage_days) * scale, 2),
            }
            for row in _tuples(drawn)
        ],
    }
