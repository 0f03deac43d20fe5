"""The command line: each command a thin call of the library's function of that name."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from tracker.reading.findings import PlanError

app = typer.Typer(
    name="python -m tracker",
    help="Hold an action plan to account: what is complete, what slipped, and who owns it.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How a command prints its answer."""

    text = "text"
    json = "json"


class CommandError(Exception):
    """An option that cannot be used; ``str(error)`` is one sentence."""


PlanPath: TypeAlias = Annotated[
    Path, typer.Argument(help="The action plan: xlsx, xlsm, xls, xlsb, ods, csv or tsv.")
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


@dataclass(frozen=True)
class Asked:
    """The options for reading a plan, as typed."""

    as_at: str | None
    sheets: list[str] | None
    header_row: int | None
    columns: list[str] | None
    statuses: list[str] | None
    published: str | None
    mapping: Path | None
    catalogue: Path | None


@dataclass(frozen=True)
class Filters:
    """The options that narrow the actions, as typed."""

    recommendations: list[str] | None
    owners: list[str] | None
    statuses: list[str] | None
    scopes: list[str] | None
    overdue: bool
    text: list[str] | None
    public: bool


@dataclass(frozen=True)
class Position:
    """A plan read and measured as at a date, and what the filters leave of it."""

    plan: Any
    as_at: date
    as_at_source: str
    measured: Any
    view: Any
    filters: str
    left_out: int = 0


@app.command()
def check(
    plan: PlanPath,
    as_at: AsAt = None,
    sheet: SheetNames = None,
    header_row: HeaderRow = None,
    columns: Columns = None,
    status: StatusWords = None,
    published: Published = None,
    mapping: MappingFile = None,
    catalogue: CatalogueFile = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """Say what was understood of the plan, and every cell that was not."""
    from tracker import as_json, as_text

    if status and any("=" not in words for words in status):
        raise CommandError("--status needs TEXT=GROUP here, as in --status 'Embedded=complete'")
    asked = Asked(as_at, sheet, header_row, columns, status, published, mapping, catalogue)
    read, day, _ = _read(plan, asked)
    findings = read.findings_as_at(day)
    if output_format is Format.json:
        _print_json(
            {
                "as_at": day.isoformat(),
                "source": as_json.source_values(read),
                "findings": as_json.finding_values(findings),
            }
        )
    else:
        typer.echo(as_text.check(read, day, findings))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


@app.command()
def summary(
    plan: PlanPath,
    as_at: AsAt = None,
    sheet: SheetNames = None,
    header_row: HeaderRow = None,
    columns: Columns = None,
    status: StatusOption = None,
    published: Published = None,
    mapping: MappingFile = None,
    catalogue: CatalogueFile = None,
    recommendation: Recommendations = None,
    owner: Owners = None,
    scope: Scopes = None,
    overdue: Overdue = False,
    text: Text = None,
    public: Public = False,
    output_format: OutputFormat = Format.text,
) -> None:
    """Completion and slippage: in all, by recommendation, by owner and by scope."""
    from tracker import as_json, as_text
    from tracker.summaries import summarise, tells_confirmed

    asked = Asked(as_at, sheet, header_row, columns, status, published, mapping, catalogue)
    narrowed = Filters(recommendation, owner, status, scope, overdue, text, public)
    position = _position(plan, asked, narrowed)
    figures = summarise(position.view, confirmed=tells_confirmed(position.measured))
    findings = position.plan.findings_as_at(position.as_at)
    if output_format is Format.json:
        _print_json(
            {
                "as_at": position.as_at.isoformat(),
                "as_at_source": position.as_at_source,
                "source": as_json.source_values(position.plan),
                **as_json.summary_values(figures),
                "findings": as_json.finding_values(findings),
            }
        )
    else:
        typer.echo(as_text.summary(position.view, figures, position.as_at, position.filters))
        typer.echo(as_text.left_out(position.left_out), nl=bool(position.left_out))


@app.command()
def actions(
    plan: PlanPath,
    as_at: AsAt = None,
    sheet: SheetNames = None,
    header_row: HeaderRow = None,
    columns: Columns = None,
    status: StatusOption = None,
    published: Published = None,
    mapping: MappingFile = None,
    catalogue: CatalogueFile = None,
    recommendation: Recommendations = None,
    owner: Owners = None,
    scope: Scopes = None,
    overdue: Overdue = False,
    text: Text = None,
    public: Public = False,
    output_format: OutputFormat = Format.text,
) -> None:
    """Every action with its fields and its measures."""
    from tracker import as_json, as_text

    asked = Asked(as_at, sheet, header_row, columns, status, published, mapping, catalogue)
    narrowed = Filters(recommendation, owner, status, scope, overdue, text, public)
    position = _position(plan, asked, narrowed)
    if output_format is Format.json:
        rows = as_json.action_values(position.plan, position.view)
        _print_json({"as_at": position.as_at.isoformat(), "actions": rows})
    else:
        typer.echo(as_text.actions(position.view, position.as_at))
        typer.echo(as_text.left_out(position.left_out), nl=bool(position.left_out))


@app.command()
def export(
    plan: PlanPath,
    output: Annotated[Path, typer.Option("--output", "-o", help="The Excel file to write.")],
    as_at: AsAt = None,
    sheet: SheetNames = None,
    header_row: HeaderRow = None,
    columns: Columns = None,
    status: StatusOption = None,
    published: Published = None,
    mapping: MappingFile = None,
    catalogue: CatalogueFile = None,
    recommendation: Recommendations = None,
    owner: Owners = None,
    scope: Scopes = None,
    overdue: Overdue = False,
    text: Text = None,
    public: Public = False,
    output_format: OutputFormat = Format.text,
) -> None:
    """Write the actions that the filters leave as an Excel file."""
    from tracker.exports.excel import export_excel
    from tracker.words import count

    asked = Asked(as_at, sheet, header_row, columns, status, published, mapping, catalogue)
    narrowed = Filters(recommendation, owner, status, scope, overdue, text, public)
    position = _position(plan, asked, narrowed)
    if output.exists() and output.resolve() == plan.resolve():
        raise CommandError(f"{output.name} is the plan itself: give the download another name")
    data = export_excel(
        position.plan, position.view, as_at=position.as_at, filters=position.filters
    )
    try:
        output.write_bytes(data)
    except OSError as error:
        raise CommandError(f"{output} could not be written: {error.strerror}") from error
    if output_format is Format.json:
        _print_json(
            {
                "as_at": position.as_at.isoformat(),
                "file": str(output),
                "actions": len(position.view),
                "left_out": position.left_out,
            }
        )
    else:
        typer.echo(f"Wrote {count('action', len(position.view))} to {output}")


def _read(path: Path, asked: Asked) -> tuple[Any, date, str]:
    """The plan, the as-at date and where that is from."""
    from tracker.catalogue import apply_catalogue, read_catalogue
    from tracker.mapping import Mapping, read_mapping
    from tracker.reading.plan import read_plan

    chosen = read_mapping(asked.mapping) if asked.mapping else Mapping()
    words = [pair for pair in asked.statuses or [] if "=" in pair]
    chosen = replace(
        chosen,
        columns={
            **chosen.columns,
            **_pairs(asked.columns or [], "--map", "FIELD=HEADER", first=True),
        },
        statuses={**chosen.statuses, **_pairs(words, "--status", "TEXT=GROUP", first=False)},
        sheets=tuple(asked.sheets) if asked.sheets else chosen.sheets,
        header_row=asked.header_row or chosen.header_row,
        published=_date(asked.published, "--published") or chosen.published,
    )
    plan = read_plan(path, **chosen.options())
    if asked.catalogue:
        plan = apply_catalogue(plan, read_catalogue(asked.catalogue))
    given = _date(asked.as_at, "--as-at")
    if given:
        return plan, given, "option"
    return (plan, plan.as_at, "workbook") if plan.as_at else (plan, date.today(), "today")


def _position(path: Path, asked: Asked, narrowed: Filters) -> Position:
    from tracker.filters import describe_filters, filter_actions
    from tracker.measures import measure

    chosen = _filters(narrowed)
    plan, day, origin = _read(path, asked)
    measured = measure(plan.actions, day, published=plan.published)
    view = filter_actions(measured, **chosen)
    words = describe_filters(**chosen)
    left_out = 0
    if narrowed.public:
        left_out = int(view["restricted"].sum())
        view = view[~view["restricted"]]
        plan = replace(plan, findings=plan.findings_without(measured["restricted"]))
        words = "; ".join(filter(None, (words, f"public version, {left_out} restricted left out")))
    return Position(plan, day, origin, measured, view, words, left_out)


def _filters(narrowed: Filters) -> dict[str, Any]:
    from tracker.fields import NO_OWNER, NO_RECOMMENDATION, NO_SCOPE, SCOPE_LABELS, STATUS_LABELS

    statuses = [word for word in narrowed.statuses or [] if "=" not in word]
    return {
        "recommendations": _or_none(narrowed.recommendations, NO_RECOMMENDATION),
        "owners": _or_none(narrowed.owners, NO_OWNER),
        "statuses": [_code(word, STATUS_LABELS, "--status") for word in statuses],
        "scopes": [
            None if word.casefold() == NO_SCOPE.casefold() else _code(word, SCOPE_LABELS, "--scope")
            for word in narrowed.scopes or []
        ],
        "overdue": narrowed.overdue,
        "text": " ".join(narrowed.text or []),
    }


def _or_none(names: list[str] | None, none: str) -> list[str | None]:
    return [None if name.casefold() == none.casefold() else name for name in names or []]


def _code(word: str, labels: Any, option: str) -> str:
    for code, label in labels.items():
        if word.strip().casefold() in (code, label.casefold()):
            return str(code)
    raise CommandError(f"{option} {word}: there is no such group; they are {', '.join(labels)}")


def _pairs(words: list[str], option: str, form: str, *, first: bool) -> dict[str, str]:
    """``{"owner": "Lead"}`` for ``owner=Lead``, parted at the first or the last ``=``."""
    pairs: dict[str, str] = {}
    for word in words:
        left, equals, right = word.partition("=") if first else word.rpartition("=")
        if not equals or not left.strip():
            raise CommandError(f"{option} {word}: it needs the form {form}")
        pairs[left.strip()] = right.strip()
    return pairs


def _date(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{option} {text}: it needs a date such as 2016-04-30") from error


def _print_json(values: dict[str, Any]) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False, indent=2))


def main(arguments: list[str] | None = None) -> None:
    """Run a command. Exit status 2 with one line on standard error where it cannot be done."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(args=arguments, standalone_mode=False)
    except typer.TyperException as error:
        _stop(f"{_sentence(error)} Add --help for what can be given.")
    except (PlanError, CommandError) as error:
        _stop(str(error))
    except BrokenPipeError:
        raise SystemExit(0) from None
    raise SystemExit(code if isinstance(code, int) else 0)


def _sentence(error: typer.TyperException) -> str:
    """The command line library's message for a person, one sentence."""
    say = getattr(error, "format_message", error.__str__)
    return str(say()).rstrip(".") + "."


def _stop(message: str) -> None:
    typer.echo("error: " + " ".join(message.split()), err=True)
    raise SystemExit(2)
