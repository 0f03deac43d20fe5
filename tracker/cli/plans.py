"""``check``, ``summary`` and ``actions``."""

from __future__ import annotations

import typer

from tracker.cli.options import (
    AsAt,
    CatalogueFile,
    Columns,
    Database,
    Format,
    HeaderRow,
    MappingFile,
    OutputFormat,
    Overdue,
    Owners,
    PlanPath,
    Public,
    Published,
    Recommendations,
    RecordedAs,
    Scopes,
    SheetNames,
    StatusOption,
    StatusWords,
    Text,
)
from tracker.cli.position import Asked, CommandError, Filters, as_known, position, read
from tracker.cli.printing import print_json


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
    recorded_as: RecordedAs = None,
    database: Database = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """Say what was understood of the plan, and every cell that was not."""
    from tracker import as_json, as_text

    if status and any("=" not in words for words in status):
        raise CommandError("--status needs TEXT=GROUP here, as in --status 'Embedded=complete'")
    asked = Asked(
        as_at,
        sheet,
        header_row,
        columns,
        status,
        published,
        mapping,
        catalogue,
        recorded_as,
        database,
    )
    said, day, _ = read(plan, asked)
    understood = as_known(said, day, asked)
    findings = understood.findings_as_at(day)
    if output_format is Format.json:
        print_json(
            {
                "as_at": day.isoformat(),
                "source": as_json.source_values(understood),
                "findings": as_json.finding_values(findings),
            }
        )
    else:
        typer.echo(as_text.check(understood, day, findings))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


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
    recorded_as: RecordedAs = None,
    database: Database = None,
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
    from tracker.summaries import summarise

    asked = Asked(
        as_at,
        sheet,
        header_row,
        columns,
        status,
        published,
        mapping,
        catalogue,
        recorded_as,
        database,
    )
    narrowed = Filters(recommendation, owner, status, scope, overdue, text, public)
    at = position(plan, asked, narrowed)
    figures = summarise(at.view, confirmed=at.plan.tells_confirmed)
    findings = at.plan.findings_as_at(at.as_at)
    if output_format is Format.json:
        print_json(
            {
                "as_at": at.as_at.isoformat(),
                "as_at_source": at.as_at_source,
                "source": as_json.source_values(at.plan),
                **as_json.summary_values(figures),
                "findings": as_json.finding_values(findings),
            }
        )
    else:
        typer.echo(as_text.summary(at.view, figures, at.as_at, at.filters))
        typer.echo(as_text.left_out(at.left_out), nl=bool(at.left_out))


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
    recorded_as: RecordedAs = None,
    database: Database = None,
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

    asked = Asked(
        as_at,
        sheet,
        header_row,
        columns,
        status,
        published,
        mapping,
        catalogue,
        recorded_as,
        database,
    )
    narrowed = Filters(recommendation, owner, status, scope, overdue, text, public)
    at = position(plan, asked, narrowed)
    if output_format is Format.json:
        print_json(as_json.actions_object(at.plan, at.view, at.as_at))
    else:
        typer.echo(as_text.actions(at.view, at.as_at))
        typer.echo(as_text.left_out(at.left_out), nl=bool(at.left_out))
