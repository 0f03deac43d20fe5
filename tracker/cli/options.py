"""The options that commands share, with their help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer


class Format(StrEnum):
    """How a command prints its answer."""

    text = "text"
    json = "json"


PlanPath: TypeAlias = Annotated[
    Path, typer.Argument(help="The action plan: xlsx, xlsm, xls, xlsb, ods, csv, tsv or docx.")
]
AsAt: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--as-at",
        metavar="YYYY-MM-DD",
        help="The day the position is stated at: by default the workbook's own, else today.",
    ),
]
SheetNames: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--sheet", help="Read this sheet; repeat to read several together."),
]
HeaderRow: TypeAlias = Annotated[
    int | None, typer.Option("--header-row", min=1, help="The row that the headings are in.")
]
Columns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="FIELD=HEADER", help="Say which column is a field; repeat for more."
    ),
]
StatusWords: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="TEXT=GROUP", help="Say what a status word means; repeat for more."
    ),
]
StatusOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--status",
        metavar="TEXT=GROUP|GROUP",
        help="With =, what a status word means; without, keep the actions of this status group.",
    ),
]
Published: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--published",
        metavar="YYYY-MM-DD",
        help="The day the report was published: “Immediately” counts from it (2015-07-02).",
    ),
]
MappingFile: TypeAlias = Annotated[
    Path | None, typer.Option("--mapping", help="A mapping downloaded from the app.")
]
CatalogueFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--catalogue", help="A CSV of the inspection's recommendations and their timescales."
    ),
]
RecordedAs: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--recorded-as",
        metavar="NAME",
        help="Measure from the original timescales first recorded under this name.",
    ),
]
Database: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--database",
        metavar="URL",
        help="Where the history is: by default TRACKER_DATABASE_URL, else a file of your own.",
    ),
]
OutputFormat: TypeAlias = Annotated[
    Format, typer.Option("--format", help="How to print the answer.")
]
Recommendations: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--recommendation", help="Keep the actions of this recommendation."),
]
Owners: TypeAlias = Annotated[
    list[str] | None, typer.Option("--owner", help="Keep the actions that name this owner.")
]
Scopes: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--scope", help="Keep the actions of this scope: national or force."),
]
Overdue: TypeAlias = Annotated[
    bool, typer.Option("--overdue", help="Keep the actions overdue against the original timescale.")
]
Text: TypeAlias = Annotated[
    list[str] | None, typer.Option("--text", help="Keep the actions with these words in them.")
]
Public: TypeAlias = Annotated[
    bool, typer.Option("--public", help="Leave out the rows that are marked as restricted.")
]
PlanName: TypeAlias = Annotated[
    str | None,
    typer.Option("--name", help="The plan's name in the history: by default the only one there."),
]
