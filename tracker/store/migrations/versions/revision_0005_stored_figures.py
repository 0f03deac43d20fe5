"""Figures are stored with each position; what a file states is kept; old readings in one form.

Whatever a history was before, it becomes this: the words of reports and what was kept of first
timescales may be there or not.
"""

from __future__ import annotations

import json
import re
import string
import zlib
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.store.column_types import Moment, Words

revision = "0005"
down_revision = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
RENAMED = {
    "a_download_read_back": "download_read_back",
    "a_sheet_marked_as_restricted": "sheet_marked_restricted",
    "a_status_in_a_date_column": "status_in_date_column",
    "chosen_column_not_on_this_sheet": "chosen_column_missing",
    "100_but_not_complete": "not_complete_at_100_percent",
    "complete_but_not_100": "complete_below_100_percent",
    "completed_after_the_as_at_date": "completed_after_as_at",
    "not_the_catalogue_s_date": "differs_from_catalogue",
    "not_the_original_timescale_first_recorded": "original_changed",
}
"""Kinds of findings that were called otherwise."""


def upgrade() -> None:
    """Add the columns and the table, bring what is recorded into the new form, drop the old."""
    op.add_column("plans", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
    op.add_column("recorded", sa.Column("stated", sa.Date))
    op.add_column("recorded", sa.Column("published", sa.Date))
    op.add_column(
        "recorded",
        sa.Column("tells_confirmed", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    refers = sa.ForeignKey("recorded.id", name="fk_figures_recorded_id", ondelete="CASCADE")
    op.create_table(
        "figures",
        sa.Column("recorded_id", IDENTIFIER, refers, nullable=False, autoincrement=False),
        sa.Column("public", sa.Boolean, nullable=False),
        sa.Column("definitions", sa.Integer, nullable=False),
        sa.Column("restricted", sa.Integer, nullable=False),
        sa.Column("body", Words, nullable=False),
        sa.PrimaryKeyConstraint("recorded_id", "public", name="pk_figures"),
    )
    op.create_table(
        "report_words",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", Words, nullable=False),
        sa.Column("words", Words, nullable=False),
        sa.Column("remembered_by", Words, nullable=False),
        sa.Column("remembered_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_words"),
        sa.UniqueConstraint("key", name="uq_report_words_key"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    _bring_readings()
    op.drop_index("ix_actions_measured", table_name="actions", if_exists=True)
    op.drop_table("baselines", if_exists=True)
    op.drop_table("baselines_known", if_exists=True)


def _bring_readings() -> None:
    connection = op.get_bind()
    readings = sa.table("readings", sa.column("recorded_id"), sa.column("body", sa.LargeBinary))
    recorded = sa.table(
        "recorded",
        sa.column("id"),
        sa.column("as_at", sa.Date),
        sa.column("stated", sa.Date),
        sa.column("published", sa.Date),
        sa.column("tells_confirmed", sa.Boolean),
    )
    actions = sa.table("actions", sa.column("recorded_id"), sa.column("status"))
    confirmed = sa.exists().where(
        actions.c.recorded_id == recorded.c.id, actions.c.status == "confirmed"
    )
    connection.execute(
        sa.update(recorded).values(stated=recorded.c.as_at, tells_confirmed=confirmed)
    )
    every = connection.execute(sa.select(recorded.c.id, recorded.c.as_at)).all()
    for recorded_id, as_at in every:
        this = readings.c.recorded_id == recorded_id
        body: bytes = connection.scalars(sa.select(readings.c.body).where(this)).one()
        values = json.loads(zlib.decompress(body))
        brought = zlib.compress(json.dumps(_brought(values, as_at)).encode(), 1)
        connection.execute(sa.update(readings).where(this).values(body=brought))
        published = values["published"] and date.fromisoformat(values["published"]["$date"])
        connection.execute(
            sa.update(recorded).where(recorded.c.id == recorded_id).values(published=published)
        )


def _brought(values: dict[str, Any], as_at: date) -> dict[str, Any]:
    """A reading in the new form; the date that its file stated was not kept, so the position's."""
    source = values["source"]
    letters = [[_tuple(place), _mapping(names)] for place, names in source["letters"]]
    versions = [{"$": "Version", **_dated(version)} for version in source["versions"]]
    return {
        "plan": {
            "columns": _mapping(values["columns"]),
            "findings": _tuple([_finding(each) for each in values["findings"]]),
            "as_at": _date(as_at.isoformat()),
            "source": {
                "$": "Source",
                **source,
                "sheets": _tuple(source["sheets"]),
                "other_sheets": _tuple(source["other_sheets"]),
                "versions": _tuple(versions),
                "letters": {"$": "mapping", "value": letters},
            },
            "published": values["published"] and _date(values["published"]["$date"]),
        },
        "headings": values["headings"],
        "cells": [
            {"like": None, "others": [[at, _cell(cell)] for at, cell in enumerate(cells)]}
            for cells in values["cells"]
        ],
    }


def _finding(given: dict[str, Any]) -> dict[str, Any]:
    column = given["cell"].rstrip(string.digits)
    kind = re.sub(r"\W+", "_", given["kind"]).strip("_").casefold()
    value = RENAMED.get(kind, kind.removeprefix("a_"))
    return {
        "$": "Finding",
        **given,
        "problem": re.sub(r" The same in [A-Z]+\d+.*$", "", given["problem"]),
        "kind": {"$": "FindingKind", "value": value},
        "also": _tuple([f"{column}{row}" for row in given.get("also", [])]),
    }


def _dated(version: dict[str, Any]) -> dict[str, Any]:
    return {name: _cell(value) for name, value in version.items()}


def _cell(value: Any) -> Any:
    return _date(value["$date"]) if isinstance(value, dict) else value


def _date(text: str) -> dict[str, Any]:
    return {"$": "date", "value": text}


def _tuple(values: list[Any]) -> dict[str, Any]:
    return {"$": "tuple", "value": values}


def _mapping(values: dict[str, Any]) -> dict[str, Any]:
    return {"$": "mapping", "value": [[key, value] for key, value in values.items()]}
