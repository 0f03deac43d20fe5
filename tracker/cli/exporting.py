"""``export``: the filtered Excel, or a workbook for each owner."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from tracker.cli.options import (
    Asked,
    Filters,
    Format,
    Kept,
    OutputFormat,
    PlanPath,
    Shown,
)
from tracker.cli.output_files import is_same, write
from tracker.cli.printing import print_answer, print_notice
from tracker.cli.showing import CommandError, Standing, standing, weighed

Output = Annotated[
    Path,
    typer.Option("--output", "-o", help="The Excel file to write; with --by-owner the folder."),
]
ByOwner = Annotated[
    bool,
    typer.Option("--by-owner", help="Write a workbook for each owner to fill in and send back."),
]
WithPost = Annotated[
    bool,
    typer.Option(
        "--with-post",
        help="With --by-owner: also an e-mail draft and a calendar of due dates for each.",
    ),
]


def export(
    plan: PlanPath,
    output: Output,
    asked: Asked,
    kept: Kept,
    shown: Shown,
    filters: Filters,
    by_owner: ByOwner = False,
    with_post: WithPost = False,
    output_format: OutputFormat = Format.text,
) -> None:
    """Write the actions that the filters leave as Excel, or each owner's workbook to fill in."""
    from tracker.output.sheet_table import TooLong

    if not by_owner and output.suffix.casefold() != ".xlsx":
        raise CommandError(
            f"{output.name}: export writes an Excel workbook, so the name must end in .xlsx"
        )
    at = standing(plan, asked, kept, shown, filters)
    values: dict[str, Any]
    try:
        if by_owner:
            files = _write_owners(at, plan, output, with_post=with_post)
            values = {"folder": str(output), "files": files}
            said = _owners_in_words(at, files, output)
        else:
            _write_one(at, plan, output)
            values = {"file": str(output), "actions": len(at.view)}
            said = _one_in_words(at, output)
    except TooLong as error:
        raise CommandError(str(error)) from error
    if output_format is Format.json:
        print_answer("export", at, values, weighed(at, asked, kept))
    else:
        typer.echo("\n".join([said, *_nothing_in_words(at)]))
        print_notice(at)


def _write_one(at: Standing, plan: Path, output: Path) -> None:
    from tracker.output.excel import export_excel
    from tracker.own_downloads import is_sample

    if is_same(output, plan):
        raise CommandError(f"{output.name} is the plan itself: give the download another name")
    data = export_excel(
        at.plan,
        at.view,
        as_at=at.as_at,
        filters=at.filters,
        illustrative=is_sample(at.plan.source.sha256),
    )
    write(output, data)


def _write_owners(
    at: Standing, plan: Path, folder: Path, *, with_post: bool
) -> list[dict[str, Any]]:
    """Write each owner's workbook, unless one would take the place of a file of somebody's own.

    What was written: for each the owner, the file and how many actions it holds.
    """
    from tracker.own_downloads import is_sample, is_untouched
    from tracker.replies.mail_and_calendar import beside
    from tracker.replies.workbooks import owners_files, owners_workbooks

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"the folder {folder} could not be made: {error.strerror}") from error
    for name in owners_files(at.view).values():
        file = folder / name
        if is_same(file, plan):
            raise CommandError(f"{file} is the plan itself: choose another folder")
        if file.exists() and not is_untouched(file):
            raise CommandError(
                f"{file} is there already and is not a download as the tracker wrote it: "
                "move it, or choose another folder. Nothing was written."
            )
    written = []
    illustrative = is_sample(at.plan.source.sha256)
    for book in owners_workbooks(at.plan, at.view, as_at=at.as_at, illustrative=illustrative):
        write(folder / book.file, book.content)
        for name, content in beside(book, plan.name, at.as_at).items() if with_post else ():
            write(folder / name, content)
        written.append({"owner": book.owner, "file": book.file, "actions": len(book.actions)})
    return written


def _one_in_words(at: Standing, output: Path) -> str:
    from tracker.words import count

    return f"Wrote {count('action', len(at.view))} to {output}"


def _owners_in_words(at: Standing, files: list[dict[str, Any]], folder: Path) -> str:
    from tracker.replies.workbooks import unowned
    from tracker.words import count

    lines = [f"Wrote {count('workbook', len(files))} to {folder}"]
    lines += [f"  {file['file']}: {count('open action', file['actions'])}" for file in files]
    nobodys = unowned(at.view)
    if nobodys:
        lines.append(f"In no workbook, as no owner is named: {count('open action', nobodys)}")
    return "\n".join(lines)


def _nothing_in_words(at: Standing) -> list[str]:
    """That the filters leave nothing, where it is so."""
    if len(at.view) or not at.filters:
        return []
    return [f"No action is left by the filters: {at.filters}."]
