"""Figures, actions and findings as the plain values that the command line prints."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from tracker.measures import with_known_finish
from tracker.protective_marking import Audience
from tracker.questions import HEADLINES, Weighed
from tracker.statements.on_portfolio import furthest_behind_first
from tracker.summaries import Summary, Value
from tracker.vocabulary import FIELDS, FIGURES, MEASURES

if TYPE_CHECKING:
    from tracker.reading.findings import Finding
    from tracker.reading.plan import Plan
    from tracker.replies.proposals import Replies

SCHEMA_VERSION = 1
"""Of the shape of every JSON answer; it goes up when a key changes its meaning or goes."""

PLACES = 4
"""Decimal places of a number in JSON."""

_OF_RECOMMENDATION = (
    "source",
    "recommendation",
    "original_due",
    "expected_finish",
    "slippage_days",
    "is_complete",
)
_NOT_PRINTED = ("recommendation_due",)


def plain(value: Any) -> Any:
    """One value for JSON: dates ISO, numbers rounded, unknown ``None``, a list of names a list."""
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, date):  # a Timestamp is one too
        return value.isoformat()[:10]
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return None if math.isnan(value) else round(float(value), PLACES)
    return str(value)


def source_values(plan: Plan) -> dict[str, Any]:
    """Where the plan was read from and which column is which field."""
    source = plan.source
    return {
        "file": source.file,
        "sha256": source.sha256,
        "sheet": source.sheet,
        "header_row": source.header_row,
        "rows": source.rows,
        "columns": dict(plan.columns),
        "unused_columns": list(source.unused),
    }


def question_values(weighed: Iterable[Weighed]) -> list[dict[str, Any]]:
    """Each open question with its choices, and what each would make of the headline figures."""
    return [
        {
            "kind": str(each.question.kind),
            "asks": each.question.asks,
            "sheet": each.question.sheet,
            "cells": list(each.question.cells),
            "choices": [
                {
                    "says": choice.says,
                    "stands": choice.stands,
                    "options": choice.options,
                    "totals": {name: plain(figures[name]) for name in HEADLINES},
                }
                for choice, figures in zip(each.question.choices, each.figures, strict=True)
            ],
        }
        for each in weighed
    ]


def range_values(ends: Mapping[str, tuple[Value, Value]]) -> dict[str, list[Any]]:
    """The least and the most of each headline figure while questions are open."""
    return {name: plain(pair) for name, pair in ends.items()}


def summary_values(summary: Summary) -> dict[str, Any]:
    """Totals, then a row for each recommendation, owner and scope."""
    return {
        "totals": {name: plain(summary.totals[name]) for name in FIGURES},
        "recommendations": row_values(
            with_known_finish(summary.recommendations, "finish_is_minimum"),
            (*_OF_RECOMMENDATION, *FIGURES),
        ),
        "owners": row_values(summary.owners, ("owner", *FIGURES)),
        "scopes": row_values(summary.scopes, ("scope", *FIGURES)),
    }


def portfolio_values(rows: pd.DataFrame) -> dict[str, Any]:
    """A portfolio: each plan, the furthest behind first, with its position and its figures."""
    columns = [str(name) for name in rows if name != "overdue_unknown"]
    return {"plans": row_values(furthest_behind_first(rows), columns)}


def action_values(plan: Plan, measured: pd.DataFrame) -> list[dict[str, Any]]:
    """Each action: its fields, the user's other columns as ``extra``, its measures, its place."""
    fields = [name for name in FIELDS if name not in _NOT_PRINTED]
    mapped = set(plan.columns.values())
    extra = plan.original.loc[measured.index, [c for c in plan.original if c not in mapped]]
    extras = row_values(extra, extra.columns)
    known = with_known_finish(measured)
    measures = [measure.name for measure in MEASURES.values() if "json" in measure.places]
    rows = row_values(known, (*fields, *measures, "sheet", "row"))
    return [
        {name: row[name] for name in fields}
        | {"extra": more}
        | {name: row[name] for name in (*measures, "sheet", "row")}
        for row, more in zip(rows, extras, strict=True)
    ]


def answer(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """An answer as one object, with the name and version of its JSON Schema, in ``docs/schema``."""
    return {"schema": {"name": name, "version": SCHEMA_VERSION}, **values}


def plan_answer(
    name: str,
    plan: Plan,
    as_at: date,
    values: Mapping[str, Any],
    *,
    as_at_source: str,
    filters: str,
    findings: Iterable[Finding],
    questions: Iterable[Weighed] | None,
) -> dict[str, Any]:
    """A plan's answer: where it is from, the ``values``, questions and findings.

    ``questions`` are None where they have not been weighed.
    """
    return answer(
        name,
        {
            "as_at": as_at.isoformat(),
            "as_at_source": as_at_source,
            "source": source_values(plan),
            "filters": filters,
            **Audience.of(plan, plan.actions).answer,
            **values,
            "questions": None if questions is None else question_values(questions),
            "findings": [finding.as_dict() for finding in findings],
        },
    )


def reply_values(replies: Replies) -> dict[str, Any]:
    """What owners propose, what was stopped of it, and who has answered nothing."""
    proposed = ("reference", "owner", "field", "before", "after", "reason", "file")
    stopped = ("file", "cell", "problem")
    return {
        "proposed": [{n: plain(getattr(e, n)) for n in proposed} for e in replies.proposed],
        "stopped": [{n: getattr(e, n) for n in stopped} for e in replies.stopped],
        "untouched": list(replies.untouched),
        "silent": list(replies.silent),
    }


def json_text(values: dict[str, Any]) -> str:
    """One JSON object as text, indented; unknown is null."""
    return json.dumps(values, ensure_ascii=False, indent=2)


def row_values(frame: pd.DataFrame, names: Iterable[str]) -> list[dict[str, Any]]:
    """These columns of each row as plain values."""
    columns = {str(name): [plain(value) for value in frame[name].tolist()] for name in names}
    return [{name: values[at] for name, values in columns.items()} for at in range(len(frame))]
